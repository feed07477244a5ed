using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;

namespace DataMesh.Adapters;

/// <summary>The distinct texts of a column, as far as they are worth keeping.</summary>
internal sealed class TextDictionary
{
    private const int MostBytes = 1 << 20;
    private const int RowsToJudge = 8192;
    private readonly Dictionary<byte[], int> _indices = new(new Comparer());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<byte[]> _entries = [];
    private long _bytes;
    private long _rows;

    internal TextDictionary() => _lookup = _indices.GetAlternateLookup<ReadOnlySpan<byte>>();

    internal IReadOnlyList<byte[]> Entries => _entries;

    /// <summary>Finds or adds a text; false when the dictionary has become too large, too rarely used, or the bytes are no text.</summary>
    internal bool TryAdd(ReadOnlySpan<byte> text, out int index)
    {
        _rows++;
        if (_lookup.TryGetValue(text, out index))
            return true;
        if (_bytes + text.Length > MostBytes || (_rows > RowsToJudge && _entries.Count > _rows / 2) || !Utf8.IsValid(text))
            return false;
        index = _entries.Count;
        byte[] entry = text.ToArray();
        _entries.Add(entry);
        _indices.Add(entry, index);
        _bytes += text.Length;
        return true;
    }

    private sealed class Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            HashCode code = default;
            code.AddBytes(alternate);
            return code.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
