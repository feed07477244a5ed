namespace DataMesh.Adapters.Authoring;

/// <summary>Decides from statistics or partition values whether rows for which a filter is true can exist.</summary>
/// <remarks>Whose attributes a filter is evaluated for is not known here, so an attribute can have any value; what cannot be compared proves nothing. Thread-safe.</remarks>
public static class FilterPruning
{
    /// <summary>False only when no row can make the filter true.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="find">Statistics of a column by name; null when there are none.</param>
    /// <param name="rowCount">The rows of the file or row group.</param>
    public static bool CouldMatch(Filter filter, Func<string, ColumnStatistics?> find, long rowCount)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(find);
        return rowCount > 0 && new StatisticsPruning(find, rowCount).Evaluate(filter).CanBeTrue;
    }

    /// <summary>False only when no row of a partition can make the filter true (inclusive projection through the transforms).</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="partitioning">The partition fields.</param>
    /// <param name="partition">The partition's values, one per field.</param>
    public static bool CouldMatch(Filter filter, IReadOnlyList<PartitionField> partitioning, IReadOnlyList<ScalarValue> partition) => CouldMatch(filter, partitioning, partition, null);

    /// <summary>False only when no row of a partition can make the filter true (inclusive projection through the transforms).</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="partitioning">The partition fields.</param>
    /// <param name="partition">The partition's values, one per field.</param>
    /// <param name="findType">The type of a column by name, null when not known: without it, buckets of numbers are not pruned, because their hash depends on the type.</param>
    public static bool CouldMatch(Filter filter, IReadOnlyList<PartitionField> partitioning, IReadOnlyList<ScalarValue> partition, Func<string, PhysicalType?>? findType)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(partitioning);
        ArgumentNullException.ThrowIfNull(partition);
        return new PartitionPruning(partitioning, partition, findType).Evaluate(filter).CanBeTrue;
    }
}
