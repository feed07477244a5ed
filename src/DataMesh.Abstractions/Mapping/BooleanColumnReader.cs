using System.ComponentModel;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Reads a column of truth values. Made and used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BooleanColumnReader : ColumnReader
{
    internal BooleanColumnReader(SchemaProperty property, Schema stored) : base(property, stored) { }

    internal BooleanColumnReader(SchemaProperty property, NestedColumnReader owner, int child) : base(property, owner, child) { }

    /// <summary>Opens the column of a batch; valid until the batch is disposed.</summary>
    public BooleanColumn Open(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Open(Find(batch));
    }

    /// <summary>Opens the column below a nested one; valid as long as that.</summary>
    public BooleanColumn Open(in NestedColumn owner) => Open(Find(owner));

    private BooleanColumn Open(ArrayData? data) => data is not null ? new(this, data.Buffers[1].Span, Validity(data), data.Offset) : new(this, [], [], 0);
}
