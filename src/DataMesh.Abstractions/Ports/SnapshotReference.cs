namespace DataMesh;

/// <summary>A tag or a branch of a port.</summary>
public sealed record SnapshotReference
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>True for a branch, false for a tag.</summary>
    public required bool IsBranch { get; init; }

    /// <summary>The snapshot; of a branch the newest one.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>What it keeps.</summary>
    public required ReferenceOptions Options { get; init; }
}
