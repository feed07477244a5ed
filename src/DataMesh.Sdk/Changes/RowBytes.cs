using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh;

/// <summary>Rows as bytes that are equal exactly when all their values are, bit by bit, null being equal to null. Not thread-safe.</summary>
internal sealed class RowBytes
{
    private byte[] _buffer = new byte[256];
    private int _used;

    /// <summary>Some columns of a row; valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(RecordBatch batch, IReadOnlyList<int> columns, int row)
    {
        _used = 0;
        foreach (int column in columns)
            Append(batch.Column(column).Data, row);
        return _buffer.AsSpan(0, _used);
    }

    private void Append(ArrayData data, int row)
    {
        int index = data.Offset + row;
        bool isNull = data.NullCount != 0 && data.Buffers[0].Length > 0 && !BitUtility.GetBit(data.Buffers[0].Span, index);
        Reserve(1)[0] = isNull ? (byte)0 : (byte)1;
        if (!isNull)
            AppendValue(data, index);
    }

    private void AppendValue(ArrayData data, int index)
    {
        switch (data.DataType)
        {
            case DictionaryType:
                Append(data.Dictionary, Int(data.Buffers[1], index));
                return;
            case BooleanType:
                Reserve(1)[0] = BitUtility.GetBit(data.Buffers[1].Span, index) ? (byte)1 : (byte)0;
                return;
            case StringType or BinaryType:
                AppendText(data.Buffers[2].Span[Int(data.Buffers[1], index)..Int(data.Buffers[1], index + 1)]);
                return;
            case ListType or MapType:
                AppendItems(data.Children[0], Int(data.Buffers[1], index), Int(data.Buffers[1], index + 1));
                return;
            case StructType:
                foreach (ArrayData child in data.Children)
                    Append(child, index);
                return;
            case FixedWidthType { BitWidth: var bits } when bits % 8 == 0:
                data.Buffers[1].Span.Slice(index * (bits / 8), bits / 8).CopyTo(Reserve(bits / 8));
                return;
            default:
                throw new NotSupportedException($"Rows with a column of the Arrow type '{data.DataType.Name}' cannot be compared.");
        }
    }

    private void AppendItems(ArrayData items, int start, int end)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), end - start);
        for (int i = start; i < end; i++)
            Append(items, i);
    }

    private void AppendText(ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), text.Length);
        text.CopyTo(Reserve(text.Length));
    }

    private static int Int(ArrowBuffer buffer, int index) => BinaryPrimitives.ReadInt32LittleEndian(buffer.Span[(index * sizeof(int))..]);

    private Span<byte> Reserve(int count)
    {
        if (_used + count > _buffer.Length)
            System.Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _used + count));
        _used += count;
        return _buffer.AsSpan(_used - count, count);
    }
}
