using System.ComponentModel;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Turns record batches into records. Made by generated code.</summary>
/// <remarks>Not thread-safe; reused for many batches of the schema it was made for. Honours slice offsets and dictionary encoding.</remarks>
/// <typeparam name="T">The record.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RecordBatchDecoder<T>
{
    /// <summary>Decodes all rows of a batch.</summary>
    /// <param name="batch">The batch; it may be disposed after the call.</param>
    /// <param name="destination">Where the records go; at least as long as the batch.</param>
    public abstract void Decode(RecordBatch batch, Span<T> destination);
}
