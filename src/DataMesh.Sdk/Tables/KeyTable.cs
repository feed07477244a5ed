using System.Runtime.InteropServices;

namespace DataMesh;

/// <summary>A hash table from keys, as bytes, to the ordinal of the last row that has the key. Compares whole keys, never hashes alone.</summary>
internal sealed class KeyTable
{
    private byte[] _bytes = new byte[1 << 12];
    private int _used;
    private Entry[] _entries = new Entry[256];
    private int[] _buckets = new int[512];

    /// <summary>The number of distinct keys.</summary>
    public int Count { get; private set; }

    /// <summary>Records that a row has a key, replacing an earlier row of the same key.</summary>
    public void Set(ReadOnlySpan<byte> key, long row)
    {
        int hash = Hash(key);
        if (Find(key, hash) is >= 0 and var found)
        {
            _entries[found].Row = row;
            return;
        }
        Insert(key, hash, row);
    }

    /// <summary>Records that a row has a key unless an earlier row has it.</summary>
    /// <returns>The earlier row; null when there is none.</returns>
    public long? Add(ReadOnlySpan<byte> key, long row)
    {
        int hash = Hash(key);
        if (Find(key, hash) is >= 0 and var found)
            return _entries[found].Row;
        Insert(key, hash, row);
        return null;
    }

    /// <summary>The bytes that the table takes, but for spare room.</summary>
    public long Bytes => _used + Count * (32L + sizeof(int) * 2);

    /// <summary>A key and its row, by the order in which keys came.</summary>
    public ReadOnlySpan<byte> Get(int index, out long row)
    {
        row = _entries[index].Row;
        return _bytes.AsSpan(_entries[index].Start, _entries[index].Length);
    }

    private void Insert(ReadOnlySpan<byte> key, int hash, long row)
    {
        if (Count == _entries.Length)
            Grow();
        if (_used + key.Length > _bytes.Length)
            System.Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + key.Length));
        key.CopyTo(_bytes.AsSpan(_used));
        ref int bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries[Count] = new Entry { Start = _used, Length = key.Length, Hash = hash, Next = bucket - 1, Row = row };
        bucket = ++Count;
        _used += key.Length;
    }

    /// <summary>True when some row has the key.</summary>
    public bool Contains(ReadOnlySpan<byte> key) => Find(key, Hash(key)) >= 0;

    /// <summary>True when the row is the last one of its key.</summary>
    public bool IsLast(ReadOnlySpan<byte> key, long row) => Find(key, Hash(key)) is >= 0 and var found && _entries[found].Row == row;

    private int Find(ReadOnlySpan<byte> key, int hash)
    {
        for (int i = _buckets[hash & (_buckets.Length - 1)] - 1; i >= 0; i = _entries[i].Next)
            if (_entries[i].Hash == hash && _bytes.AsSpan(_entries[i].Start, _entries[i].Length).SequenceEqual(key))
                return i;
        return -1;
    }

    private void Grow()
    {
        System.Array.Resize(ref _entries, _entries.Length * 2);
        _buckets = new int[_entries.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            ref int bucket = ref _buckets[_entries[i].Hash & (_buckets.Length - 1)];
            _entries[i].Next = bucket - 1;
            bucket = i + 1;
        }
    }

    /// <summary>The hash of a key; another one in every process.</summary>
    public static int Hash(ReadOnlySpan<byte> key)
    {
        if (key.Length == sizeof(long))
            return HashCode.Combine(MemoryMarshal.Read<long>(key));
        HashCode hash = default;
        hash.AddBytes(key);
        return hash.ToHashCode();
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        public int Start;
        public int Length;
        public int Hash;
        public int Next;
        public long Row;
    }
}
