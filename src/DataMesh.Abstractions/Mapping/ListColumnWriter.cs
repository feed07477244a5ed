using System.ComponentModel;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Builds a column of lists. Made and used by generated code.</summary>
/// <typeparam name="TItem">An item of a list.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ListColumnWriter<TItem> : NestedColumnWriter
{
    private readonly OffsetSpace _offsets;

    internal ListColumnWriter(SchemaProperty property, ColumnPlace place) : base(property, place) => _offsets = new(place);

    internal ItemBuffer<TItem> Items { get; } = new();

    /// <summary>Allocates the column. Append one list for each row, then complete the appender and fill the column below with its items.</summary>
    public ListAppender<TItem> Start() => new(this, _offsets.Start(RowCount));

    internal ReadOnlySpan<TItem> Complete(int count)
    {
        BeginChildren(count);
        return Items.Reserve(count)[..count];
    }

    internal override long OrdinalOfItem(int item) => OrdinalOf(_offsets.RowOf(item, RowCount));

    internal override void Release()
    {
        Items.Release();
        _offsets.Release();
        base.Release();
    }

    private protected override ArrowBuffer[] BuildValues() => [_offsets.Build()];
}
