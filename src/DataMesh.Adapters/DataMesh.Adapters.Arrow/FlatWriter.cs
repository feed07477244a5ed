using System.Buffers;
using System.Buffers.Binary;

namespace DataMesh.Adapters;

/// <summary>Writes a flatbuffer front to back: first the tables, then what they refer to. As much of the format as Arrow's messages and footers need.</summary>
internal sealed class FlatWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private byte[]? _whole;

    internal FlatWriter() => Append(4);

    internal int Position => _bytes.WrittenCount;

    /// <summary>Begins a table whose fields have these lengths (0: absent) and returns where each field lies.</summary>
    internal int[] Table(params ReadOnlySpan<int> lengths)
    {
        Align(2);
        int vtable = Position, header = 4 + 2 * lengths.Length;
        // A table that starts four bytes before a multiple of eight has its long fields aligned, first.
        int table = RoundUp(vtable + header + 4, 8) - 4, at = table + 4;
        int[] positions = new int[lengths.Length];
        foreach (int length in (ReadOnlySpan<int>)[8, 4, 2, 1])
            for (int i = 0; i < lengths.Length; i++)
                if (lengths[i] == length)
                    (positions[i], at) = (at, at + length);
        Span<byte> bytes = Append(RoundUp(at, 4) - vtable);
        BinaryPrimitives.WriteInt16LittleEndian(bytes, (short)header);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[2..], (short)(at - table));
        for (int i = 0; i < lengths.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(4 + 2 * i)..], (short)(lengths[i] == 0 ? 0 : positions[i] - table));
        BinaryPrimitives.WriteInt32LittleEndian(bytes[(table - vtable)..], table - vtable);
        Last = table;
        return positions;
    }

    /// <summary>Where the last table lies.</summary>
    internal int Last { get; private set; }

    /// <summary>Appends a vector of structures of whole numbers of eight bytes.</summary>
    internal int Vector(ReadOnlySpan<long> numbers, int numbersPerElement)
    {
        int start = RoundUp(Position + 4, 8) - 4;
        Append(start - Position);
        Append(4 + 8 * numbers.Length);
        Set(start, numbers.Length / numbersPerElement);
        for (int i = 0; i < numbers.Length; i++)
            SetLong(start + 4 + 8 * i, numbers[i]);
        return start;
    }

    /// <summary>Appends another flatbuffer, aligned.</summary>
    internal int Append(ReadOnlySpan<byte> bytes)
    {
        Align(8);
        int start = Position;
        bytes.CopyTo(Append(bytes.Length));
        return start;
    }

    internal void Set(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(At(at), value);

    internal void SetLong(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(At(at), value);

    internal void SetShort(int at, short value) => BinaryPrimitives.WriteInt16LittleEndian(At(at), value);

    internal void SetByte(int at, byte value) => At(at)[0] = value;

    /// <summary>Makes a field, or the root at 0, refer to what lies behind it.</summary>
    internal void Refer(int from, int to) => Set(from, to - from);

    internal ReadOnlyMemory<byte> Finish()
    {
        Align(8);
        return Whole.AsMemory(0, Position);
    }

    private byte[] Whole => _whole ??= System.Runtime.InteropServices.MemoryMarshal.TryGetArray(_bytes.WrittenMemory, out ArraySegment<byte> segment) ? segment.Array! : throw new InvalidOperationException();

    private Span<byte> At(int at) => Whole.AsSpan(at);

    private void Align(int alignment) => Append(RoundUp(Position, alignment) - Position);

    private Span<byte> Append(int count)
    {
        Span<byte> bytes = _bytes.GetSpan(Math.Max(count, 1))[..count];
        bytes.Clear();
        _bytes.Advance(count);
        _whole = null;
        return bytes;
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
