namespace DataMesh.Adapters.Authoring;

/// <summary>A name for a snapshot of a table: a tag, which stays where it is, or a branch, which commits move on.</summary>
public sealed record TableReference
{
    /// <summary>The name of the branch that readers see and writers commit to unless they say otherwise.</summary>
    public const string Main = "main";

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The snapshot; of a branch the newest one.</summary>
    public required long SnapshotId { get; init; }

    /// <summary>True for a branch, false for a tag.</summary>
    public bool IsBranch { get; init; }

    /// <summary>How many of the newest snapshots of a branch stay, whatever their age; null: as maintenance says.</summary>
    public int? KeepSnapshots { get; init; }

    /// <summary>For how long further snapshots of a branch stay; null: as maintenance says.</summary>
    public TimeSpan? MaxSnapshotAge { get; init; }

    /// <summary>How old the snapshot may become before maintenance drops the name; null: any age.</summary>
    public TimeSpan? MaxAge { get; init; }
}
