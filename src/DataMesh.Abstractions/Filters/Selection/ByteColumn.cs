using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>The byte sequences of a text, binary or UUID column, plain or dictionary-encoded.</summary>
internal readonly ref struct ByteColumn
{
    private readonly ColumnView _rows;
    private readonly ColumnView _values;
    private readonly ReadOnlySpan<int> _indexes;
    private readonly ReadOnlySpan<int> _offsets;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _width;

    public ByteColumn(ArrayData data)
    {
        _rows = _values = new ColumnView(data);
        if (data.DataType is DictionaryType)
        {
            _values = new ColumnView(data.Dictionary);
            _indexes = _rows.Values<int>();
        }
        if (_values.Length == 0)
            return;
        if (_values.Data.DataType is FixedSizeBinaryType { ByteWidth: int width })
        {
            _width = width;
            _bytes = _values.Data.Buffers[1].Span[(_values.Offset * width)..];
            return;
        }
        _offsets = _values.Offsets;
        _bytes = _values.Bytes;
    }

    public int Length => _rows.Length;

    /// <summary>True when values of variable length stand one behind the other, row by row.</summary>
    public bool IsPlain => _indexes.IsEmpty && _width == 0;

    /// <summary>Where the values of a plain column that has rows begin in <see cref="Bytes"/>, and where the last one ends.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>The bytes of all values.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The bytes of a row that is not null.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            int at = _indexes.IsEmpty ? row : _indexes[row];
            return _width > 0 ? _bytes.Slice(at * _width, _width) : _bytes[_offsets[at].._offsets[at + 1]];
        }
    }

    public bool IsNull(int row) => _rows.IsNull(row) || (_values.HasNulls && !_indexes.IsEmpty && _values.IsNull(_indexes[row]));

    public bool HasNulls => _rows.HasNulls || _values.HasNulls;
}
