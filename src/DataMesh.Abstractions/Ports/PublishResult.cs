namespace DataMesh;

/// <summary>What a publish did.</summary>
public sealed record PublishResult
{
    /// <summary>The snapshot that carries the rows.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>Rows published.</summary>
    public required long RowsPublished { get; init; }

    /// <summary>Rows that were there before and are no longer: replaced by key or by mode.</summary>
    public long RowsReplaced { get; init; }

    /// <summary>True when an earlier publish had the same idempotency key; the result is that publish's.</summary>
    public bool WasAlreadyPublished { get; init; }
}
