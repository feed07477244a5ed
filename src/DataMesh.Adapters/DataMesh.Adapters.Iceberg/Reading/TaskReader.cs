using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Reads one data file as its table sees it.</summary>
internal sealed class TaskReader(FileFormat format, DeleteReader deletes)
{
    private readonly SharedReaders _shared = new();

    public async IAsyncEnumerable<RecordBatch> ReadAsync(ScanTask task, FileReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (task.File.Format != format.Name)
            throw IcebergErrors.Newer(task.File.Path, $"it is a {task.File.Format} file, and this table reads and writes {format.Name} files only");
        TaskContext context = TaskContext.Of(task);
        DeleteFilter? filter = context.Deletes is null ? null : await deletes.LoadAsync(task, context.Deletes, context.Metadata, cancellationToken).ConfigureAwait(false);
        SharedReaders.Lease lease = await _shared.LeaseAsync(task, request.RowGroups, Open, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            FilePart part = FilePart.Of(task, request.RowGroups, lease.Reader.Summary);
            // A filter of the file would leave rows out, and with them the positions of those that follow.
            FileReadRequest asked = (context.Deletes?.NeedsPositions == true ? request with { Filter = null } : request) with { RowGroups = part.RowGroups };
            ColumnMapping mapping = ColumnMapping.Create(task, context, lease.Reader.Summary.Schema, asked, filter?.Needed ?? []);
            long rows = 0;
            await foreach (RecordBatch batch in lease.Reader.ReadAsync(mapping.FileRequest, cancellationToken).ConfigureAwait(false))
            {
                long first = part.FirstRow + rows;
                rows += batch.Length;
                RecordBatch? left = mapping.Apply(batch);
                if (filter is not null)
                    left = filter.Apply(left, first, mapping.ColumnCount, request.Allocator);
                if (left is not null)
                    yield return left;
            }
            if (mapping.FileRequest.Filter is null && rows != part.RowCount)
                throw IcebergErrors.Corrupt(task.File.Path, $"{part.Name} holds {rows} rows, and the table says {part.RowCount}");
        }

        Task<DataFileReader> Open(CancellationToken token) => OpenAsync(format, task.Table.Store, task.File, "the table refers to this data file, but it does not exist", token);
    }

    /// <summary>Opens a file that the table refers to.</summary>
    public static async Task<DataFileReader> OpenAsync(FileFormat format, ObjectStore store, DataFile file, string whenMissing, CancellationToken cancellationToken)
    {
        try
        {
            return await format.OpenAsync(store, file.Path, file.Length, cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException exception) when (exception.Kind == DataMeshErrorKind.NotFound)
        {
            throw IcebergErrors.Corrupt(file.Path, whenMissing, exception);
        }
    }
}
