namespace DataMesh.Adapters.Authoring;

/// <summary>One Parquet file of a grant. Its name is never used for other content.</summary>
public sealed record DirectFile
{
    /// <summary>The absolute path on this machine.</summary>
    public required string Path { get; init; }

    /// <summary>The number of rows, hidden ones included.</summary>
    public required long RowCount { get; init; }

    /// <summary>Statistics of the columns by which a condition of the statement may leave out the file, by field id of <see cref="DirectFiles.FileSchema"/>.</summary>
    public IReadOnlyList<ColumnStatistics> Statistics { get; init; } = [];
}
