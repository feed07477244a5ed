using System.Buffers.Binary;
using System.Text;

namespace DataMesh.Adapters;

/// <summary>A table of a flatbuffer from an untrusted source. No access leaves the bytes: what points outside is an <see cref="InvalidDataException"/>.</summary>
/// <remarks>Reads only; how much may be read out of one buffer is counted by <see cref="FlatBudget"/>.</remarks>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _table;
    private readonly int _vtable;
    private readonly int _vtableLength;

    private FlatTable(ReadOnlySpan<byte> bytes, int table)
    {
        _bytes = bytes;
        _table = table;
        long vtable = table - (long)ReadInt32(table);
        _vtable = vtable >= 0 && vtable + 4 <= bytes.Length ? (int)vtable : throw Invalid("a table points outside it");
        _vtableLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[_vtable..]);
        if (_vtableLength < 4 || _vtable + _vtableLength > bytes.Length)
            throw Invalid("a table has an impossible shape");
    }

    /// <summary>The table at the root of a buffer.</summary>
    internal static FlatTable Root(ReadOnlySpan<byte> bytes) => bytes.Length >= 8 ? new FlatTable(bytes, Follow(bytes, 0)) : throw Invalid("it is too short");

    internal static InvalidDataException Invalid(string reason) => new($"its metadata cannot be read: {reason}");

    /// <summary>Where the table starts in the buffer.</summary>
    internal int Start => _table;

    internal bool Has(int field) => Find(field) != 0;

    internal byte ReadByte(int field, byte absent = 0) => Find(field) is var at && at == 0 ? absent : Slice(at, 1)[0];

    internal bool ReadBoolean(int field) => ReadByte(field) != 0;

    internal int ReadInt16(int field, short absent = 0) => Find(field) is var at && at == 0 ? absent : BinaryPrimitives.ReadInt16LittleEndian(Slice(at, 2));

    internal int ReadInt32(int field, int absent) => Find(field) is var at && at == 0 ? absent : ReadInt32(at);

    internal long ReadInt64(int field) => Find(field) is var at && at == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(Slice(at, 8));

    internal FlatTable ReadTable(int field) => Find(field) is var at && at != 0 ? new FlatTable(_bytes, Follow(_bytes, at)) : throw Invalid("a table is missing");

    /// <summary>A text; null when it is absent.</summary>
    internal string? ReadText(int field, FlatBudget budget)
    {
        if (Find(field) is var at && at == 0)
            return null;
        int start = Follow(_bytes, at), length = ReadInt32(start);
        ReadOnlySpan<byte> text = Slice((long)start + 4, length);
        budget.Spend(length);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>The elements of a vector of structures or references, as bytes; empty when it is absent.</summary>
    internal ReadOnlySpan<byte> ReadVector(int field, int elementLength, out int count)
    {
        count = 0;
        if (Find(field) is var at && at == 0)
            return [];
        int start = Follow(_bytes, at);
        count = ReadInt32(start);
        if (count < 0 || count > _bytes.Length / elementLength)
            throw Invalid("a vector is longer than it");
        return Slice((long)start + 4, (long)count * elementLength);
    }

    /// <summary>An element of a vector of tables.</summary>
    internal FlatTable ReadElement(int field, int index)
    {
        int start = Follow(_bytes, Find(field));
        return new FlatTable(_bytes, Follow(_bytes, start + 4 + 4 * index));
    }

    private int Find(int field)
    {
        int entry = 4 + 2 * field;
        if (entry + 2 > _vtableLength)
            return 0;
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(_vtable + entry)..]);
        return offset == 0 ? 0 : _table + offset < _bytes.Length ? _table + offset : throw Invalid("a field lies outside it");
    }

    private static int Follow(ReadOnlySpan<byte> bytes, int at)
    {
        if (at + 4 > bytes.Length)
            throw Invalid("a reference lies outside it");
        long target = at + (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        return target + 4 <= bytes.Length ? (int)target : throw Invalid("a reference points outside it");
    }

    private int ReadInt32(int at) => BinaryPrimitives.ReadInt32LittleEndian(Slice(at, 4));

    private ReadOnlySpan<byte> Slice(long start, long length) => length >= 0 && start >= 0 && start + length <= _bytes.Length ? _bytes.Slice((int)start, (int)length) : throw Invalid("a value lies outside it");
}
