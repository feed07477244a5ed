using System.ComponentModel;
using System.Text;

namespace DataMesh.Mapping;

/// <summary>One column of one batch, of texts or bytes. Used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct TextColumn
{
    private readonly ColumnReader _reader;
    private readonly StringCache _cache;
    private readonly ReadOnlySpan<int> _integers;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<byte> _validity;
    private readonly int _offset;
    private readonly bool _isAscii;
    private readonly string?[]? _entries;

    /// <summary>Creates a column. The integers are offsets into the bytes, or the indices of a dictionary's entries.</summary>
    internal TextColumn(ColumnReader reader, StringCache cache, ReadOnlySpan<int> integers, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> validity, int offset, string?[]? entries)
    {
        _reader = reader;
        _cache = cache;
        _integers = integers;
        _bytes = bytes;
        _validity = validity;
        _offset = offset;
        _entries = entries;
        // Most texts are, and a column is looked through in a fraction of the time that its texts take one by one.
        _isAscii = entries is null && !integers.IsEmpty && Ascii.IsValid(bytes[integers[0]..integers[^1]]);
    }

    /// <summary>True when a row has no value or the column is not stored.</summary>
    public bool IsNull(int row) =>
        (_validity.IsEmpty ? _integers.IsEmpty : (_validity[(_offset + row) >> 3] >> ((_offset + row) & 7) & 1) == 0)
        || (_entries is not null && _entries[_integers[row]] is null);

    /// <summary>The text of a row; null when it has none.</summary>
    public string? ValueOrNull(int row) =>
        IsNull(row) ? null : _entries is not null ? _entries[_integers[row]] : _cache.GetString(Bytes(row), _isAscii);

    /// <summary>The text of a row.</summary>
    /// <exception cref="DataMeshException">The row has none.</exception>
    public string Value(int row) => ValueOrNull(row) ?? throw _reader.NoValue(row);

    /// <summary>A copy of the bytes of a row; null when it has none.</summary>
    public byte[]? BytesOrNull(int row) => IsNull(row) ? null : Bytes(row).ToArray();

    /// <summary>A copy of the bytes of a row.</summary>
    /// <exception cref="DataMeshException">The row has none.</exception>
    public byte[] ToBytes(int row) => BytesOrNull(row) ?? throw _reader.NoValue(row);

    /// <summary>The exception for a name that the enum does not have.</summary>
    public Exception UnknownMember(int row, string enumName) => _reader.UnknownMember(row, enumName);

    private ReadOnlySpan<byte> Bytes(int row) => _bytes[_integers[row].._integers[row + 1]];
}
