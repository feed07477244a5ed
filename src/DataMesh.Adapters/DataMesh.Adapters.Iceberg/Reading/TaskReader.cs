using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Reads one data file as its table sees it.</summary>
internal sealed class TaskReader(FileFormat format)
{
    public async IAsyncEnumerable<RecordBatch> ReadAsync(ScanTask task, FileReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (task.File.Format != format.Name)
            throw IcebergErrors.Newer(task.File.Path, $"it is a {task.File.Format} file, and this table reads and writes {format.Name} files only");
        DataFileReader reader = await OpenAsync(task, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            ColumnMapping mapping = ColumnMapping.Create(task, reader.Summary.Schema, request);
            long rows = 0;
            await foreach (RecordBatch batch in reader.ReadAsync(mapping.FileRequest, cancellationToken).ConfigureAwait(false))
            {
                rows += batch.Length;
                yield return mapping.Apply(batch);
            }
            if (mapping.FileRequest.Filter is null && rows != task.File.RowCount)
                throw IcebergErrors.Corrupt(task.File.Path, $"it holds {rows} rows, and the table says {task.File.RowCount}");
        }
    }

    private async Task<DataFileReader> OpenAsync(ScanTask task, CancellationToken cancellationToken)
    {
        try
        {
            return await format.OpenAsync(task.Table.Store, task.File.Path, task.File.Length, cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException exception) when (exception.Kind == DataMeshErrorKind.NotFound)
        {
            throw IcebergErrors.Corrupt(task.File.Path, "the table refers to this data file, but it does not exist", exception);
        }
    }
}
