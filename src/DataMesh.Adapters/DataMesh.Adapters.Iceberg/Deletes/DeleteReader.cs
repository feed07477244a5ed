using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Reads delete files through the cache: one is asked for with every data file that it may be of.</summary>
internal sealed class DeleteReader(FileFormat format, FileCache cache, IcebergOptions options)
{
    // Reserved by the specification for position delete files.
    private const int FilePathId = 2147483546;
    private const int PositionId = 2147483545;

    /// <summary>What must be done to the rows of a data file.</summary>
    public async Task<DeleteFilter> LoadAsync(ScanTask task, TaskDeletes deletes, TableMetadata metadata, CancellationToken cancellationToken)
    {
        TableFolder folder = new(task.Table);
        List<PositionSet> positions = [];
        if (deletes.Vector is { } vector)
            positions.Add(await ReadVectorAsync(folder, vector, cancellationToken).ConfigureAwait(false));
        foreach (DeleteFile file in deletes.Positions)
            if ((await ReadPositionsAsync(folder, file, cancellationToken).ConfigureAwait(false)).TryGetValue(task.File.Path, out PositionSet? own))
                positions.Add(own);
        List<(int[] Ids, HashSet<byte[]> Keys)> equality = [];
        foreach (DeleteFile file in deletes.Equality)
        {
            int[] ids = IdsOf(file);
            equality.Add((ids, await ReadKeysAsync(folder, file, FieldsOf(metadata, ids, file), cancellationToken).ConfigureAwait(false)));
        }
        Field[] needed = [.. equality.SelectMany(e => e.Ids).Distinct().Select(id => FieldOf(metadata, id, task.File.Path))];
        return new DeleteFilter(positions, equality, needed);
    }

    private async Task<PositionSet> ReadVectorAsync(TableFolder folder, DeleteFile file, CancellationToken cancellationToken)
    {
        (long offset, long length) = (file.Details.Offset!.Value, file.Details.Length!.Value);
        string stamp = $"vector {offset}";
        if (cache.TryGet(folder.Store, file.File.Path, stamp, out PositionSet? cached))
            return cached;
        byte[] blob = await folder.ReadRangeAsync(file.File.Path, offset, length, options.MaxMetadataBytes, cancellationToken).ConfigureAwait(false);
        PositionSet set = IcebergErrors.Guard(file.File.Path, () => DeletionVector.Parse(blob));
        if (set.Count != file.File.RowCount)
            throw IcebergErrors.Corrupt(file.File.Path, $"its deletion vector has {set.Count} positions, and the table says {file.File.RowCount}");
        cache.Add(folder.Store, file.File.Path, stamp, set, set.Bytes);
        return set;
    }

    private async Task<IReadOnlyDictionary<ObjectPath, PositionSet>> ReadPositionsAsync(TableFolder folder, DeleteFile file, CancellationToken cancellationToken)
    {
        const string stamp = "positions";
        if (cache.TryGet(folder.Store, file.File.Path, stamp, out Dictionary<ObjectPath, PositionSet>? cached))
            return cached;
        Dictionary<string, List<long>> found = new(StringComparer.Ordinal);
        await foreach (RecordBatch batch in ReadColumnsAsync(folder, file, schema => [Find(schema, FilePathId, "file_path"), Find(schema, PositionId, "pos")], cancellationToken).ConfigureAwait(false))
            using (batch)
                Collect(batch, file, found);
        // Writers spell locations differently; what they mean is compared.
        Dictionary<ObjectPath, PositionSet> sets = found.GroupBy(f => folder.Resolve(f.Key, file.File.Path), f => f.Value)
            .ToDictionary(g => g.Key, g => PositionSet.Of(g.Count() == 1 ? g.First() : [.. g.SelectMany(p => p)]));
        cache.Add(folder.Store, file.File.Path, stamp, sets, sets.Values.Sum(s => 200 + s.Bytes));
        return sets;
    }

