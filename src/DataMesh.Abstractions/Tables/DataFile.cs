namespace DataMesh.Adapters.Authoring;

/// <summary>A data file of a table: plain data that can travel between processes.</summary>
public sealed record DataFile
{
    /// <summary>Where the file lies in the table's store.</summary>
    public required ObjectPath Path { get; init; }

    /// <summary>The file format's name.</summary>
    public required string Format { get; init; }

    /// <summary>The number of rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The id of the partitioning the file was written with.</summary>
    public int PartitioningId { get; init; }

    /// <summary>The id of the sort order that its rows are in; 0: none that is known.</summary>
    public int SortOrderId { get; init; }

    /// <summary>The file's partition: one value per partition field.</summary>
    public IReadOnlyList<ScalarValue> Partition { get; init; } = [];

    /// <summary>Statistics, one entry per column that has any.</summary>
    public IReadOnlyList<ColumnStatistics> Columns { get; init; } = [];

    /// <summary>Where row groups start, ascending.</summary>
    public IReadOnlyList<long> SplitOffsets { get; init; } = [];
}
