namespace DataMesh.Adapters.Authoring;

/// <summary>Which part of a table to plan. It holds only what policy lets prune.</summary>
public sealed record ScanRequest
{
    /// <summary>The snapshot to read; null: the current one (or the staged state).</summary>
    public long? SnapshotId { get; init; }

    /// <summary>Files that cannot hold a row for which this is true are left out; null: none are.</summary>
    public Filter? Filter { get; init; }
}
