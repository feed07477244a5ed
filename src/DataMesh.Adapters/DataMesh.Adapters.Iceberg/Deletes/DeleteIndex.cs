using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Finds the deletes that apply to a data file: by partition, by sequence number, by the file they name (Iceberg specification, scan planning).</summary>
internal sealed class DeleteIndex(TableMetadata metadata)
{
    private readonly Dictionary<ScalarValue[], List<DeleteFile>> _byPartition = new(TupleComparer.Instance);
    private readonly Dictionary<ObjectPath, List<DeleteFile>> _byFile = [];
    private readonly Dictionary<ObjectPath, DeleteFile> _vectors = [];
    private readonly List<DeleteFile> _everywhere = [];

    /// <summary>Takes the live deletes of a delete manifest.</summary>
    /// <exception cref="InvalidDataException">Two deletion vectors are of one data file, or one names none.</exception>
    public void Add(ManifestEntry entry, long sequenceNumber)
    {
        DeleteFile file = new(entry.File, entry.Content, sequenceNumber, entry.Deletes ?? new DeleteDetails([], null, null, null));
        if (file.IsVector)
        {
            if (file.Details is not { ReferencedFile: { } target, Offset: >= 0, Length: > 0 })
                throw new InvalidDataException("a deletion vector does not say of which file it is or where it lies");
            if (!_vectors.TryAdd(target, file))
                throw new InvalidDataException($"two deletion vectors are of the data file '{target}'");
        }
        else if (file.Content == FileContent.PositionDeletes && file.Details.ReferencedFile is { } named)
            Add(_byFile, named, file);
        else if (file.Content == FileContent.EqualityDeletes && IsUnpartitioned(file.File.PartitioningId))
            _everywhere.Add(file);
        else
            Add(_byPartition, PartitionOf(file.File), file);
    }

    /// <summary>The deletes of a data file; null when there are none.</summary>
    public TaskDeletes? Find(DataFile file, long sequenceNumber)
    {
        IEnumerable<DeleteFile> all = _byPartition.GetValueOrDefault(PartitionOf(file), []);
        // A position delete may be of the same commit; an equality delete is of rows that were there before.
        DeleteFile[] equality = [.. all.Concat(_everywhere).Where(d => d.Content == FileContent.EqualityDeletes && sequenceNumber < d.SequenceNumber)];
        DeleteFile? vector = _vectors.TryGetValue(file.Path, out DeleteFile? found) && sequenceNumber <= found.SequenceNumber ? found : null;
        DeleteFile[] positions = vector is not null ? []
            : [.. all.Concat(_byFile.GetValueOrDefault(file.Path, [])).Where(d => d.Content == FileContent.PositionDeletes && sequenceNumber <= d.SequenceNumber)];
        return vector is null && positions.Length == 0 && equality.Length == 0 ? null : new TaskDeletes(vector, positions, equality);
    }

    private bool IsUnpartitioned(int specId) => metadata.Specs[specId].Fields.All(f => f.Transform.Kind == PartitionTransformKind.Void);

    private static ScalarValue[] PartitionOf(DataFile file) => [file.PartitioningId, .. file.Partition];

    private static void Add<TKey>(Dictionary<TKey, List<DeleteFile>> files, TKey key, DeleteFile file)
        where TKey : notnull
    {
        if (!files.TryGetValue(key, out List<DeleteFile>? list))
            files[key] = list = [];
        list.Add(file);
    }
}
