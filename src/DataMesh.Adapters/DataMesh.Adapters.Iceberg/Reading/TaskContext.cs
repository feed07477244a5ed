using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>What a scan task needs to be read beside the task itself.</summary>
internal sealed class TaskContext(TableMetadata metadata, TaskDeletes? deletes)
{
    public TableMetadata Metadata => metadata;

    public TaskDeletes? Deletes => deletes;

    /// <exception cref="ArgumentException">The task was not planned by this table format.</exception>
    public static TaskContext Of(ScanTask task) => task.FormatState as TaskContext
        ?? throw new ArgumentException($"The task of '{task.File.Path}' was not planned by the Iceberg table format: read tasks of its PlanAsync.", nameof(task));

    /// <summary>Values of columns that a file may lack because all its rows have the value of its partition, by field id.</summary>
    public Dictionary<int, ScalarValue> PartitionValues(DataFile file)
    {
        Dictionary<int, ScalarValue> values = [];
        if (metadata.Specs.TryGetValue(file.PartitioningId, out PartitionSpec? spec) && spec.Fields.Count == file.Partition.Count)
            foreach ((int i, SpecField field) in spec.Fields.Index())
                if (field.Transform.Kind == PartitionTransformKind.Identity)
                    values[field.SourceId] = file.Partition[i];
        return values;
    }
}
