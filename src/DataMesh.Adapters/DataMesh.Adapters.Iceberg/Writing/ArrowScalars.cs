using System.Buffers.Binary;
using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Arrays;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Single values of Arrow arrays.</summary>
internal static class ArrowScalars
{
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.ContractViolation"/>: the value lies outside the range of a <see cref="ScalarValue"/>.</exception>
    public static ScalarValue Get(IArrowArray array, int row)
    {
        if (array.IsNull(row))
            return ScalarValue.Null;
        ScalarValue value = Read(array, row);
        return !value.IsNull ? value : throw new DataMeshException(DataMeshErrorKind.ContractViolation,
            $"Cannot partition a value of the Arrow type '{array.Data.DataType.Name}': it lies outside the supported range (years 1 to 9999, 28 digits). Partition by another column.") { Adapter = IcebergErrors.Adapter, Operation = "write" };
    }

    private static ScalarValue Read(IArrowArray array, int row) => array switch
    {
        BooleanArray a => a.GetValue(row)!.Value,
        Int32Array a => (long)a.GetValue(row)!.Value,
        Int64Array a => a.GetValue(row)!.Value,
        FloatArray a => (double)a.GetValue(row)!.Value,
        DoubleArray a => a.GetValue(row)!.Value,
        StringArray a => a.GetString(row),
        Decimal128Array a => SingleValue.Decimal(new BigInteger(a.ValueBuffer.Span.Slice(16 * (a.Data.Offset + row), 16)), a.Scale),
        Date32Array a => SingleValue.Date(a.GetValue(row)!.Value),
        Time64Array a => SingleValue.Time(a.GetValue(row)!.Value),
        TimestampArray a => SingleValue.Timestamp(a.GetValue(row)!.Value),
        FixedSizeBinaryArray a => ScalarValue.From(new Guid(a.GetBytes(row), bigEndian: true)),
        BinaryArray a => ScalarValue.From(a.GetBytes(row).ToArray()),
        DictionaryArray a => Get(a.Dictionary, Index(a, row)),
        _ => throw new NotSupportedException($"Arrow type '{array.Data.DataType.Name}' is not a stored type."),
    };

    private static int Index(DictionaryArray array, int row) => BinaryPrimitives.ReadInt32LittleEndian(array.Indices.Data.Buffers[1].Span[(4 * (array.Indices.Data.Offset + row))..]);
}
