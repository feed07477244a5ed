using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Mapping;

/// <summary>One column of one batch, of structs, lists or maps. Used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct NestedColumn
{
    private readonly NestedColumnReader _reader;
    private readonly ArrayData? _data;
    private readonly ReadOnlySpan<byte> _validity;
    private readonly ReadOnlySpan<int> _offsets;

    internal NestedColumn(NestedColumnReader reader, ArrayData? data, int length, ReadOnlySpan<byte> validity)
    {
        _reader = reader;
        _data = data;
        _validity = validity;
        Length = length;
        ItemCount = reader.IsByPlace ? 0 : length;
        if (data is null || !reader.IsByPlace)
            return;
        _offsets = length == 0 ? [0] : MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset, length + 1);
        ItemCount = _offsets[^1] - _offsets[0];
    }

    /// <summary>The number of rows.</summary>
    public int Length { get; }

    /// <summary>The number of values in the columns below: the rows of a struct, the items of all lists, the entries of all maps.</summary>
    public int ItemCount { get; }

    /// <summary>True when a row has no value or the column is not stored.</summary>
    public bool IsNull(int row) => _data is null || (!_validity.IsEmpty && (_validity[(_data.Offset + row) >> 3] >> ((_data.Offset + row) & 7) & 1) == 0);

    /// <summary>The list of a row as an array of its own.</summary>
    public TItem[] ToArray<TItem>(int row, TItem[] items) => Slice(row, items).ToArray();

    /// <summary>The list of a row.</summary>
    public List<TItem> ToList<TItem>(int row, TItem[] items)
    {
        ReadOnlySpan<TItem> slice = Slice(row, items);
        List<TItem> list = new(slice.Length);
        CollectionsMarshal.SetCount(list, slice.Length);
        slice.CopyTo(CollectionsMarshal.AsSpan(list));
        return list;
    }

    /// <summary>The list of a row as an immutable array.</summary>
    public ImmutableArray<TItem> ToImmutableArray<TItem>(int row, TItem[] items) => ImmutableCollectionsMarshal.AsImmutableArray(ToArray(row, items));

    /// <summary>The map of a row.</summary>
    /// <exception cref="DataMeshException">The map has a key twice.</exception>
    public Dictionary<TKey, TValue> ToDictionary<TKey, TValue>(int row, TKey[] keys, TValue[] values)
        where TKey : notnull
    {
        int start = _offsets[row] - _offsets[0], end = _offsets[row + 1] - _offsets[0];
        Dictionary<TKey, TValue> map = new(end - start);
        for (int i = start; i < end; i++)
            if (!map.TryAdd(keys[i], values[i]))
                throw _reader.Fail(row, "has a map with one key twice. Correct the data where it is published");
        return map;
    }

    internal ArrayData? Child(int index) => _data?.DataType switch
    {
        null => null,
        MapType => Entries(_data.Children[0].Slice(_offsets[0], ItemCount), index),
        ListType => _data.Children[0].Slice(_offsets[0], ItemCount),
        _ => _data.Children[index].Slice(_data.Offset, Length),
    };

    private static ArrayData Entries(ArrayData entries, int index) => entries.Children[index].Slice(entries.Offset, entries.Length);

    private ReadOnlySpan<TItem> Slice<TItem>(int row, TItem[] items) => items.AsSpan((_offsets[row] - _offsets[0])..(_offsets[row + 1] - _offsets[0]));
}
