using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Apache.Arrow;
using Apache.Arrow.Arrays;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Values of a row as bytes that are equal exactly when the values are, null being equal to null, and values being equal to themselves in a wider type. Not thread-safe.</summary>
internal sealed class RowKeys(IReadOnlyList<IArrowArray> columns)
{
    private byte[] _buffer = new byte[64];

    /// <summary>The key of a row; valid until the next call.</summary>
    /// <exception cref="NotSupportedException">A column is of a type that rows are not compared by.</exception>
    public ReadOnlySpan<byte> Of(int row)
    {
        int used = 0;
        foreach (IArrowArray column in columns)
        {
            bool isNull = column.IsNull(row);
            Reserve(used, 1)[0] = isNull ? (byte)0 : (byte)1;
            used++;
            if (!isNull)
                used = Append(column, row, used);
        }
        return _buffer.AsSpan(0, used);
    }

    private int Append(IArrowArray column, int row, int used) => column switch
    {
        DictionaryArray encoded => AppendEncoded(encoded, row, used),
        BooleanArray a => Append(a.GetValue(row)!.Value ? 1 : 0, used),
        Int32Array a => Append(a.GetValue(row)!.Value, used),
        Int64Array a => Append(a.GetValue(row)!.Value, used),
        Date32Array a => Append(a.GetValue(row)!.Value, used),
        Time64Array a => Append(a.GetValue(row)!.Value, used),
        TimestampArray a => Append(a.GetValue(row)!.Value, used),
        FloatArray a => Append(Bits(a.GetValue(row)!.Value), used),
        DoubleArray a => Append(Bits(a.GetValue(row)!.Value), used),
        // Decimals are such arrays as well; their sixteen bytes do not depend on the number of digits.
        FixedSizeBinaryArray a => Append(a.ValueBuffer.Span.Slice(16 * (a.Data.Offset + row), 16), used),
        BinaryArray a => Append(a.GetBytes(row), used),
        _ => throw new NotSupportedException($"rows are deleted by a column of the Arrow type '{column.Data.DataType.Name}', which is not supported"),
    };

    private int AppendEncoded(DictionaryArray encoded, int row, int used)
    {
        int index = ((Int32Array)encoded.Indices).GetValue(row)!.Value;
        return Append(encoded.Dictionary, index, used);
    }

    // -0.0 equals 0.0 and every NaN equals every other.
    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value == 0 ? 0 : double.IsNaN(value) ? double.NaN : value);

    private int Append(long value, int used)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(used, sizeof(long)), value);
        return used + sizeof(long);
    }

    private int Append(ReadOnlySpan<byte> value, int used)
    {
        int start = Append(value.Length, used);
        value.CopyTo(Reserve(start, value.Length));
        return start + value.Length;
    }

    private Span<byte> Reserve(int used, int count)
    {
        if (used + count > _buffer.Length)
            System.Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, used + count));
        return _buffer.AsSpan(used, count);
    }
}

/// <summary>Compares keys by their bytes, also those that are not copied yet.</summary>
internal sealed class RowKeyComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static RowKeyComparer Instance { get; } = new();

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        HashCode hash = default;
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());
}
