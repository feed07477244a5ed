namespace DataMesh;

/// <summary>Which part of a port to read.</summary>
public sealed record ReadRequest
{
    /// <summary>The columns to return, in this order; null: all that the reader may see (Arrow) or that the record has (typed).</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Only rows for which this is true; null: all. It sees what the reader sees.</summary>
    public Filter? Filter { get; init; }

    /// <summary>At most this many rows; null: all.</summary>
    public long? Limit { get; init; }

    /// <summary>True when rows may come in any order, batches as soon as they are ready: less memory is held, and no part of the port is waited for before the others.</summary>
    /// <value>Default false: in the same order on every read of a snapshot.</value>
    public bool AnyOrder { get; init; }
}
