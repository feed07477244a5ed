namespace DataMesh.Adapters.Authoring;

/// <summary>The result of a commit.</summary>
public sealed record CommitResult
{
    /// <summary>How it ended.</summary>
    public required CommitOutcome Outcome { get; init; }

    /// <summary>The table's state afterwards.</summary>
    public required TableState State { get; init; }

    /// <summary>The snapshot that carries the key; null on a conflict.</summary>
    public TableSnapshot? Snapshot { get; init; }

    /// <summary>What excluded the change; null unless it conflicted.</summary>
    public string? Conflict { get; init; }
}
