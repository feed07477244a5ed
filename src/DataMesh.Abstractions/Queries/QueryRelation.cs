using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>A relation that a statement may name: already enforced and re-openable, because one statement may read it several times.</summary>
public abstract class QueryRelation
{
    /// <summary>The name in the statement, a plain SQL identifier.</summary>
    public abstract string Name { get; }

    /// <summary>The columns the reader may see.</summary>
    public abstract Schema Schema { get; }

    /// <summary>About how many rows the relation has, for the order of joins and nothing else; null: unknown.</summary>
    public virtual long? EstimatedRows => null;

    /// <summary>The files that hold the same rows, for an engine that reads such files itself and declares <see cref="QueryEngineCapabilities.ReadsDirectFiles"/>; null: open the relation.</summary>
    /// <remarks>Whether and what is granted is a matter of policy and of how the rows are stored, so every engine also opens relations. Both ways give the same rows.</remarks>
    public virtual DirectFiles? TryGetDirectFiles() => null;

    /// <summary>Reads the enforced rows again from the start. Each batch belongs to the receiver. Thread-safe: several may be open at once.</summary>
    /// <param name="columns">The columns to return, in this order; null: all. Empty: batches without columns that still have row counts.</param>
    /// <param name="filter">May leave out rows for which it is not true; the engine applies its own filter all the same. Null: none.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public abstract IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, CancellationToken cancellationToken = default);
}
