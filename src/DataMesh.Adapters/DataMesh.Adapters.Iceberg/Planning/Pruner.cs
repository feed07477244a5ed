using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Decides for manifests and files whether rows for which a filter is true can be in them.</summary>
internal sealed class Pruner
{
    private readonly Filter? _filter;
    private readonly IcebergSchema _schema;
    private readonly Dictionary<int, (PartitionSpec Spec, IReadOnlyList<PartitionField> Fields)> _specs = [];

    public Pruner(Filter? filter, IcebergSchema schema, TableMetadata metadata)
    {
        _filter = filter;
        _schema = schema;
        foreach (PartitionSpec spec in metadata.Specs.Values)
            _specs[spec.Id] = (spec, spec.ToPartitioning(schema));
    }

    public bool CouldMatch(DataFile file)
    {
        if (_filter is null)
            return true;
        if (file.RowCount == 0)
            return false;
        if (file.Partition.Count > 0 && _specs.TryGetValue(file.PartitioningId, out var spec) && spec.Fields.Count == file.Partition.Count
            && !FilterPruning.CouldMatch(_filter, spec.Fields, file.Partition, name => _schema.Find(name)?.Type))
            return false;
        return FilterPruning.CouldMatch(_filter, name => Find(file, name), file.RowCount);
    }

    /// <summary>Uses the summaries of a manifest's partitions: through transforms that keep the order, a range of partition values is a range of column values.</summary>
    public bool CouldMatch(ManifestFile manifest)
    {
        if (_filter is null || manifest.Partitions is not { Count: > 0 } summaries || !_specs.TryGetValue(manifest.SpecId, out var spec) || summaries.Count != spec.Spec.Fields.Count)
            return true;
        long rows = manifest.AddedRows + manifest.ExistingRows;
        if (rows == 0 || !manifest.HasCounts)
            return true;
        Dictionary<string, ColumnStatistics> columns = [];
        for (int i = 0; i < summaries.Count; i++)
            if (spec.Fields[i].Column is { Length: > 0 } column && PartitionRange.ToColumn(spec.Spec.Fields[i], summaries[i], rows) is { } range)
                columns[column] = columns.TryGetValue(column, out ColumnStatistics? other) ? PartitionRange.Intersect(other, range) : range;
        return columns.Count == 0 || FilterPruning.CouldMatch(_filter, columns.GetValueOrDefault, rows);
    }

    private ColumnStatistics? Find(DataFile file, string name)
    {
        if (_schema.Find(name) is not { } field)
            return null;
        foreach (ColumnStatistics column in file.Columns)
            if (column.FieldId == field.Id)
                return column;
        return null;
    }
}
