using System.Globalization;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>What data files hold, read from their footers once: a file never changes.</summary>
internal sealed class StoredSchemas(FileFormat format, FileCache cache)
{
    private const int CostOfFile = 300;
    private const int CostOfColumn = 300;

    /// <summary>The schema of a file; null when another format wrote it, when rows of it are deleted, or when it holds another number of rows than the table says.</summary>
    public async ValueTask<Schema?> FindAsync(ScanTask task, CancellationToken cancellationToken)
    {
        if (task.File.Format != format.Name || TaskContext.Of(task).Deletes is not null)
            return null;
        string stamp = string.Create(CultureInfo.InvariantCulture, $"{task.File.Length} {task.File.RowCount}");
        if (cache.TryGet(task.Table.Store, task.File.Path, stamp, out Schema? cached))
            return cached;
        DataFileReader reader = await format.OpenAsync(task.Table.Store, task.File.Path, task.File.Length, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            FileSummary summary = reader.Summary;
            if (summary.RowCount != task.File.RowCount)
                return null;
            cache.Add(task.Table.Store, task.File.Path, stamp, summary.Schema, CostOfFile + CostOfColumn * (long)summary.Schema.FieldsList.Count);
            return summary.Schema;
        }
    }
}
