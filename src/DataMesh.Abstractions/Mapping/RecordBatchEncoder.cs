using System.ComponentModel;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>Turns records into record batches of the canonical types. Made by generated code.</summary>
/// <remarks>Not thread-safe; reused for many batches. A batch belongs to the caller, who disposes it.</remarks>
/// <typeparam name="T">The record.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RecordBatchEncoder<T>
{
    /// <summary>The schema of every batch.</summary>
    public abstract Schema Schema { get; }

    /// <summary>Encodes records, column by column.</summary>
    /// <param name="rows">The records.</param>
    /// <param name="firstRow">The ordinal, in the published stream, of the first record; for messages.</param>
    /// <exception cref="ContractViolationException">A value cannot be stored: null where required, a local time, a decimal that does not fit.</exception>
    public abstract RecordBatch Encode(ReadOnlySpan<T> rows, long firstRow);
}
