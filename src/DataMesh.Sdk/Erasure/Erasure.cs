using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Erases rows of a port wherever its product keeps them, and records that it did. Done again, it goes on where it ended.</summary>
internal sealed class Erasure(MeshServices services, IReadOnlyList<ProductCatalog> catalogs, PortBinding port, EraseOptions options, string by)
{
    private const string Operation = "erase";
    private const string Reason = "erasure";

    private readonly Guid _id = Guid.CreateVersion7(services.Time.GetUtcNow());
    private readonly TablePurge _purge = new(services, port, Reason);

    /// <param name="which">Says which rows, by the columns of a table and the key of the port.</param>
    /// <param name="cancellationToken">Cancels it; what was done stays done.</param>
    public async Task<EraseResult> RunAsync(Func<Schema, IReadOnlyList<string>, IRowMatch> which, CancellationToken cancellationToken)
    {
        TableState table = await DemandAsync(cancellationToken).ConfigureAwait(false);
        // Before anything is written: misuse must not look like an erasure that was begun.
        which(table.Schema, table.Key);
        List<TableLocation> quarantine = await new QuarantineReader(services, port).ListTablesAsync(cancellationToken).ConfigureAwait(false);
        ErasureRecord record = new(services, port, _id, options.Reference, by);
        await record.BeginAsync(cancellationToken).ConfigureAwait(false);

        long rows = await _purge.DeleteAsync(port.Location, state => which(state.Schema, state.Key), cancellationToken).ConfigureAwait(false), rejected = 0;
        foreach (TableLocation location in quarantine)
            rejected += await _purge.DeleteAsync(location, state => InQuarantine(which, state.Schema, table.Key), cancellationToken).ConfigureAwait(false);
        await RunRecord.ForgetValuesAsync(services.Store, port, cancellationToken).ConfigureAwait(false);
        int snapshots = 0, files = 0, failures = 0, unfinished = 0;
        foreach (TableLocation location in quarantine.Prepend(port.Location))
        {
            if (await _purge.ForgetHistoryAsync(location, cancellationToken).ConfigureAwait(false) is { } report)
                (snapshots, files, failures) = (snapshots + report.Expired.Count, files + report.ExpiredFiles.Count + report.Orphans.Count, failures + report.Failures);
            unfinished += await _purge.CountUnfinishedAsync(location, cancellationToken).ConfigureAwait(false);
        }
        EraseResult result = new()
        {
            Id = _id,
            RowsErased = rows,
            QuarantinedRowsErased = rejected,
            SnapshotsExpired = snapshots,
            FilesDeleted = files - failures,
            Failures = failures,
            // What could not be deleted is counted as that.
            UnfinishedFiles = Math.Max(0, unfinished - failures),
            Obligations = await new ObligationDesk(services, catalogs, port).ObligeAsync(_id, options, hasErased: rows + rejected > 0, cancellationToken).ConfigureAwait(false),
        };
        await record.EndAsync(result, cancellationToken).ConfigureAwait(false);
        Log.Erased(services.Logger, rows, rejected, port.Name.ToString(), _id, snapshots, result.FilesDeleted, result.IsComplete);
        return result;
    }

    private async Task<TableState> DemandAsync(CancellationToken cancellationToken)
    {
        if (!services.Tables.Capabilities.Maintenance)
            throw new NotSupportedException($"Cannot erase rows of '{port.Name}': the table format '{services.Tables.Name}' has no maintenance, so that its history would keep them.");
        if (await new LegalHolds(services, port).ListAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } holds)
            throw Refused($"a legal hold stands ('{string.Join("', '", holds)}'). Nothing was erased. Release it with ReleaseHoldAsync when the case is closed.");
        TableState table = await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false)
            ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot erase rows of '{port.Name}': its descriptor names the table '{port.Output.TablePath}', but no table lies there. Restore the folder from a backup.") { Product = port.Name.Product, Port = port.Name, Operation = Operation };
        if (table.Current is { } current && PortSnapshots.HasDeletes(current))
            throw new NotSupportedException($"Cannot erase rows of '{port.Name}': another tool deleted rows of it without rewriting their files, which still hold them. Have that tool compact the table, then erase.");
        return table;
    }

    // Rows that were offered under another version of the contract cannot be told apart by a column that it lacks.
    private static IRowMatch InQuarantine(Func<Schema, IReadOnlyList<string>, IRowMatch> which, Schema columns, IReadOnlyList<string> key)
    {
        if (key.Any(name => columns.GetFieldIndex(name) < 0))
            return new FilterMatch(Filter.True);
        try
        {
            return which(columns, key);
        }
        catch (Exception error) when (error is DataMeshException or ArgumentException)
        {
            return new FilterMatch(Filter.True);
        }
    }

    private DataMeshException Refused(string why) => new(DataMeshErrorKind.InvalidRequest, $"Cannot erase rows of '{port.Name}': {why}") { Product = port.Name.Product, Port = port.Name, Operation = Operation };
}
