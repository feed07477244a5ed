namespace DataMesh;

/// <summary>One entry of a port's log, as its producer sees it: what a publish or rollback did.</summary>
public sealed record PublishRecord
{
    /// <summary>The snapshot that it made.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>The snapshot before it; null for the first.</summary>
    public long? Parent { get; init; }

    /// <summary>The run that made it; null when another tool did.</summary>
    public Guid? Run { get; init; }

    /// <summary>Rows in files that it added; null when its writer did not count them.</summary>
    public long? RowsAdded { get; init; }

    /// <summary>Rows in files that it removed, many of which may have come back in a file that it added; null when its writer did not count them.</summary>
    public long? RowsRemoved { get; init; }

    /// <summary>Rows that its publish sent to quarantine.</summary>
    public long Quarantined { get; init; }

    /// <summary>The snapshot whose rows it restored; null when it is no rollback.</summary>
    public long? RestoredFrom { get; init; }
}
