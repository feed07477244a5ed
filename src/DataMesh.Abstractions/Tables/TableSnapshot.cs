namespace DataMesh.Adapters.Authoring;

/// <summary>One committed state of a table.</summary>
public sealed record TableSnapshot
{
    /// <summary>The id, positive and below 2^53 so that JavaScript readers keep it.</summary>
    public required long Id { get; init; }

    /// <summary>The snapshot it was made from; null for the first.</summary>
    public long? ParentId { get; init; }

    /// <summary>The number of the commit, starting at 1.</summary>
    public required long SequenceNumber { get; init; }

    /// <summary>When it was committed, in milliseconds.</summary>
    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary>What kind of change it was.</summary>
    public required TableOperation Operation { get; init; }

    /// <summary>What the writer recorded, among it the keys of <c>docs/protocol/snapshot-summary.md</c>.</summary>
    public IReadOnlyDictionary<string, string> Summary { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
}
