using System.Diagnostics;
using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Deletes rows of a port: a publish that only takes away. What other writers do at the same time is looked at again, so that no row survives that was there when it committed.</summary>
/// <param name="services">The mesh's services.</param>
/// <param name="port">The port.</param>
/// <param name="options">The options of the publish.</param>
internal sealed class RowDeletion(MeshServices services, PortBinding port, PublishOptions options)
{
    private const int MostAttempts = 20;
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);
    private readonly Guid _run = Guid.CreateVersion7();

    /// <param name="createMatch">Says which rows, by the columns of the table.</param>
    /// <param name="cancellationToken">Cancels it; after the commit has begun it no longer does.</param>
    public async Task<PublishResult> RunAsync(Func<TableState, IRowMatch> createMatch, CancellationToken cancellationToken)
    {
        using Activity? activity = MeshTelemetry.StartPublish(port, _run);
        long started = services.Time.GetTimestamp();
        string key = CommitKeys.Create(port.Product.Descriptor.Id, port.Reference, options.IdempotencyKey);
        try
        {
            string? conflict = null;
            for (int attempt = 1; attempt <= MostAttempts; attempt++)
            {
                (PublishResult? done, conflict) = await TryAsync(key, createMatch, activity, cancellationToken).ConfigureAwait(false);
                if (done is null)
                {
                    // Deletes that exclude one another do not stay in step.
                    await Task.Delay(s_longestPause * (Random.Shared.NextDouble() * Math.Min(1, attempt / 10.0)), services.Time, cancellationToken).ConfigureAwait(false);
                    continue;
                }
                MeshTelemetry.Published(activity, port, done, services.Time.GetElapsedTime(started));
                return done;
            }
            throw Conflict(conflict!, null);
        }
        catch (Exception error)
        {
            MeshTelemetry.Failed(activity, error);
            throw;
        }
    }

    private async Task<(PublishResult? Done, string? Conflict)> TryAsync(string key, Func<TableState, IRowMatch> createMatch, Activity? activity, CancellationToken cancellationToken)
    {
        TableState basis = await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false)
            ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot delete rows of '{port.Name}': its descriptor names the table '{port.Output.TablePath}', but no table lies there. Restore the folder from a backup.") { Product = port.Name.Product, Port = port.Name, Operation = "delete" };
        if (options.Branch is { } branch)
            basis = services.Tables.OnBranch(basis, branch);
        if (basis.Snapshots.LastOrDefault(s => s.Summary.GetValueOrDefault(SummaryKeys.CommitKey) == key) is { } earlier)
            return (AlreadyDone(earlier), null);
        FreezeSwitch.Demand(basis, port, "delete rows of");
        TableColumns.Demand(basis, port.Contract);
        TableChange change = await TableChange.DeleteAsync(services, basis, createMatch(basis), cancellationToken).ConfigureAwait(false);
        CommitResult commit;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            commit = await services.Tables.CommitAsync(basis, change.ToCommit(key, Summary(key, activity)) with { UnlessProperty = FreezeSwitch.Property }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (TableChange.IsNotCommitted(error))
        {
            await change.DiscardAsync(services, basis, port.Name).ConfigureAwait(false);
            throw error is CommitConflictException ? Conflict(error.Message, error) : error;
        }
        if (commit.Outcome == CommitOutcome.Committed)
        {
            CommitHints.Announce(basis.Location);
            Log.Deleted(services.Logger, change.RowsReplaced, port.Name.ToString(), commit.Snapshot!.Id, _run);
            return (new PublishResult { Snapshot = PortSnapshots.ForOwner(commit.Snapshot), RowsPublished = 0, RowsReplaced = change.RowsReplaced }, null);
        }
        await change.DiscardAsync(services, basis, port.Name).ConfigureAwait(false);
        return commit.Outcome == CommitOutcome.AlreadyCommitted ? (AlreadyDone(commit.Snapshot!), null) : (null, commit.Conflict ?? "another publish changed the table in between");
    }

    private Dictionary<string, string> Summary(string key, Activity? activity)
    {
        Dictionary<string, string> summary = new(StringComparer.Ordinal)
        {
            [SummaryKeys.CommitKey] = key,
            [SummaryKeys.RunId] = _run.ToString("D"),
            [SummaryKeys.ContractVersion] = port.Contract.Version.ToString(),
        };
        if (port.Product.Policy is { } policy)
            summary[SummaryKeys.PolicyEpoch] = policy.Epoch.ToString(CultureInfo.InvariantCulture);
        if (options.Reason is { } reason)
            summary[SummaryKeys.Reason] = reason;
        MeshTelemetry.Inject(activity ?? Activity.Current, summary);
        return summary;
    }

    private PublishResult AlreadyDone(TableSnapshot earlier)
    {
        Log.AlreadyPublished(services.Logger, port.Name.ToString(), earlier.Id);
        return new PublishResult { Snapshot = PortSnapshots.ForOwner(earlier), RowsPublished = 0, RowsReplaced = SummaryKeys.ReadCount(earlier, SummaryKeys.RowsReplaced), WasAlreadyPublished = true };
    }

    private CommitConflictException Conflict(string reason, Exception? inner) =>
        new($"Cannot delete rows of '{port.Name}': {reason.TrimEnd('.')}. Nothing was deleted. Delete again from the new state.", inner) { Product = port.Name.Product, Port = port.Name, Operation = "delete" };
}
