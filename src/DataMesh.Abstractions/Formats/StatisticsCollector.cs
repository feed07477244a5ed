using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Computes column statistics over batches, once, for files, tables and profiles.</summary>
/// <remarks>Not thread-safe. Honours slice offsets and dictionary-encoded texts. Text bounds are exact; formats truncate them as they store them.</remarks>
public sealed class StatisticsCollector
{
    /// <summary>Starts over a schema whose fields have ids.</summary>
    /// <param name="schema">The schema of the batches.</param>
    /// <param name="withoutBounds">Field ids of columns whose minimum and maximum are withheld.</param>
    public StatisticsCollector(Schema schema, IReadOnlySet<int>? withoutBounds = null) => throw new NotImplementedException();

    /// <summary>Adds a batch. The batch stays the caller's.</summary>
    public void Add(RecordBatch batch) => throw new NotImplementedException();

    /// <summary>The statistics so far, in the order of the schema.</summary>
    public IReadOnlyList<ColumnStatistics> ToStatistics() => throw new NotImplementedException();

    /// <summary>Statistics of the union of two parts.</summary>
    public static IReadOnlyList<ColumnStatistics> Merge(IReadOnlyList<ColumnStatistics> first, IReadOnlyList<ColumnStatistics> second) => throw new NotImplementedException();
}
