using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Deletes rows by copy-on-write: files without such rows stay, files of nothing else go, others are rewritten, one after the other.</summary>
internal sealed class DeleteWriter(TableFormat tables, TableState basis, IRowMatch match, MeshLimits limits)
{
    private readonly List<DataFile> _added = [], _removed = [];

    /// <summary>Files written so far, also those of a failed run.</summary>
    public IReadOnlyList<DataFile> Added => _added;

    /// <summary>Files of the basis that hold such rows.</summary>
    public IReadOnlyList<DataFile> Removed => _removed;

    public long RowsDeleted { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<ScanTask> rewritten = [];
        await foreach (ScanTask task in tables.PlanAsync(basis, new ScanRequest { Filter = match.Bounds }, cancellationToken).ConfigureAwait(false))
        {
            (long rows, long kept) = await CountAsync(task, cancellationToken).ConfigureAwait(false);
            if (rows == kept)
                continue;
            RowsDeleted += rows - kept;
            _removed.Add(task.File);
            if (kept > 0)
                rewritten.Add(task);
        }
        await foreach (DataFile file in tables.WriteAsync(basis, OthersAsync(rewritten, cancellationToken), TableWriteOptions.Default, cancellationToken).ConfigureAwait(false))
            _added.Add(file);
    }

    private async Task<(long Rows, long Kept)> CountAsync(ScanTask task, CancellationToken cancellationToken)
    {
        long rows = 0, kept = 0;
        await foreach (RecordBatch batch in tables.ReadTaskAsync(task, new FileReadRequest { Columns = match.Columns, BatchRows = limits.BatchRows }, cancellationToken).ConfigureAwait(false))
            using (batch)
            {
                rows += batch.Length;
                kept += match.Others(batch).Count;
            }
        return (rows, kept);
    }

    private async IAsyncEnumerable<RecordBatch> OthersAsync(List<ScanTask> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ScanTask task in files)
            await foreach (RecordBatch batch in tables.ReadTaskAsync(task, new FileReadRequest { BatchRows = limits.BatchRows }, cancellationToken).ConfigureAwait(false))
                using (batch)
                    if (match.Others(batch) is { Count: > 0 } others)
                        yield return BatchSelection.Take(batch, CollectionsMarshal.AsSpan(others));
    }
}
