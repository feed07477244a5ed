using System.ComponentModel;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Reads a column of truth values. Made and used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BooleanColumnReader : ColumnReader
{
    internal BooleanColumnReader(SchemaProperty property, Schema stored) : base(property, stored) { }

    /// <summary>Opens the column of a batch; valid until the batch is disposed.</summary>
    public BooleanColumn Open(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Find(batch) is { } data ? new(this, data.Buffers[1].Span, Validity(data), data.Offset) : new(this, [], [], 0);
    }
}
