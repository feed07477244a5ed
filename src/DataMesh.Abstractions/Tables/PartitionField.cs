namespace DataMesh;

/// <summary>One field of a table's partitioning: a column and the transform of its values.</summary>
public sealed record PartitionField
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>The transform.</summary>
    public PartitionTransform Transform { get; init; }
}
