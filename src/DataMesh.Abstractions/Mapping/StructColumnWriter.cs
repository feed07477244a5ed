using System.ComponentModel;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Builds a column of structs. Made and used by generated code.</summary>
/// <typeparam name="TStruct">What a struct is made of; its null is a struct without value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StructColumnWriter<TStruct> : NestedColumnWriter
{
    private readonly ItemBuffer<TStruct> _items = new();

    internal StructColumnWriter(SchemaProperty property, ColumnPlace place) : base(property, place) { }

    /// <summary>Gives room for the structs of the batch, all default, from which the columns below are then filled.</summary>
    public Span<TStruct> Start()
    {
        BeginChildren(RowCount);
        return _items.Reserve(RowCount)[..RowCount];
    }

    internal override long OrdinalOfItem(int item) => OrdinalOf(item);

    internal override void Release()
    {
        _items.Release();
        base.Release();
    }

    private protected override ArrowBuffer[] BuildValues() => [];
}
