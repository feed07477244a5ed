namespace DataMesh;

/// <summary>One published state of a port, as a consumer may know it.</summary>
public sealed record Snapshot
{
    /// <summary>The id, positive and below 2^53.</summary>
    public required long Id { get; init; }

    /// <summary>When it was committed.</summary>
    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary>The contract version it was published under; null when the writer did not record it.</summary>
    public SemanticVersion? ContractVersion { get; init; }

    /// <summary>Why the publisher published, in the publisher's words; null when nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>The tags by which it can be named (<see cref="SnapshotSelector.Tag"/>).</summary>
    public IReadOnlyList<string> Tags { get; init; } = ValueList.Create<string>([]);

    /// <summary>All rows of the snapshot; null unless the reader may see every row and column.</summary>
    public long? TotalRows { get; init; }
}
