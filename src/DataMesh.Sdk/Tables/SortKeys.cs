using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Arrays;

namespace DataMesh;

/// <summary>The rows of a batch as bytes that compare as the rows do by a sort order: nulls first where it ascends and last where it descends, NaN after every number, texts by their bytes.</summary>
internal sealed class SortKeys
{
    private readonly int[] _ends;
    private byte[] _bytes;
    private int _used;

    /// <param name="batch">The batch; not needed afterwards.</param>
    /// <param name="order">The order, of columns of single values.</param>
    public SortKeys(RecordBatch batch, IReadOnlyList<SortField> order)
    {
        _ends = new int[batch.Length];
        _bytes = new byte[Math.Max(64, batch.Length * 10 * order.Count)];
        (IArrowArray Column, bool Descending)[] columns = [.. order.Select(f => (batch.Column(f.Column), f.Descending))];
        for (int row = 0; row < batch.Length; row++)
        {
            foreach ((IArrowArray column, bool descending) in columns)
            {
                int start = _used;
                Append(column, row);
                if (descending)
                    foreach (ref byte b in _bytes.AsSpan(start, _used - start))
                        b = (byte)~b;
            }
            _ends[row] = _used;
        }
    }

    /// <summary>About what the keys take in memory.</summary>
    public long Bytes => _bytes.Length + _ends.Length * sizeof(int);

    /// <summary>The key of a row.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            int start = row == 0 ? 0 : _ends[row - 1];
            return _bytes.AsSpan(start, _ends[row] - start);
        }
    }

    /// <summary>The ordinals of the rows in order; rows that are equal stay as they are.</summary>
    public int[] Sort()
    {
        int[] rows = [.. Enumerable.Range(0, _ends.Length)];
        System.Array.Sort(rows, (a, b) => this[a].SequenceCompareTo(this[b]) is not 0 and var byKey ? byKey : a.CompareTo(b));
        return rows;
    }

    private void Append(IArrowArray column, int row)
    {
        if (column.IsNull(row))
        {
            Reserve(1)[0] = 0;
            return;
        }
        if (column is DictionaryArray dictionary)
        {
            Append(dictionary.Dictionary, ((Int32Array)dictionary.Indices).Values[row]);
            return;
        }
        Reserve(1)[0] = 1;
        switch (column)
        {
            case Int32Array a: AppendNumber(a.Values[row]); break;
            case Int64Array a: AppendNumber(a.Values[row]); break;
            case Date32Array a: AppendNumber(a.Values[row]); break;
            case Time64Array a: AppendNumber(a.Values[row]); break;
            case TimestampArray a: AppendNumber(a.Values[row]); break;
            case BooleanArray a: Reserve(1)[0] = a.GetValue(row)!.Value ? (byte)1 : (byte)0; break;
            case FloatArray a: AppendFloat(a.Values[row]); break;
            case DoubleArray a: AppendFloat(a.Values[row]); break;
            case BinaryArray a: AppendText(a.GetBytes(row)); break;
            case Decimal128Array a: AppendDecimal(a.GetBytes(row)); break;
            case FixedSizeBinaryArray a: a.GetBytes(row).CopyTo(Reserve(a.GetBytes(row).Length)); break;
            default: throw new NotSupportedException($"Rows cannot be sorted by a column of the Arrow type '{column.Data.DataType.Name}'.");
        }
    }

    private void AppendNumber(long value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(sizeof(ulong)), (ulong)value ^ 0x8000_0000_0000_0000);

    // The order of Iceberg: -0.0 before 0.0, and every NaN is one and the greatest.
    private void AppendFloat(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value) & (double.IsNaN(value) ? long.MaxValue : -1);
        BinaryPrimitives.WriteUInt64BigEndian(Reserve(sizeof(ulong)), bits < 0 ? ~(ulong)bits : (ulong)bits | 0x8000_0000_0000_0000);
    }

    private void AppendDecimal(ReadOnlySpan<byte> littleEndian)
    {
        Span<byte> target = Reserve(littleEndian.Length);
        for (int i = 0; i < littleEndian.Length; i++)
            target[i] = littleEndian[^(i + 1)];
        target[0] ^= 0x80;
    }

    // A zero byte is escaped and two end the text, so that what follows does not matter to a longer one.
    private void AppendText(ReadOnlySpan<byte> text)
    {
        foreach (byte b in text)
            if (b == 0)
                (Reserve(2)[0], _bytes[_used - 1]) = (0, 1);
            else
                Reserve(1)[0] = b;
        Reserve(2).Clear();
    }

    private Span<byte> Reserve(int count)
    {
        if (_used + count > _bytes.Length)
            System.Array.Resize(ref _bytes, Math.Max(checked(_bytes.Length * 2), _used + count));
        _used += count;
        return _bytes.AsSpan(_used - count, count);
    }
}
