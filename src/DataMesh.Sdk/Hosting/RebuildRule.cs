namespace DataMesh;

/// <summary>Which rows of an input a partition of a derived port is made from.</summary>
/// <param name="Partition">The column by which the port is partitioned.</param>
/// <param name="Input">The record of the input.</param>
/// <param name="InputName">The name of the input; null when its record tells which.</param>
/// <param name="Column">The column of the input.</param>
/// <param name="ColumnType">Its type.</param>
internal sealed record RebuildRule(string Partition, Type Input, string? InputName, string Column, PhysicalType ColumnType)
{
    public bool IsFor(InputDeclaration input) => InputName is null ? input.Record == Input : input.Name == InputName;

    /// <summary>Says why a transform cannot tell rows of the input apart as partitions; null when it can.</summary>
    public string? FindObstacle(PartitionTransform transform, PhysicalType partition) => transform.Kind switch
    {
        PartitionTransformKind.Identity when ColumnType != partition => $"its type is {ColumnType}, and that of the partition is {partition}",
        PartitionTransformKind.Identity when partition.Kind is PhysicalTypeKind.Float or PhysicalTypeKind.Double => "numbers with a floating point are no partitions to rely on",
        PartitionTransformKind.Identity => null,
        PartitionTransformKind.Year or PartitionTransformKind.Month or PartitionTransformKind.Day or PartitionTransformKind.Hour => transform.Supports(ColumnType) ? null : $"'{transform}' has no result for the type {ColumnType}",
        _ => $"by the partitions of '{transform}' no rows of an input can be selected",
    };

    /// <summary>The rows of the input that some partitions are made from.</summary>
    public Filter Select(PartitionTransform transform, IReadOnlyCollection<ScalarValue> partitions) => PartitionFilter.Select(Column, ColumnType, transform, partitions);
}
