using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>What is known about a data file without reading its rows.</summary>
public sealed record FileSummary
{
    /// <summary>The stored schema, with field ids where the file has them.</summary>
    public required Schema Schema { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The number of rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>The row groups, in file order.</summary>
    public IReadOnlyList<RowGroupSummary> RowGroups { get; init; } = [];

    /// <summary>Statistics of the whole file, one entry per column that has any.</summary>
    public IReadOnlyList<ColumnStatistics> Columns { get; init; } = [];
}
