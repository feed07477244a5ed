using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>Lays arrays out as the format wants them: without slice offsets, lists starting at zero. Shares memory where nothing moves.</summary>
internal sealed class ArrayFlattener
{
    /// <summary>Length and null count of every array.</summary>
    internal List<long> Nodes { get; } = [];

    internal List<ReadOnlyMemory<byte>> Buffers { get; } = [];

    internal void Add(ArrayData data) => Add(data, data.Offset, data.Length);

    private void Add(ArrayData data, int offset, int length)
    {
        if (data.DataType is NullType)
        {
            Nodes.AddRange([length, length]);
            return;
        }
        AddValidity(data, offset, length);
        switch (data.DataType)
        {
            case BooleanType:
                Buffers.Add(Bits(data.Buffers[1].Memory, offset, length));
                break;
            case StringType or BinaryType:
                AddValues(data, AddOffsets<int>(data, offset, length));
                break;
            case LargeStringType or LargeBinaryType:
                AddValues(data, AddOffsets<long>(data, offset, length));
                break;
            case ListType or MapType:
                AddChild(data.Children[0], AddOffsets<int>(data, offset, length));
                break;
            case LargeListType:
                AddChild(data.Children[0], AddOffsets<long>(data, offset, length));
                break;
            case FixedSizeListType list:
                AddChild(data.Children[0], (offset * list.ListSize, length * list.ListSize));
                break;
            case StructType:
                foreach (ArrayData child in data.Children)
                    AddChild(child, (offset, length));
                break;
            default:
                int width = data.DataType is FixedSizeBinaryType binary ? binary.ByteWidth : ((FixedWidthType)data.DataType).BitWidth / 8;
                if (data.DataType is DictionaryType)
                    width = sizeof(int);
                Buffers.Add(data.Buffers[1].Memory.Slice(offset * width, length * width));
                break;
        }
    }

    private void AddChild(ArrayData child, (int Start, int Count) part) => Add(child, child.Offset + part.Start, part.Count);

    private void AddValues(ArrayData data, (int Start, int Count) part) => Buffers.Add(data.Buffers[2].Memory.Slice(part.Start, part.Count));

    private void AddValidity(ArrayData data, int offset, int length)
    {
        ReadOnlyMemory<byte> validity = data.Buffers[0].Memory;
        int nulls = validity.IsEmpty ? 0 : length - BitUtility.CountBits(validity.Span, offset, length);
        Nodes.AddRange([length, nulls]);
        Buffers.Add(nulls == 0 ? default : Bits(validity, offset, length));
    }

    private static ReadOnlyMemory<byte> Bits(ReadOnlyMemory<byte> bits, int offset, int length)
    {
        int count = (length + 7) / 8, first = offset / 8, shift = offset % 8;
        if (shift == 0)
            return bits.Slice(first, count);
        ReadOnlySpan<byte> source = bits.Span[first..];
        byte[] moved = new byte[count];
        for (int i = 0; i < count; i++)
            moved[i] = (byte)(source[i] >> shift | (i + 1 < source.Length ? source[i + 1] << (8 - shift) : 0));
        return moved;
    }

    private (int Start, int Count) AddOffsets<T>(ArrayData data, int offset, int length)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        int width = Marshal.SizeOf<T>();
        if (data.Buffers[1].IsEmpty)
        {
            Buffers.Add(new byte[width]);
            return (0, 0);
        }
        ReadOnlyMemory<byte> stored = data.Buffers[1].Memory.Slice(offset * width, (length + 1) * width);
        ReadOnlySpan<T> offsets = MemoryMarshal.Cast<byte, T>(stored.Span);
        T first = offsets[0];
        if (!T.IsZero(first))
        {
            byte[] moved = new byte[stored.Length];
            Span<T> target = MemoryMarshal.Cast<byte, T>(moved.AsSpan());
            for (int i = 0; i < target.Length; i++)
                target[i] = offsets[i] - first;
            stored = moved;
        }
        Buffers.Add(stored);
        return (int.CreateChecked(first), int.CreateChecked(offsets[^1] - first));
    }
}
