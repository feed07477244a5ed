using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>One write: routes rows to the open file of their partition and closes files that are full or were not used for long. Not thread-safe.</summary>
internal sealed class TableWriter(FileFormat format, IcebergTableState state, TableWriteOptions options, TimeProvider time, Action<Exception> onCleanUpFailure)
{
    private readonly PartitionSpec _spec = state.Metadata.DefaultSpec;
    private readonly IcebergSchema _schema = state.Metadata.CurrentSchema;
    private readonly DataFileNames _names = new(state.Folder, state.Metadata.DefaultSpec, format.Name, time);
    private readonly Dictionary<ScalarValue[], OpenFile> _open = new(TupleComparer.Instance);
    private readonly List<ObjectPath> _finished = [];
    private long _uses;

    public async IAsyncEnumerable<DataFile> WriteAsync(IAsyncEnumerable<RecordBatch> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PartitionRouter? router = _spec.Fields.Count == 0 ? null
            : new PartitionRouter(_spec, [.. _spec.Fields.Select(SourceOf)]);
        bool complete = false;
        try
        {
            await foreach (RecordBatch incoming in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using ShapedBatch shaped = new(incoming, _schema);
                RecordBatch batch = shaped.View;
                foreach ((ScalarValue[] partition, int[]? ordinals) in Split(router, batch))
                    await foreach (DataFile file in WritePartAsync(batch, partition, ordinals, cancellationToken).ConfigureAwait(false))
                        yield return file;
            }
            foreach (OpenFile file in _open.Values.OrderBy(f => f.LastUse).ToArray())
                yield return await CloseAsync(file, cancellationToken).ConfigureAwait(false);
            complete = true;
        }
        finally
        {
            if (!complete)
                await CleanUpAsync().ConfigureAwait(false);
        }
    }

    // What is void of any column is null, also of one that was dropped.
    private int SourceOf(SpecField field) => _schema.Fields.Index().Where(c => c.Item.Id == field.SourceId || field.Transform.Kind == PartitionTransformKind.Void).Select(c => c.Index).DefaultIfEmpty(-1).First() is >= 0 and var index ? index
        : throw new NotSupportedException($"The table '{state.Location}' is partitioned by '{field.Name}', which is not made from a column at the top of the table: it can be read only.");

    private static IEnumerable<(ScalarValue[] Partition, int[]? Rows)> Split(PartitionRouter? router, RecordBatch batch)
    {
        if (batch.Length == 0)
            return [];
        if (router is null)
            return [([], null)];
        IReadOnlyList<(ScalarValue[] Partition, int[] Rows)> groups = router.Split(batch);
        return groups.Count == 1 ? [(groups[0].Partition, null)] : groups.Select(group => (group.Partition, (int[]?)group.Rows));
    }

    private async IAsyncEnumerable<DataFile> WritePartAsync(RecordBatch batch, ScalarValue[] partition, int[]? rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_open.TryGetValue(partition, out OpenFile? file))
        {
            if (_open.Count >= Math.Max(1, options.MaxOpenPartitions))
                yield return await CloseAsync(_open.Values.MinBy(f => f.LastUse)!, cancellationToken).ConfigureAwait(false);
            _open[partition] = file = await OpenAsync(partition, cancellationToken).ConfigureAwait(false);
        }
        file.LastUse = ++_uses;
        if (rows is null)
            await file.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        else
        {
            using RecordBatch part = BatchSelection.Take(batch, rows, options.Allocator);
            await file.WriteAsync(part, cancellationToken).ConfigureAwait(false);
        }
        if (file.BytesWritten >= options.TargetFileBytes)
            yield return await CloseAsync(file, cancellationToken).ConfigureAwait(false);
    }

    private async Task<OpenFile> OpenAsync(ScalarValue[] partition, CancellationToken cancellationToken)
    {
        ObjectPath path = _names.Next(partition);
        FileWriteOptions fileOptions = new() { Schema = _schema.Arrow, RowGroupRows = options.RowGroupRows, WithoutBounds = state.Metadata.WithoutBounds };
        DataFileWriter writer = await format.CreateAsync(state.Location.Store, path, fileOptions, cancellationToken).ConfigureAwait(false);
        return new OpenFile(writer, path, _spec.Id, options.IsSorted ? state.SortOrderId : 0, partition, format.Name);
    }

    private async Task<DataFile> CloseAsync(OpenFile file, CancellationToken cancellationToken)
    {
        _open.Remove(file.Partition);
        // From here on the file may exist, whatever completing it says.
        _finished.Add(file.Path);
        try
        {
            return await file.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await file.AbandonAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task CleanUpAsync()
    {
        foreach (OpenFile file in _open.Values)
            await TryAsync(() => file.AbandonAsync().AsTask()).ConfigureAwait(false);
        foreach (ObjectPath path in _finished)
            await TryAsync(() => state.Location.Store.DeleteAsync(path, CancellationToken.None)).ConfigureAwait(false);
    }

    private async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DataMeshException or IOException)
        {
            onCleanUpFailure(exception);
        }
    }
}
