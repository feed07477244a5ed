using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Takes rows out of a table for good: out of its current snapshot, and then out of everything that still holds them.</summary>
internal sealed class TablePurge(MeshServices services, PortBinding port, string reason)
{
    private const int MostAttempts = 20;
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);

    /// <summary>Commits the current rows without some of them; nothing when there are none. Rows that others add until it commits are looked at too.</summary>
    /// <returns>The number of rows.</returns>
    public async Task<long> DeleteAsync(TableLocation location, Func<TableState, IRowMatch> createMatch, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (await services.Tables.LoadAsync(location, cancellationToken).ConfigureAwait(false) is not { } basis)
                return 0;
            TableChange change = await TableChange.DeleteAsync(services, basis, createMatch(basis), cancellationToken).ConfigureAwait(false);
            if (change.RowsReplaced == 0)
                return 0;
            string? conflict = await TryCommitAsync(basis, change, cancellationToken).ConfigureAwait(false);
            if (conflict is null)
                return change.RowsReplaced;
            if (attempt == MostAttempts)
                throw new CommitConflictException($"Cannot delete rows of '{port.Name}' for good ({reason}): {conflict.TrimEnd('.')}. Nothing was deleted. Try again.") { Product = port.Name.Product, Port = port.Name, Operation = reason };
            await Task.Delay(s_longestPause * (Random.Shared.NextDouble() * Math.Min(1, attempt / 10.0)), services.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Leaves nothing of a table but its current snapshot, in metadata that knows nothing of files that are gone.</summary>
    public async Task<MaintenanceReport?> ForgetHistoryAsync(TableLocation location, CancellationToken cancellationToken)
    {
        if (await services.Tables.LoadAsync(location, cancellationToken).ConfigureAwait(false) is not { } table)
            return null;
        MaintenancePlan plan = new() { ForgetHistory = true, OrphansBefore = services.Time.GetUtcNow() - MaintenancePlan.MinimumOrphanAge };
        return await services.Tables.MaintainAsync(table, plan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts the data files of a table that its only snapshot does not read.</summary>
    public async Task<int> CountUnfinishedAsync(TableLocation location, CancellationToken cancellationToken)
    {
        HashSet<ObjectPath> files = [];
        await foreach (ObjectInfo file in location.Store.ListAsync(location.Path / "data", null, cancellationToken).ConfigureAwait(false))
            files.Add(file.Path);
        // Listed first: what is committed in between was listed or is new.
        if (await services.Tables.LoadAsync(location, cancellationToken).ConfigureAwait(false) is not { } table)
            return files.Count;
        foreach (long? snapshot in table.Snapshots.Select(s => (long?)s.Id))
            await foreach (ScanTask task in services.Tables.PlanAsync(table, new ScanRequest { SnapshotId = snapshot }, cancellationToken).ConfigureAwait(false))
                files.Remove(task.File.Path);
        return files.Count;
    }

    // Null when it is committed.
    private async Task<string?> TryCommitAsync(TableState basis, TableChange change, CancellationToken cancellationToken)
    {
        string key = Guid.CreateVersion7(services.Time.GetUtcNow()).ToString("D");
        Dictionary<string, string> summary = new(StringComparer.Ordinal)
        {
            [SummaryKeys.CommitKey] = key,
            [SummaryKeys.RunId] = key,
            [SummaryKeys.ContractVersion] = port.Contract.Version.ToString(),
            [SummaryKeys.Reason] = reason,
        };
        CommitResult commit;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            commit = await services.Tables.CommitAsync(basis, change.ToCommit(key, summary), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (TableChange.IsNotCommitted(error))
        {
            await change.DiscardAsync(services, basis, port.Name).ConfigureAwait(false);
            if (error is CommitConflictException)
                return error.Message;
            throw;
        }
        if (commit.Outcome == CommitOutcome.Committed)
        {
            CommitHints.Announce(basis.Location);
            return null;
        }
        await change.DiscardAsync(services, basis, port.Name).ConfigureAwait(false);
        return commit.Conflict ?? "another publish changed the table in between";
    }
}
