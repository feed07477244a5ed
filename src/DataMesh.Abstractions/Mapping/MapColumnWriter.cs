using System.ComponentModel;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Mapping;

/// <summary>Builds a column of maps. Made and used by generated code.</summary>
/// <typeparam name="TKey">A key.</typeparam>
/// <typeparam name="TValue">A value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MapColumnWriter<TKey, TValue> : NestedColumnWriter
{
    private readonly OffsetSpace _offsets;
    private readonly StructType _entries;
    private int _count;

    internal MapColumnWriter(SchemaProperty property, ColumnPlace place) : base(property, place)
    {
        _offsets = new(place);
        _entries = ((MapType)property.Type.ToArrow()).KeyValueType;
    }

    internal ItemBuffer<TKey> Keys { get; } = new();

    internal ItemBuffer<TValue> Values { get; } = new();

    /// <summary>Allocates the column. Append one map for each row, then complete the appender and fill the columns below with its keys and values.</summary>
    public MapAppender<TKey, TValue> Start() => new(this, _offsets.Start(RowCount));

    internal void Complete(int count)
    {
        _count = count;
        BeginChildren(count);
    }

    internal override long OrdinalOfItem(int item) => OrdinalOf(_offsets.RowOf(item, RowCount));

    internal override void Release()
    {
        Keys.Release();
        Values.Release();
        _offsets.Release();
        base.Release();
    }

    private protected override ArrowBuffer[] BuildValues() => [_offsets.Build()];

    private protected override ArrayData[] BuildChildren() => [new ArrayData(_entries, _count, 0, 0, [ArrowBuffer.Empty], base.BuildChildren())];
}
