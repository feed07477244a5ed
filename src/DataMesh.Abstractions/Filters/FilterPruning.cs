namespace DataMesh.Adapters.Authoring;

/// <summary>Decides from statistics whether rows for which a filter is true can exist.</summary>
public static class FilterPruning
{
    /// <summary>False only when no row can make the filter true.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="find">Statistics of a column by name; null when there are none.</param>
    /// <param name="rowCount">The rows of the file or row group.</param>
    public static bool CouldMatch(Filter filter, Func<string, ColumnStatistics?> find, long rowCount) => throw new NotImplementedException();

    /// <summary>False only when no row of a partition can make the filter true (inclusive projection through the transforms).</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="partitioning">The partition fields.</param>
    /// <param name="partition">The partition's values, one per field.</param>
    public static bool CouldMatch(Filter filter, IReadOnlyList<PartitionField> partitioning, IReadOnlyList<ScalarValue> partition) => throw new NotImplementedException();
}
