using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Arrays;

namespace DataMesh;

/// <summary>Reads the key of a row as bytes that are equal exactly when the keys are.</summary>
internal ref struct KeyReader
{
    private readonly IArrowArray[] _columns;
    private byte[] _buffer;

    public KeyReader(RecordBatch batch, IReadOnlyList<string> key)
    {
        _columns = [.. key.Select(name => batch.Column(name))];
        _buffer = new byte[64];
    }

    /// <summary>True when a part of the key of a row has no value; then <see cref="Read"/> has no meaning.</summary>
    public readonly bool HasNull(int row)
    {
        foreach (IArrowArray column in _columns)
            if (column.IsNull(row) || (column is DictionaryArray dictionary && dictionary.Dictionary.IsNull(((Int32Array)dictionary.Indices).Values[row])))
                return true;
        return false;
    }

    /// <summary>The key of a row; valid until the next call.</summary>
    public ReadOnlySpan<byte> Read(int row)
    {
        int used = 0;
        foreach (IArrowArray column in _columns)
            used = Append(column, row, used);
        return _buffer.AsSpan(0, used);
    }

    private int Append(IArrowArray column, int row, int used)
    {
        switch (column)
        {
            case DictionaryArray dictionary:
                return Append(dictionary.Dictionary, ((Int32Array)dictionary.Indices).Values[row], used);
            case Int32Array a:
                return AppendNumber(a.Values[row], used);
            case Int64Array a:
                return AppendNumber(a.Values[row], used);
            case Date32Array a:
                return AppendNumber(a.Values[row], used);
            case Time64Array a:
                return AppendNumber(a.Values[row], used);
            case TimestampArray a:
                return AppendNumber(a.Values[row], used);
            case BooleanArray a:
                return AppendNumber(a.GetValue(row)!.Value ? 1 : 0, used);
            case FloatArray a:
                return AppendFloat(a.Values[row], used);
            case DoubleArray a:
                return AppendFloat(a.Values[row], used);
            case BinaryArray a:
                return AppendBytes(a.GetBytes(row), used);
            case FixedSizeBinaryArray a:
                return AppendBytes(a.GetBytes(row), used);
            default:
                throw new InvalidOperationException($"A column of type {column.Data.DataType.Name} cannot be part of a key.");
        }
    }

    private int AppendNumber(long value, int used)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(used, sizeof(long)), value);
        return used + sizeof(long);
    }

    // -0.0 equals 0.0 and every NaN equals every other.
    private int AppendFloat(double value, int used) => AppendNumber(BitConverter.DoubleToInt64Bits(value == 0 ? 0 : double.IsNaN(value) ? double.NaN : value), used);

    private int AppendBytes(ReadOnlySpan<byte> value, int used)
    {
        // A lone text key needs no length in front of it.
        int start = _columns.Length == 1 ? used : AppendNumber(value.Length, used);
        value.CopyTo(Reserve(start, value.Length));
        return start + value.Length;
    }

    private Span<byte> Reserve(int used, int count)
    {
        if (used + count > _buffer.Length)
            System.Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, used + count));
        return _buffer.AsSpan(used, count);
    }
}
