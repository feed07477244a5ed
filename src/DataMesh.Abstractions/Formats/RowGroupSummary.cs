namespace DataMesh.Adapters.Authoring;

/// <summary>One row group of a data file.</summary>
public sealed record RowGroupSummary
{
    /// <summary>The number of rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>Where its first page starts, from the start of the file.</summary>
    public required long Offset { get; init; }

    /// <summary>Statistics, one entry per column that has any.</summary>
    public IReadOnlyList<ColumnStatistics> Columns { get; init; } = [];
}
