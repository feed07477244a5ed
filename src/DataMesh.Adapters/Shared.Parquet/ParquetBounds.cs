using System.Buffers.Binary;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Bounds as Parquet stores them (plain encoding, without lengths) as scalar values; null when there is none that can be trusted.</summary>
internal static class ParquetBounds
{
    internal static ScalarValue Decode(ReadOnlySpan<byte> bound, PhysicalType type, bool isMinimum) => type.Kind switch
    {
        PhysicalTypeKind.Boolean when bound.Length == 1 => bound[0] != 0,
        PhysicalTypeKind.Int32 when bound.Length == 4 => BinaryPrimitives.ReadInt32LittleEndian(bound),
        PhysicalTypeKind.Int64 when bound.Length == 8 => BinaryPrimitives.ReadInt64LittleEndian(bound),
        PhysicalTypeKind.Float when bound.Length == 4 => DecodeFloat(BinaryPrimitives.ReadSingleLittleEndian(bound), isMinimum),
        PhysicalTypeKind.Double when bound.Length == 8 => DecodeFloat(BinaryPrimitives.ReadDoubleLittleEndian(bound), isMinimum),
        PhysicalTypeKind.Date when bound.Length == 4 => ArrowValues.ToDate(BinaryPrimitives.ReadInt32LittleEndian(bound)),
        PhysicalTypeKind.Time when bound.Length == 8 => ArrowValues.ToTime(BinaryPrimitives.ReadInt64LittleEndian(bound)),
        PhysicalTypeKind.Timestamp when bound.Length == 8 => ArrowValues.ToTimestamp(BinaryPrimitives.ReadInt64LittleEndian(bound)),
        PhysicalTypeKind.String => ArrowValues.ToText(bound),
        PhysicalTypeKind.Binary => ScalarValue.From(bound.ToArray()),
        PhysicalTypeKind.Uuid when bound.Length == 16 => ScalarValue.From(new Guid(bound, bigEndian: true)),
        _ => ScalarValue.Null,
    };

    internal static ScalarValue DecodeDecimal(ReadOnlySpan<byte> bound, int scale, bool isLittleEndian)
    {
        if (bound.Length is 0 or > 16)
            return ScalarValue.Null;
        Int128 unscaled = (sbyte)(isLittleEndian ? bound[^1] : bound[0]) < 0 ? -1 : 0;
        for (int i = 0; i < bound.Length; i++)
            unscaled = (unscaled << 8) | (Int128)bound[isLittleEndian ? bound.Length - 1 - i : i];
        return ArrowValues.ToDecimal(unscaled, scale);
    }

    // Writers may leave out NaN or not, and the sign of a zero bound is not defined.
    private static ScalarValue DecodeFloat(double bound, bool isMinimum) =>
        double.IsNaN(bound) ? ScalarValue.Null : bound == 0 ? (isMinimum ? -0.0 : 0.0) : bound;
}
