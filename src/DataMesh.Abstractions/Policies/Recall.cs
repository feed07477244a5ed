namespace DataMesh;

/// <summary>Who has read a snapshot, and which derived products contain it.</summary>
public sealed record Recall
{
    /// <summary>The port.</summary>
    public required PortReference Port { get; init; }

    /// <summary>The snapshot.</summary>
    public required long Snapshot { get; init; }

    /// <summary>The reads that were recorded, oldest first.</summary>
    public required IReadOnlyList<AuditRecord> Reads { get; init; }

    /// <summary>Snapshots of derived ports that were made from it, directly or over others.</summary>
    public required IReadOnlyList<RecalledOutput> Derived { get; init; }
}

/// <summary>A snapshot of a derived port that contains a recalled one.</summary>
public sealed record RecalledOutput
{
    /// <summary>The derived port.</summary>
    public required PortReference Port { get; init; }

    /// <summary>The derived snapshot.</summary>
    public required long Snapshot { get; init; }

    /// <summary>True when it is the port's current one.</summary>
    public required bool IsCurrent { get; init; }
}
