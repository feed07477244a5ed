namespace DataMesh;

/// <summary>Conditions that select the rows of partitions by the column that those are made from.</summary>
internal static class PartitionFilter
{
    /// <summary>True when the rows of a partition can be selected exactly.</summary>
    public static bool CanSelect(PhysicalType column, PartitionTransform transform) => transform.Kind switch
    {
        PartitionTransformKind.Identity => column.Kind is not (PhysicalTypeKind.Float or PhysicalTypeKind.Double),
        PartitionTransformKind.Year or PartitionTransformKind.Month or PartitionTransformKind.Day or PartitionTransformKind.Hour => true,
        _ => false,
    };

    /// <summary>The rows that lie in one of some partitions.</summary>
    public static Filter Select(string column, PhysicalType type, PartitionTransform transform, IReadOnlyCollection<ScalarValue> partitions)
    {
        List<Filter> any = [.. partitions.Where(v => !v.IsNull).Select(v => Select(column, type, transform, v))];
        if (partitions.Any(v => v.IsNull))
            any.Add(Filter.IsNull(column));
        return any.Count == 0 ? Filter.False : Filter.Or(any);
    }

    private static Filter Select(string column, PhysicalType type, PartitionTransform transform, ScalarValue partition)
    {
        DateTime epoch = DateTime.UnixEpoch;
        return transform.Kind switch
        {
            PartitionTransformKind.Year => Within(column, type, epoch.AddYears((int)partition.AsInteger()), static t => t.AddYears(1)),
            PartitionTransformKind.Month => Within(column, type, epoch.AddMonths((int)partition.AsInteger()), static t => t.AddMonths(1)),
            PartitionTransformKind.Day => Within(column, type, partition.AsDate().ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), static t => t.AddDays(1)),
            PartitionTransformKind.Hour => Within(column, type, epoch.AddHours(partition.AsInteger()), static t => t.AddHours(1)),
            _ => Filter.Equal(column, partition),
        };
    }

    // The last of all years, months and days has no end that can be written.
    private static Filter Within(string column, PhysicalType type, DateTime from, Func<DateTime, DateTime> next)
    {
        Filter begins = Filter.Compare(column, ComparisonOperator.GreaterThanOrEqual, Value(type, from));
        try
        {
            return Filter.And(begins, Filter.Compare(column, ComparisonOperator.LessThan, Value(type, next(from))));
        }
        catch (ArgumentOutOfRangeException)
        {
            return begins;
        }
    }

    private static ScalarValue Value(PhysicalType type, DateTime instant) => type.Kind == PhysicalTypeKind.Date ? ScalarValue.From(DateOnly.FromDateTime(instant)) : ScalarValue.From(instant);
}
