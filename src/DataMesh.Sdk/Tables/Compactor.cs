using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Puts the rows of small files together in large ones, partition by partition. No row changes; a publish that takes one of the files away in between wins.</summary>
internal sealed class Compactor(MeshServices services, PortBinding port)
{
    /// <summary>Fewer small files than this are left for later, so that not every run writes the newest rows anew.</summary>
    public const int LeastFiles = 4;

    private const string Reason = "compaction";

    /// <summary>Files that were rewritten, or would be.</summary>
    public int Rewritten { get; private set; }

    /// <summary>Files that took their place.</summary>
    public int Written { get; private set; }

    /// <summary>Compacts what is there; each group of files commits on its own.</summary>
    /// <param name="table">The table.</param>
    /// <param name="smallBytes">Files below this size are small.</param>
    /// <param name="dryRun">True to count only.</param>
    /// <param name="cancellationToken">Cancels it; groups that committed stay so.</param>
    public async Task<TableState> RunAsync(TableState table, long smallBytes, bool dryRun, CancellationToken cancellationToken)
    {
        foreach (List<ScanTask> group in await PlanAsync(table, smallBytes, cancellationToken).ConfigureAwait(false))
        {
            if (dryRun)
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

    private async Task<List<List<ScanTask>>> PlanAsync(TableState table, long smallBytes, CancellationToken cancellationToken)
    {
        Dictionary<(int, ValueList<ScalarValue>), List<ScanTask>> small = [];
        await foreach (ScanTask task in services.Tables.PlanAsync(table, new ScanRequest(), cancellationToken).ConfigureAwait(false))
            if (task.File.Length < smallBytes)
            {
                (int, ValueList<ScalarValue>) partition = (task.File.PartitioningId, ValueList.Create<ScalarValue>([.. task.File.Partition]));
                if (!small.TryGetValue(partition, out List<ScanTask>? files))
                    small[partition] = files = [];
                files.Add(task);
            }
        return [.. small.Values.Where(files => files.Count >= LeastFiles).SelectMany(Pack)];
    }

    // In the order of the table, so that rows stay near those that they were published with.
    private static IEnumerable<List<ScanTask>> Pack(List<ScanTask> files)
    {
        List<ScanTask> group = [];
        long bytes = 0;
        foreach (ScanTask file in files)
        {
            if (bytes + file.File.Length > TableWriteOptions.Default.TargetFileBytes)
            {
                yield return group;
                (group, bytes) = ([], 0);
            }
            group.Add(file);
            bytes += file.File.Length;
        }
        if (group.Count > 1)
            yield return group;
    }

    // Null when somebody else was faster: the next run plans anew.
    private async Task<TableState?> CommitAsync(TableState table, List<ScanTask> group, CancellationToken cancellationToken)
    {
        List<DataFile> added = [];
        CommitResult commit;
        try
        {
            await foreach (DataFile file in services.Tables.WriteAsync(table, ReadAsync(group, cancellationToken), TableWriteOptions.Default, cancellationToken).ConfigureAwait(false))
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
        Dictionary<string, string> summary = new(StringComparer.Ordinal) { [SummaryKeys.CommitKey] = key, [SummaryKeys.RunId] = Guid.CreateVersion7().ToString("D"), [SummaryKeys.Reason] = Reason };
        return new TableCommit { Operation = TableOperation.Replace, CommitKey = key, Added = added, Removed = [.. group.Select(t => t.File)], Summary = summary };
    }

    private async IAsyncEnumerable<RecordBatch> ReadAsync(List<ScanTask> group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ScanTask task in group)
            await foreach (RecordBatch batch in services.Tables.ReadTaskAsync(task, new FileReadRequest { BatchRows = services.Limits.BatchRows }, cancellationToken).ConfigureAwait(false))
                yield return batch;
    }
}