    private static void Collect(RecordBatch batch, DeleteFile file, Dictionary<string, List<long>> found)
    {
        if (batch.Column(0) is not StringArray paths || batch.Column(1) is not Int64Array positions || paths.NullCount + positions.NullCount > 0)
            throw IcebergErrors.Corrupt(file.File.Path, "a position delete has no file, or no position");
        ReadOnlySpan<byte> lastPath = [];
        List<long>? last = null;
        for (int row = 0; row < batch.Length; row++)
        {
            long position = positions.GetValue(row)!.Value;
            if (position < 0)
                throw IcebergErrors.Corrupt(file.File.Path, "a position delete has a negative position");
            ReadOnlySpan<byte> path = paths.GetBytes(row);
            if (last is null || !path.SequenceEqual(lastPath))
            {
                string text = paths.GetString(row);
                if (!found.TryGetValue(text, out last))
                    found[text] = last = [];
                lastPath = path;
            }
            last.Add(position);
        }
    }

    private async Task<HashSet<byte[]>> ReadKeysAsync(TableFolder folder, DeleteFile file, Field[] fields, CancellationToken cancellationToken)
    {
        const string stamp = "keys";
        if (cache.TryGet(folder.Store, file.File.Path, stamp, out HashSet<byte[]>? cached))
            return cached;
        HashSet<byte[]> keys = new(RowKeyComparer.Instance);
        HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> lookup = keys.GetAlternateLookup<ReadOnlySpan<byte>>();
        long bytes = 0;
        await foreach (RecordBatch batch in ReadColumnsAsync(folder, file, schema => [.. fields.Select(f => Find(schema, f.GetFieldId()!.Value, null))], cancellationToken).ConfigureAwait(false))
            using (batch)
                bytes += IcebergErrors.Guard(file.File.Path, () => Add(batch, lookup));
        cache.Add(folder.Store, file.File.Path, stamp, keys, bytes);
        return keys;
    }

    private static long Add(RecordBatch batch, HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> keys)
    {
        RowKeys reader = new([.. batch.Arrays]);
        long bytes = 0;
        for (int row = 0; row < batch.Length; row++)
        {
            ReadOnlySpan<byte> key = reader.Of(row);
            if (keys.Add(key))
                bytes += 64 + key.Length;
        }
        return bytes;
    }

    private async IAsyncEnumerable<RecordBatch> ReadColumnsAsync(TableFolder folder, DeleteFile file, Func<Schema, Field?[]> choose, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (file.File.Format != format.Name)
            throw IcebergErrors.Newer(file.File.Path, $"it is a delete file in the format {file.File.Format}, and only {format.Name} files and deletion vectors are read");
        DataFileReader reader = await TaskReader.OpenAsync(format, folder.Store, file.File, "the table refers to this delete file, but it does not exist", cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            Field?[] fields = choose(reader.Summary.Schema);
            if (fields.Contains(null))
                throw IcebergErrors.Corrupt(file.File.Path, "it lacks a column by which it deletes");
            if (reader.Summary.RowCount != file.File.RowCount)
                throw IcebergErrors.Corrupt(file.File.Path, $"it holds {reader.Summary.RowCount} deletes, and the table says {file.File.RowCount}");
            await foreach (RecordBatch batch in reader.ReadAsync(new FileReadRequest { Columns = [.. fields.Select(f => f!.Name)] }, cancellationToken).ConfigureAwait(false))
                yield return batch;
        }
    }

    private static int[] IdsOf(DeleteFile file) => file.Details.EqualityIds.Count > 0 ? [.. file.Details.EqualityIds.Distinct().Order()]
        : throw IcebergErrors.Corrupt(file.File.Path, "it deletes by equality and does not say of which columns");

    private static Field[] FieldsOf(TableMetadata metadata, int[] ids, DeleteFile file) => [.. ids.Select(id => FieldOf(metadata, id, file.File.Path))];

    private static Field FieldOf(TableMetadata metadata, int id, ObjectPath file) => metadata.FindColumn(id)
        ?? throw IcebergErrors.Newer(file, $"rows are deleted by the field {id}, which is not a column at the top of the table");

    private static Field? Find(Schema schema, int id, string? name) =>
        schema.FieldsList.FirstOrDefault(f => f.GetFieldId() == id) ?? (name is null ? null : schema.FieldsList.FirstOrDefault(f => f.Name == name));
}
