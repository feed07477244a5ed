using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace DataMesh.Mapping;

/// <summary>Appends the lists of a column, one for each row, in order. Used by generated code.</summary>
/// <typeparam name="TItem">An item of a list.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct ListAppender<TItem>
{
    private readonly ListColumnWriter<TItem> _column;
    private readonly Span<int> _offsets;
    private int _row;
    private int _count;

    internal ListAppender(ListColumnWriter<TItem> column, Span<int> offsets)
    {
        _column = column;
        _offsets = offsets;
    }

    /// <summary>Appends an array.</summary>
    public void Append(TItem[] list) => Append(list.AsSpan());

    /// <summary>Appends a list.</summary>
    public void Append(List<TItem> list) => Append(CollectionsMarshal.AsSpan(list));

    /// <summary>Appends an immutable array; the default one is no value.</summary>
    public void Append(ImmutableArray<TItem> list)
    {
        if (list.IsDefault)
            AppendNull();
        else
            Append(list.AsSpan());
    }

    /// <summary>Appends a sequence, which is enumerated once.</summary>
    public void Append(IEnumerable<TItem> list)
    {
        switch (list)
        {
            case TItem[] array:
                Append(array.AsSpan());
                return;
            case List<TItem> known:
                Append(CollectionsMarshal.AsSpan(known));
                return;
            default:
                foreach (TItem item in list)
                {
                    int count = OffsetSpace.Sum(_column.Place.Path, _count, 1);
                    _column.Items.Reserve(count)[_count] = item;
                    _count = count;
                }
                Advance();
                return;
        }
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

    /// <summary>Hands the lists over to the column; returns their items, one after the other.</summary>
    public readonly ReadOnlySpan<TItem> Complete() => _column.Complete(_count);

    private void Append(ReadOnlySpan<TItem> items)
    {
        int count = OffsetSpace.Sum(_column.Place.Path, _count, items.Length);
        items.CopyTo(_column.Items.Reserve(count)[_count..]);
        _count = count;
        Advance();
    }

    private void Advance() => _offsets[++_row] = _count;
}
