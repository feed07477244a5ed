using System.ComponentModel;

namespace DataMesh.Mapping;

/// <summary>Appends the maps of a column, one for each row, in order. Used by generated code.</summary>
/// <typeparam name="TKey">A key.</typeparam>
/// <typeparam name="TValue">A value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct MapAppender<TKey, TValue>
{
    private readonly MapColumnWriter<TKey, TValue> _column;
    private readonly Span<int> _offsets;
    private int _row;
    private int _count;

    internal MapAppender(MapColumnWriter<TKey, TValue> column, Span<int> offsets)
    {
        _column = column;
        _offsets = offsets;
    }

    /// <summary>Appends a map in the order in which it enumerates.</summary>
    public void Append(IEnumerable<KeyValuePair<TKey, TValue>> map)
    {
        foreach ((TKey key, TValue value) in map)
        {
            int count = OffsetSpace.Sum(_column.Place.Path, _count, 1);
            _column.Keys.Reserve(count)[_count] = key;
            _column.Values.Reserve(count)[_count] = value;
            _count = count;
        }
        Advance();
    }

    /// <summary>Appends no value.</summary>
    public void AppendNull()
    {
        _column.SetNull(_row);
        Advance();
    }

    /// <summary>Appends no value, because the struct around it has none.</summary>
    public void AppendAbsent()
    {
        _column.SetAbsent(_row);
        Advance();
    }

    /// <summary>Hands the maps over to the column; returns their keys and values, one after the other.</summary>
    public readonly void Complete(out ReadOnlySpan<TKey> keys, out ReadOnlySpan<TValue> values)
    {
        _column.Complete(_count);
        keys = _column.Keys.Reserve(_count)[.._count];
        values = _column.Values.Reserve(_count)[.._count];
    }

    private void Advance() => _offsets[++_row] = _count;
}
