namespace DataMesh.Adapters.Authoring;

/// <summary>What maintenance did, or would do.</summary>
public sealed record MaintenanceReport
{
    /// <summary>The table's state afterwards.</summary>
    public required TableState State { get; init; }

    /// <summary>The snapshots that expired, oldest first.</summary>
    public IReadOnlyList<TableSnapshot> Expired { get; init; } = [];

    /// <summary>Files that only expired snapshots read.</summary>
    public IReadOnlyList<ObjectPath> ExpiredFiles { get; init; } = [];

    /// <summary>Files that no snapshot read: left by writes that failed.</summary>
    public IReadOnlyList<ObjectPath> Orphans { get; init; } = [];

    /// <summary>How many files of metadata the current snapshot had before they were written anew; 0 when they stayed.</summary>
    public int RewrittenManifests { get; init; }

    /// <summary>Files of both kinds that could not be deleted; a later run tries again.</summary>
    public int Failures { get; init; }
}
