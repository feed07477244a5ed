using System.Globalization;
using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What a producer sees of what was published to a port, and how it takes it back.</summary>
internal sealed class PortHistory(MeshServices services, PortBinding port)
{
    private const string Operation = "roll back";

    /// <summary>The entries, newest first.</summary>
    public async IAsyncEnumerable<PublishRecord> LogAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableState table = await LoadAsync("list what was published to", cancellationToken).ConfigureAwait(false);
        foreach (TableSnapshot snapshot in table.Snapshots.Reverse())
            yield return Describe(snapshot);
    }

    /// <summary>Publishes the rows of an earlier snapshot again.</summary>
    public async Task<PublishResult> RollbackAsync(SnapshotSelector to, string reason, CancellationToken cancellationToken)
    {
        TableState table = await LoadAsync(Operation, cancellationToken).ConfigureAwait(false);
        TableSnapshot target = await SnapshotSelection.FindAsync(services, table, port, to, seesBranches: false, cancellationToken).ConfigureAwait(false) ?? throw new DataMeshException(
            DataMeshErrorKind.NotFound, $"Cannot roll back '{port.Name}': nothing has been published yet.") { Product = port.Name.Product, Port = port.Name, Operation = Operation };
        foreach (TableSnapshot snapshot in new[] { target, table.Current! })
            if (PortSnapshots.HasDeletes(snapshot))
                throw new NotSupportedException($"Cannot roll back '{port.Name}' to snapshot {target.Id}: another tool deleted rows of snapshot {snapshot.Id} without rewriting their files, so the files alone do not say what its rows are. Have that tool compact the table, or publish the rows again.");
        TableChange change = await TableChange.RestoreAsync(services, table, target, cancellationToken).ConfigureAwait(false);
        string key = CommitKeys.Create(port.Product.Descriptor.Id, port.Reference, callersKey: null);
        cancellationToken.ThrowIfCancellationRequested();
        CommitResult commit = await services.Tables.CommitAsync(table, change.ToCommit(key, Summary(target, table.Current!, key, reason)), cancellationToken).ConfigureAwait(false);
        if (commit.Outcome == CommitOutcome.Conflict)
            throw new CommitConflictException($"Cannot roll back '{port.Name}' to snapshot {target.Id}: {commit.Conflict?.TrimEnd('.') ?? "it was published in between"}. Nothing was changed. Look at what was published, and roll back again.")
            {
                Product = port.Name.Product,
                Port = port.Name,
                Operation = Operation,
            };
        CommitHints.Announce(table.Location);
        Log.RolledBack(services.Logger, port.Name.ToString(), target.Id, commit.Snapshot!.Id);
        return new PublishResult { Snapshot = PortSnapshots.ForOwner(commit.Snapshot), RowsPublished = change.RowsPublished, RowsReplaced = change.RowsReplaced };
    }

    private Dictionary<string, string> Summary(TableSnapshot target, TableSnapshot current, string key, string reason)
    {
        Dictionary<string, string> summary = new(StringComparer.Ordinal)
        {
            [SummaryKeys.CommitKey] = key,
            [SummaryKeys.RunId] = RunId.Create().ToString("D"),
            [SummaryKeys.Reason] = reason,
            [SummaryKeys.RestoredFrom] = target.Id.ToString(CultureInfo.InvariantCulture),
        };
        // What speaks of all rows speaks of those that are restored.
        foreach (string carried in target.Summary.Keys.Concat(current.Summary.Keys).Where(k => k.StartsWith(TableCommit.CarriedPrefix, StringComparison.Ordinal)))
            summary[carried] = target.Summary.GetValueOrDefault(carried, "");
        // The rows were checked against the contract of the time.
        if (target.Summary.TryGetValue(SummaryKeys.ContractVersion, out string? version))
            summary[SummaryKeys.ContractVersion] = version;
        if (port.Product.Policy is { } policy)
            summary[SummaryKeys.PolicyEpoch] = policy.Epoch.ToString(CultureInfo.InvariantCulture);
        return summary;
    }

    private static PublishRecord Describe(TableSnapshot snapshot) => new()
    {
        Snapshot = PortSnapshots.ForOwner(snapshot),
        Parent = snapshot.ParentId,
        Run = Guid.TryParse(snapshot.Summary.GetValueOrDefault(SummaryKeys.RunId), out Guid run) ? run : null,
        RowsAdded = SummaryKeys.FindCount(snapshot, SummaryKeys.AddedRecords) ?? (IsCounted(snapshot) ? 0 : null),
        RowsRemoved = SummaryKeys.FindCount(snapshot, SummaryKeys.DeletedRecords) ?? (IsCounted(snapshot) ? 0 : null),
        Quarantined = SummaryKeys.ReadCount(snapshot, SummaryKeys.RowsQuarantined),
        RestoredFrom = SummaryKeys.FindCount(snapshot, SummaryKeys.RestoredFrom),
    };

    // Writers leave out counts that are zero, and some count nothing at all.
    private static bool IsCounted(TableSnapshot snapshot) => snapshot.Summary.ContainsKey(SummaryKeys.TotalRecords);

    private async Task<TableState> LoadAsync(string operation, CancellationToken cancellationToken) =>
        await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false)
        ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot {operation} '{port.Name}': its descriptor names the table '{port.Output.TablePath}', but no table lies there. Restore the folder from a backup.") { Product = port.Name.Product, Port = port.Name, Operation = operation };
}
