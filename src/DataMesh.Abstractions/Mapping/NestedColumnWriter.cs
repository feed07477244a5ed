using System.ComponentModel;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Builds a column of structs, lists or maps: the columns below it are added once, in the contract's order. Made and used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NestedColumnWriter : ColumnWriter
{
    private readonly List<ColumnWriter> _children = [];

    private protected NestedColumnWriter(SchemaProperty property, ColumnPlace place) : base(property, place) { }

    /// <summary>Adds the next column below this one, of values that are stored as they are.</summary>
    public FixedColumnWriter<TValue> AddFixed<TValue>()
        where TValue : unmanaged => Add(new FixedColumnWriter<TValue>(Next(), NextPlace()));

    /// <summary>Adds the next column below this one, of truth values.</summary>
    public BooleanColumnWriter AddBoolean() => Add(new BooleanColumnWriter(Next(), NextPlace()));

    /// <summary>Adds the next column below this one, of decimals.</summary>
    public DecimalColumnWriter AddDecimal() => Add(new DecimalColumnWriter(Next(), NextPlace()));

    /// <summary>Adds the next column below this one, of times that must be UTC.</summary>
    public TimestampColumnWriter AddTimestamp() => Add(new TimestampColumnWriter(Next(), NextPlace()));

    /// <summary>Adds the next column below this one, of texts or bytes.</summary>
    public TextColumnWriter AddText() => Add(new TextColumnWriter(Next(), NextPlace()));

    /// <summary>Adds the next column below this one, of structs.</summary>
    public StructColumnWriter<TStruct> AddStruct<TStruct>() => Add(new StructColumnWriter<TStruct>(Next(), NextPlace()));

    /// <summary>Adds the next column below this one, of lists.</summary>
    public ListColumnWriter<TItem> AddList<TItem>() => Add(new ListColumnWriter<TItem>(Next(), NextPlace()));

    /// <summary>Adds the next column below this one, of maps.</summary>
    public MapColumnWriter<TKey, TValue> AddMap<TKey, TValue>() => Add(new MapColumnWriter<TKey, TValue>(Next(), NextPlace()));

    /// <summary>The ordinal of the row that an item of this column lies in.</summary>
    internal abstract long OrdinalOfItem(int item);

    internal override void Release()
    {
        foreach (ColumnWriter child in _children)
            child.Release();
    }

    private protected void BeginChildren(int count)
    {
        foreach (ColumnWriter child in _children)
            child.Begin(count, 0);
    }

    private protected override ArrayData[] BuildChildren() => [.. _children.Select(c => c.Build())];

    private SchemaProperty Next() => Type.Children[_children.Count];

    private ColumnPlace NextPlace() => Place with { Path = $"{Place.Path}.{Next().Name}", Owner = this };

    private TColumn Add<TColumn>(TColumn column)
        where TColumn : ColumnWriter
    {
        _children.Add(column);
        return column;
    }
}
