using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>A filter that every row of given keys fulfils, to find the files that may hold them.</summary>
internal static class KeyBounds
{
    /// <summary>The bounds of the key columns over batches.</summary>
    public static Filter Of(IReadOnlyList<RecordBatch> batches, Schema schema, IReadOnlyList<string> key)
    {
        StatisticsCollector collector = new(schema);
        foreach (RecordBatch batch in batches)
            collector.Add(batch);
        Dictionary<int, ColumnStatistics> statistics = collector.ToStatistics().ToDictionary(s => s.FieldId);
        return Filter.And([.. key
            .Select(name => (Name: name, Statistics: statistics.GetValueOrDefault(schema.GetFieldByName(name).GetFieldId() ?? -1)))
            .Where(k => k.Statistics is { Minimum.IsNull: false, Maximum.IsNull: false, NanCount: null or 0 })
            .Select(k => Filter.Between(k.Name, k.Statistics!.Minimum, k.Statistics.Maximum))]);
    }
}
