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
    public Filter Select(PartitionTransform transform, IReadOnlyCollection<ScalarValue> partitions)
    {
        List<Filter> any = [.. partitions.Where(v => !v.IsNull).Select(v => Select(transform, v))];
        if (partitions.Any(v => v.IsNull))
            any.Add(Filter.IsNull(Column));
        return any.Count == 0 ? Filter.False : Filter.Or(any);
    }

    private Filter Select(PartitionTransform transform, ScalarValue partition)
    {
        DateTime epoch = DateTime.UnixEpoch;
        return transform.Kind switch
        {
            PartitionTransformKind.Year => Within(epoch.AddYears((int)partition.AsInteger()), static t => t.AddYears(1)),
            PartitionTransformKind.Month => Within(epoch.AddMonths((int)partition.AsInteger()), static t => t.AddMonths(1)),
            PartitionTransformKind.Day => Within(partition.AsDate().ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), static t => t.AddDays(1)),
            PartitionTransformKind.Hour => Within(epoch.AddHours(partition.AsInteger()), static t => t.AddHours(1)),
            _ => Filter.Equal(Column, partition),
        };
    }

    // The last of all years, months and days has no end that can be written.
    private Filter Within(DateTime from, Func<DateTime, DateTime> next)
    {
        Filter begins = Filter.Compare(Column, ComparisonOperator.GreaterThanOrEqual, Value(from));
        try
        {
            return Filter.And(begins, Filter.Compare(Column, ComparisonOperator.LessThan, Value(next(from))));
        }
        catch (ArgumentOutOfRangeException)
        {
            return begins;
        }
    }

    private ScalarValue Value(DateTime instant) => ColumnType.Kind == PhysicalTypeKind.Date ? ScalarValue.From(DateOnly.FromDateTime(instant)) : ScalarValue.From(instant);
}
