namespace DataMesh.Adapters.Authoring;

/// <summary>One atomic change of a table.</summary>
public sealed record TableCommit
{
    /// <summary>The kind of change.</summary>
    public required TableOperation Operation { get; init; }

    /// <summary>The key that makes the commit idempotent: a commit whose key an existing snapshot carries changes nothing.</summary>
    public required string CommitKey { get; init; }

    /// <summary>Files that <see cref="TableFormat.WriteAsync"/> wrote.</summary>
    public IReadOnlyList<DataFile> Added { get; init; } = [];

    /// <summary>Live files to remove. If one of them is no longer live, or rows of it were deleted without rewriting it, the commit conflicts.</summary>
    public IReadOnlyList<DataFile> Removed { get; init; } = [];

    /// <summary>True when the change was made from all rows of its basis, so that any other commit in between conflicts; false when it only adds to them.</summary>
    public bool DependsOnBasis { get; init; }

    /// <summary>The rows that the change was made from: any commit in between that added files in which this could be true for a row conflicts, and others do not. Null: none.</summary>
    public Filter? DependsOnRows { get; init; }

    /// <summary>The name of a table property that stands in the way: while the table has it with a value that is not empty, the commit conflicts. Looked at in every attempt; null: none.</summary>
    public string? UnlessProperty { get; init; }

    /// <summary>The beginning of summary keys that speak of all rows of the table: a commit that does not set such a key keeps what its parent's summary says, also when it is re-based.</summary>
    public const string CarriedPrefix = "datamesh.carried.";

    /// <summary>What to record in the snapshot's summary, beside the counts that the format computes. Keys that begin with <see cref="CarriedPrefix"/> pass on to later snapshots.</summary>
    public IReadOnlyDictionary<string, string> Summary { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
}
