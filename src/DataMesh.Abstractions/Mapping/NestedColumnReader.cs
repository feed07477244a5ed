using System.ComponentModel;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Reads a column of structs, lists or maps; the columns below it are added in the contract's order. Made and used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NestedColumnReader : ColumnReader
{
    private readonly PhysicalType _type;
    private int _children;
    private ArrayData? _opened;

    internal NestedColumnReader(SchemaProperty property, Schema stored) : base(property, stored) => _type = property.Type;

    private NestedColumnReader(SchemaProperty property, NestedColumnReader owner, int child) : base(property, owner, child) => _type = property.Type;

    internal new IReadOnlyList<Field> StoredFields => base.StoredFields;

    /// <summary>True for lists and maps, whose columns below are found by their place.</summary>
    internal bool IsByPlace => _type.Kind != PhysicalTypeKind.Struct;

    /// <summary>Opens the column of a batch; valid until the batch is disposed or the next call.</summary>
    public NestedColumn Open(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Open(Find(batch), batch.Length);
    }

    /// <summary>Opens the column below another one.</summary>
    public NestedColumn Open(in NestedColumn owner) => Open(Find(owner), owner.ItemCount);

    /// <summary>Reads the next column below this one, of values of one width.</summary>
    public FixedColumnReader<TValue> AddFixed<TValue>()
        where TValue : unmanaged => new(Next(out int child), this, child);

    /// <summary>Reads the next column below this one, of truth values.</summary>
    public BooleanColumnReader AddBoolean() => new(Next(out int child), this, child);

    /// <summary>Reads the next column below this one, of texts or bytes.</summary>
    public TextColumnReader AddText() => new(Next(out int child), this, child);

    /// <summary>Reads the next column below this one, of structs, lists or maps.</summary>
    public NestedColumnReader AddNested() => new(Next(out int child), this, child);

    internal int RowOfItem(int item)
    {
        if (!IsByPlace || _opened is not { } data)
            return item;
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset, data.Length + 1);
        int row = 0;
        while (row + 1 < data.Length && offsets[row + 1] - offsets[0] <= item)
            row++;
        return row;
    }

    private NestedColumn Open(ArrayData? data, int length)
    {
        _opened = data;
        return new NestedColumn(this, data, length, data is null ? [] : Validity(data));
    }

    private SchemaProperty Next(out int child) => _type.Children[child = _children++];
}
