using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Reads files of one partition in the order of their table, in bounded memory: what does not fit is sorted part by part, and the parts lie as files in the table's folder until they are merged.</summary>
/// <remarks>Those files are part of no snapshot. After a crash, maintenance finds them as such.</remarks>
internal sealed class SortedRows(TableFormat tables, TableState table, MeshLimits limits, long memoryBytes, Action<DataMeshException> onDiscardFailure)
{
    // Each run that is merged has a file and a batch open.
    private const int MostRuns = 32;

    private static readonly TableWriteOptions s_spill = new() { TargetFileBytes = long.MaxValue };

    /// <summary>The rows; each batch belongs to the receiver.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(IReadOnlyList<ScanTask> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<DataFile> runs = [], written = [];
        using SortBuffer buffer = new(table.SortOrder, limits.BatchRows);
        try
        {
            foreach (ScanTask task in files)
                await foreach (RecordBatch batch in tables.ReadTaskAsync(task, new FileReadRequest { BatchRows = limits.BatchRows }, cancellationToken).ConfigureAwait(false))
                    if (buffer.Add(batch) > memoryBytes)
                        runs.AddRange(await SpillAsync(AsStream(buffer.TakeSorted()), written, cancellationToken).ConfigureAwait(false));
            while (runs.Count > MostRuns)
            {
                DataFile[] first = [.. runs.Take(MostRuns)];
                runs = [.. await SpillAsync(MergeAsync(first, [], cancellationToken), written, cancellationToken).ConfigureAwait(false), .. runs.Skip(MostRuns)];
            }
            await foreach (RecordBatch batch in (runs.Count == 0 ? AsStream(buffer.TakeSorted()) : MergeAsync(runs, buffer.TakeSorted(), cancellationToken)).ConfigureAwait(false))
                yield return batch;
        }
        finally
        {
            await DiscardAsync(written).ConfigureAwait(false);
        }
    }

    private async Task<List<DataFile>> SpillAsync(IAsyncEnumerable<RecordBatch> rows, List<DataFile> written, CancellationToken cancellationToken)
    {
        List<DataFile> files = [];
        await foreach (DataFile file in tables.WriteAsync(table, rows, s_spill, cancellationToken).ConfigureAwait(false))
        {
            written.Add(file);
            files.Add(file);
        }
        return files;
    }

    private async IAsyncEnumerable<RecordBatch> MergeAsync(IReadOnlyList<DataFile> files, IEnumerable<RecordBatch> last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<SortRun> runs = [];
        try
        {
            TableState staged = tables.Stage(table, new TableCommit { Operation = TableOperation.Append, CommitKey = "sorted", Added = files });
            HashSet<ObjectPath> wanted = [.. files.Select(f => f.Path)];
            await foreach (ScanTask task in tables.PlanAsync(staged, new ScanRequest(), cancellationToken).ConfigureAwait(false))
                if (wanted.Contains(task.File.Path))
                    runs.Add(new SortRun(tables.ReadTaskAsync(task, new FileReadRequest { BatchRows = limits.BatchRows }, cancellationToken), table.SortOrder, runs.Count, cancellationToken));
            runs.Add(new SortRun(AsStream(last), table.SortOrder, runs.Count, cancellationToken));
            await foreach (RecordBatch batch in MergeAsync(runs).ConfigureAwait(false))
                yield return batch;
        }
        finally
        {
            foreach (SortRun run in runs)
                await run.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<RecordBatch> MergeAsync(IReadOnlyList<SortRun> runs)
    {
        PriorityQueue<SortRun, SortRun> queue = new(SortRun.ByKey);
        foreach (SortRun run in runs)
            if (await run.NextBatchAsync().ConfigureAwait(false))
                queue.Enqueue(run, run);
        List<int> passed = [];
        while (queue.TryDequeue(out SortRun? run, out _))
        {
            passed.Add(run.Number);
            bool goesOn = run.TryAdvance();
            if (!goesOn || passed.Count == limits.BatchRows)
            {
                yield return Gather(runs, passed);
                passed.Clear();
            }
            if (goesOn || await run.NextBatchAsync().ConfigureAwait(false))
                queue.Enqueue(run, run);
        }
    }

    // The rows that were passed, in the order in which they were.
    private static RecordBatch Gather(IReadOnlyList<SortRun> runs, List<int> passed)
    {
        int[] next = new int[runs.Count];
        List<RecordBatch> parts = [];
        int rows = 0;
        foreach (SortRun run in runs)
            if (run.TakePassed() is { } part)
            {
                next[run.Number] = rows;
                rows += part.Length;
                parts.Add(part);
            }
        int[] ordinals = new int[passed.Count];
        for (int i = 0; i < ordinals.Length; i++)
            ordinals[i] = next[passed[i]]++;
        using RecordBatch together = BatchSelection.Concatenate(parts);
        return BatchSelection.Take(together, ordinals);
    }

    private async Task DiscardAsync(List<DataFile> files)
    {
        try
        {
            await tables.DiscardAsync(table, files, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DataMeshException error)
        {
            onDiscardFailure(error);
        }
    }

    private static async IAsyncEnumerable<RecordBatch> AsStream(IEnumerable<RecordBatch> batches)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (RecordBatch batch in batches)
            yield return batch;
    }
}
