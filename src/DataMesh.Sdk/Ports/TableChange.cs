using System.Globalization;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What a publish wrote and is about to commit.</summary>
internal sealed class TableChange
{
    private IReadOnlyList<DataFile> _added = [];
    private IReadOnlyList<DataFile> _removed = [];
    private TableOperation _operation = TableOperation.Append;
    private Filter? _dependsOnRows;

    public long RowsPublished { get; private set; }

    public long RowsReplaced { get; private set; }

    /// <summary>Writes rows as a mode says. When it fails, nothing that it wrote stays.</summary>
    public static async Task<TableChange> WriteAsync(MeshServices services, TableState basis, PublishMode mode, IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken) => mode switch
    {
        PublishMode.Append => await AddAsync(services, basis, rows, cancellationToken).ConfigureAwait(false),
        PublishMode.Replace => await ReplaceAsync(services, basis, rows, cancellationToken).ConfigureAwait(false),
        PublishMode.ReplacePartitions => await ReplacePartitionsAsync(services, basis, rows, cancellationToken).ConfigureAwait(false),
        PublishMode.Upsert => await UpsertAsync(services, basis, rows, cancellationToken).ConfigureAwait(false),
        _ => throw new NotSupportedException($"The mode {mode} cannot be published."),
    };

    /// <summary>The change from a table's current rows to those of an earlier snapshot: its files take the place of those that are live now.</summary>
    public static async Task<TableChange> RestoreAsync(MeshServices services, TableState basis, TableSnapshot target, CancellationToken cancellationToken)
    {
        Dictionary<ObjectPath, DataFile> wanted = await PlanFilesAsync(services, basis, target.Id, cancellationToken).ConfigureAwait(false);
        Dictionary<ObjectPath, DataFile> live = await PlanFilesAsync(services, basis, null, cancellationToken).ConfigureAwait(false);
        DataFile[] added = [.. wanted.Values.Where(f => !live.ContainsKey(f.Path))], removed = [.. live.Values.Where(f => !wanted.ContainsKey(f.Path))];
        return new TableChange { _added = added, _removed = removed, _operation = TableOperation.Overwrite, RowsPublished = added.Sum(f => f.RowCount), RowsReplaced = removed.Sum(f => f.RowCount) };
    }

    /// <summary>The change to a table without some rows. When it fails, nothing that it wrote stays.</summary>
    public static async Task<TableChange> DeleteAsync(MeshServices services, TableState basis, IRowMatch match, CancellationToken cancellationToken)
    {
        DeleteWriter writer = new(services.Tables, basis, match, services.Limits);
        try
        {
            await writer.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await DiscardAsync(services, basis, writer.Added, basis.Location.ToString()).ConfigureAwait(false);
            throw;
        }
        return new TableChange { _added = writer.Added, _removed = writer.Removed, _operation = writer.Added.Count == 0 ? TableOperation.Delete : TableOperation.Overwrite, _dependsOnRows = match.Bounds, RowsReplaced = writer.RowsDeleted };
    }

    /// <param name="key">The key of the commit.</param>
    /// <param name="summary">What to record with it.</param>
    /// <param name="dependsOnBasis">True when more than the rows that it replaces was looked at, so that no other commit may come in between.</param>
    public TableCommit ToCommit(string key, Dictionary<string, string> summary, bool dependsOnBasis = false)
    {
        summary[SummaryKeys.RowsPublished] = RowsPublished.ToString(CultureInfo.InvariantCulture);
        summary[SummaryKeys.RowsReplaced] = RowsReplaced.ToString(CultureInfo.InvariantCulture);
        return new TableCommit { Operation = _operation, CommitKey = key, Added = _added, Removed = _removed, DependsOnBasis = dependsOnBasis || (_operation != TableOperation.Append && _dependsOnRows is null), DependsOnRows = _dependsOnRows, Summary = summary };
    }

    /// <summary>Deletes what was written; a failure is logged only, since the files are part of no snapshot.</summary>
    public Task DiscardAsync(MeshServices services, TableState basis, PortName port) => DiscardAsync(services, basis, _added, port.ToString());

    private static async Task<TableChange> AddAsync(MeshServices services, TableState basis, IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken)
    {
        List<DataFile> files = [];
        try
        {
            await foreach (DataFile file in services.Tables.WriteAsync(basis, rows, TableWriteOptions.Default, cancellationToken).ConfigureAwait(false))
                files.Add(file);
        }
        catch
        {
            await DiscardAsync(services, basis, files, basis.Location.ToString()).ConfigureAwait(false);
            throw;
        }
        return new TableChange { _added = files, RowsPublished = files.Sum(f => f.RowCount) };
    }

