namespace DataMesh;

/// <summary>What maintenance of a port did, or would do.</summary>
public sealed record MaintenanceResult
{
    /// <summary>The snapshots that can no longer be read, oldest first.</summary>
    public required IReadOnlyList<Snapshot> Expired { get; init; }

    /// <summary>How many files were deleted because only expired snapshots read them.</summary>
    public required int ExpiredFiles { get; init; }

    /// <summary>How many files were deleted because no snapshot ever read them.</summary>
    public required int Orphans { get; init; }

    /// <summary>How many files were put together or sorted; they are deleted when the snapshots that read them expire.</summary>
    public int CompactedFiles { get; init; }

    /// <summary>How many files took their place; 0 for a dry run, which writes none.</summary>
    public int CompactedInto { get; init; }

    /// <summary>How many rows were deleted because by the policy's retention no consumer may read them any more; 0 for a dry run.</summary>
    public long RowsPastRetention { get; init; }

    /// <summary>True when a legal hold stands: then nothing expires, and no row is deleted for its age.</summary>
    public bool IsHeld { get; init; }

    /// <summary>How many files could not be deleted; a later run tries again.</summary>
    public int Failures { get; init; }
}
