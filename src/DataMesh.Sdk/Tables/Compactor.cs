using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Puts the rows of small files together in large ones, partition by partition, and sorts them where the table has an order. No row changes; a publish that takes one of the files away in between wins.</summary>
internal sealed class Compactor(MeshServices services, PortBinding port, MaintenanceOptions options)
{
    /// <summary>Fewer small files than this are left for later, so that not every run writes the newest rows anew.</summary>
    public const int LeastFiles = 4;

    private const string Reason = "compaction";

    // So many files' worth of rows are sorted at once: each of the files that come of it has a share of the values.
    private const int SortedTogether = 8;

    /// <summary>Files that were rewritten, or would be.</summary>
    public int Rewritten { get; private set; }

    /// <summary>Files that took their place.</summary>
    public int Written { get; private set; }

    /// <summary>Compacts what is there; each group of files commits on its own.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Cancels it; groups that committed stay so.</param>
    public async Task<TableState> RunAsync(TableState table, CancellationToken cancellationToken)
    {
        foreach (List<ScanTask> group in await PlanAsync(table, cancellationToken).ConfigureAwait(false))
        {
            if (options.DryRun)
            {
                Rewritten += group.Count;
                continue;
            }
            if (await CommitAsync(table, group, cancellationToken).ConfigureAwait(false) is not { } after)
                break;
            table = after;
        }
        return table;
    }

    private async Task<List<List<ScanTask>>> PlanAsync(TableState table, CancellationToken cancellationToken)
    {
        Dictionary<(int, ValueList<ScalarValue>), List<ScanTask>> candidates = [];
        await foreach (ScanTask task in services.Tables.PlanAsync(table, new ScanRequest(), cancellationToken).ConfigureAwait(false))
            if (IsSmall(task.File) || (IsToBeSorted(table, task.File) && task.File.SortOrderId != table.SortOrderId))
            {
                (int, ValueList<ScalarValue>) partition = (task.File.PartitioningId, ValueList.Create<ScalarValue>([.. task.File.Partition]));
                if (!candidates.TryGetValue(partition, out List<ScanTask>? files))
                    candidates[partition] = files = [];
                files.Add(task);
            }
        return [.. candidates.Values.Where(files => files.Count >= LeastFiles || files.Exists(t => !IsSmall(t.File))).SelectMany(files => Pack(table, files))];
    }

    private bool IsSmall(DataFile file) => file.Length < Math.Min(options.SmallFileBytes, options.FileBytes);

    // Files of an earlier partitioning are sorted once their rows are in the current one.
    private bool IsToBeSorted(TableState table, DataFile file) => options.SortMemoryBytes > 0 && table.SortOrder.Count > 0 && file.PartitioningId == table.PartitioningId;

    // In the order of the table, so that rows stay near those that they were published with; what is to be sorted by where its values begin, so that groups have little in common.
    private IEnumerable<List<ScanTask>> Pack(TableState table, List<ScanTask> files)
    {
        bool sorts = IsToBeSorted(table, files[0].File);
        long most = sorts ? options.FileBytes * SortedTogether : options.FileBytes;
        List<ScanTask> group = [];
        long bytes = 0;
        foreach (ScanTask file in sorts ? ByFirstValue(table, files) : files)
        {
            if (bytes + file.File.Length > most && group.Count > 0)
            {
                yield return group;
                (group, bytes) = ([], 0);
            }
            group.Add(file);
            bytes += file.File.Length;
        }
        if (group.Count > 1 || (sorts && group.Exists(t => t.File.SortOrderId != table.SortOrderId)))
            yield return group;
    }

    private static IEnumerable<ScanTask> ByFirstValue(TableState table, List<ScanTask> files)
    {
        int? id = table.Schema.GetFieldByName(table.SortOrder[0].Column).GetFieldId();
        (ScanTask Task, ScalarValue Value)[] all = [.. files.Select(t => (t, t.File.Columns.FirstOrDefault(c => c.FieldId == id)?.Minimum ?? ScalarValue.Null))];
        return [.. all.Where(f => f.Value.IsNull).Concat(all.Where(f => !f.Value.IsNull).OrderBy(f => f.Value, Comparer<ScalarValue>.Create((a, b) => a < b ? -1 : b < a ? 1 : 0))).Select(f => f.Task)];
    }

    // Null when somebody else was faster: the next run plans anew.
    private async Task<TableState?> CommitAsync(TableState table, List<ScanTask> group, CancellationToken cancellationToken)
    {
        List<DataFile> added = [];
        CommitResult commit;
        bool sorts = IsToBeSorted(table, group[0].File);
        TableWriteOptions write = new() { TargetFileBytes = options.FileBytes, RowGroupRows = RowGroupRows(group), IsSorted = sorts };
        try
        {
            await foreach (DataFile file in services.Tables.WriteAsync(table, sorts ? ReadSorted(table, group, cancellationToken) : ReadAsync(group, cancellationToken), write, cancellationToken).ConfigureAwait(false))
                added.Add(file);
            cancellationToken.ThrowIfCancellationRequested();
            commit = await services.Tables.CommitAsync(table, Change(added, group), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (TableChange.IsNotCommitted(error))
        {
            await TableChange.DiscardAsync(services, table, added, port.Name.ToString()).ConfigureAwait(false);
            if (error is CommitConflictException)
                return null;
            throw;
        }
        if (commit.Outcome == CommitOutcome.Conflict)
        {
            await TableChange.DiscardAsync(services, table, added, port.Name.ToString()).ConfigureAwait(false);
            return null;
        }
        CommitHints.Announce(table.Location);
        Rewritten += group.Count;
        Written += added.Count;
        return commit.State;
    }

    private static TableCommit Change(List<DataFile> added, List<ScanTask> group)
    {
        string key = Guid.CreateVersion7().ToString("D");
        Dictionary<string, string> summary = new(StringComparer.Ordinal) { [SummaryKeys.CommitKey] = key, [SummaryKeys.RunId] = RunId.Create().ToString("D"), [SummaryKeys.Reason] = Reason };
        return new TableCommit { Operation = TableOperation.Replace, CommitKey = key, Added = added, Removed = [.. group.Select(t => t.File)], Summary = summary };
    }

    // A writer knows the size of a file by the row groups that it has finished: several go into one.
    private int RowGroupRows(List<ScanTask> group)
    {
        long rowBytes = Math.Max(1, group.Sum(t => t.File.Length) / Math.Max(1, group.Sum(t => t.File.RowCount)));
        return (int)Math.Clamp(options.FileBytes / rowBytes / 4, 1_000, TableWriteOptions.Default.RowGroupRows);
    }

    private IAsyncEnumerable<RecordBatch> ReadSorted(TableState table, List<ScanTask> group, CancellationToken cancellationToken) =>
        new SortedRows(services.Tables, table, services.Limits, options.SortMemoryBytes, error => Log.DiscardFailed(services.Logger, port.Name.ToString(), error)).ReadAsync(group, cancellationToken);

    private async IAsyncEnumerable<RecordBatch> ReadAsync(List<ScanTask> group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ScanTask task in group)
            await foreach (RecordBatch batch in services.Tables.ReadTaskAsync(task, new FileReadRequest { BatchRows = services.Limits.BatchRows }, cancellationToken).ConfigureAwait(false))
                yield return batch;
    }
}
