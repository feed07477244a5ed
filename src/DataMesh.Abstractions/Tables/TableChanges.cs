namespace DataMesh.Adapters.Authoring;

/// <summary>The files in which two snapshots of a table differ.</summary>
public sealed record TableChanges
{
    /// <summary>Files of the later snapshot that the earlier one does not have.</summary>
    public IReadOnlyList<ScanTask> Added { get; init; } = [];

    /// <summary>Files of the earlier snapshot that the later one does not have.</summary>
    public IReadOnlyList<ScanTask> Removed { get; init; } = [];

    /// <summary>True when rows were deleted, or came back, in files that both have: then the files above do not tell the difference.</summary>
    public bool HasRowDeletes { get; init; }
}