    private static async Task<TableChange> ReplaceAsync(MeshServices services, TableState basis, IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken)
    {
        DataFile[] live = [.. (await PlanFilesAsync(services, basis, null, cancellationToken).ConfigureAwait(false)).Values];
        TableChange change = await AddAsync(services, basis, rows, cancellationToken).ConfigureAwait(false);
        change._removed = live;
        change._operation = TableOperation.Overwrite;
        change.RowsReplaced = live.Sum(f => f.RowCount);
        return change;
    }

    private static async Task<TableChange> ReplacePartitionsAsync(MeshServices services, TableState basis, IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken)
    {
        PartitionReplacer replacer = new(services.Tables, basis, services.Limits);
        try
        {
            await replacer.RunAsync(rows, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await DiscardAsync(services, basis, replacer.Added, basis.Location.ToString()).ConfigureAwait(false);
            throw;
        }
        return new TableChange { _added = replacer.Added, _removed = replacer.Removed, _operation = TableOperation.Overwrite, RowsPublished = replacer.RowsPublished, RowsReplaced = replacer.RowsReplaced };
    }

    /// <summary>The change to a table of which some partitions have other rows. When it fails, nothing that it wrote stays.</summary>
    /// <exception cref="DataMeshException">A row lies in another partition.</exception>
    public static async Task<TableChange> RebuildAsync(MeshServices services, TableState basis, RebuildScope scope, PortName port, IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken)
    {
        TableChange change = await AddAsync(services, basis, rows, cancellationToken).ConfigureAwait(false);
        if (change._added.Any(f => !scope.Holds(f)))
        {
            await change.DiscardAsync(services, basis, port).ConfigureAwait(false);
            throw new DataMeshException(DataMeshErrorKind.InvalidDefinition, $"Cannot refresh '{port}': from the rows of the touched partitions its derivation makes rows of other ones, which RebuildBy says it does not. Nothing was published. Correct the derivation, or leave RebuildBy away; RefreshAsync makes everything anew.") { Product = port.Product, Port = port, Operation = "refresh" };
        }
        change._removed = [.. (await PlanFilesAsync(services, basis, null, cancellationToken).ConfigureAwait(false)).Values.Where(scope.Holds)];
        change._operation = TableOperation.Overwrite;
        change.RowsReplaced = change._removed.Sum(f => f.RowCount);
        return change;
    }

    private static async Task<Dictionary<ObjectPath, DataFile>> PlanFilesAsync(MeshServices services, TableState basis, long? snapshot, CancellationToken cancellationToken)
    {
        Dictionary<ObjectPath, DataFile> files = [];
        await foreach (ScanTask task in services.Tables.PlanAsync(basis, new ScanRequest { SnapshotId = snapshot }, cancellationToken).ConfigureAwait(false))
            files.Add(task.File.Path, task.File);
        return files;
    }

    private static async Task<TableChange> UpsertAsync(MeshServices services, TableState basis, IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken)
    {
        UpsertWriter writer = new(services.Tables, basis, services.Limits);
        try
        {
            await writer.WriteAsync(rows, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await DiscardAsync(services, basis, writer.Added, basis.Location.ToString()).ConfigureAwait(false);
            throw;
        }
        return new TableChange { _added = writer.Added, _removed = writer.Removed, _operation = TableOperation.Overwrite, RowsPublished = writer.RowsPublished, RowsReplaced = writer.RowsReplaced };
    }

    /// <summary>True when a commit that failed so is known not to stand; every other failure may hide one that succeeded, and then its files must stay.</summary>
    public static bool IsNotCommitted(Exception error) =>
        error is OperationCanceledException or DataMeshException { Kind: DataMeshErrorKind.StorageFull or DataMeshErrorKind.StorageDenied or DataMeshErrorKind.CommitConflict };

    /// <summary>Deletes files that are part of no snapshot; a failure is logged only.</summary>
    public static async Task DiscardAsync(MeshServices services, TableState basis, IReadOnlyList<DataFile> files, string port)
    {
        if (files.Count == 0)
            return;
        try
        {
            await services.Tables.DiscardAsync(basis, files, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DataMeshException error)
        {
            Log.DiscardFailed(services.Logger, port, error);
        }
    }
}
