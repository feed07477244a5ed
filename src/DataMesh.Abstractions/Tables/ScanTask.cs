using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>One data file to read, with what must be applied while reading it.</summary>
public sealed record ScanTask
{
    /// <summary>The table.</summary>
    public required TableLocation Table { get; init; }

    /// <summary>The file.</summary>
    public required DataFile File { get; init; }

    /// <summary>The schema to return, with field ids: columns are found by id, missing ones are null, promoted types are widened.</summary>
    public required Schema Schema { get; init; }

    /// <summary>What the table format that planned the task needs to read it, and nobody else looks at: deletes, for example. Null when it needs nothing.</summary>
    public object? FormatState { get; init; }

    /// <summary>The sequence number of the commit that added the file; 0 while it is staged.</summary>
    public long SequenceNumber { get; init; }
}
