using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Writes manifests anew, expires snapshots, then deletes what nothing refers to. A crash between the two leaves files that the next run finds as orphans.</summary>
internal sealed class TableMaintenance(MetadataStore metadata, ManifestStore manifests, TableCommitter committer, IcebergOptions options, TimeProvider time, ILogger logger)
{
    private static readonly string[] DataExtensions = [".parquet", ".puffin", ".avro", ".orc"];
    private readonly MetadataPut _put = new(metadata, options, time, logger);

    public async Task<MaintenanceReport> RunAsync(IcebergTableState state, MaintenancePlan plan, CancellationToken cancellationToken)
    {
        TableFolder folder = state.Folder;
        LoadedMetadata newest = await metadata.LoadNewerAsync(folder, state.Loaded, cancellationToken).ConfigureAwait(false);
        if (newest.Metadata.TableId != state.TableId)
            throw new CommitConflictException($"Cannot maintain table '{state.Location}': it was replaced by another one with the id {newest.Metadata.TableId}. Load it again.") { Adapter = IcebergErrors.Adapter, Operation = "maintain" };
        int rewritten = 0;
        if ((plan.RewriteManifests || plan.ForgetHistory) && newest.Metadata.Current is { } current && await manifests.ReadListAsync(folder, current, newest.Path, cancellationToken).ConfigureAwait(false) is var list && PendingCommit.NeedsRewrite(list, plan.ForgetHistory))
        {
            rewritten = list.Count;
            newest = plan.DryRun ? newest : await committer.RewriteManifestsAsync(new IcebergTableState(folder, newest), cancellationToken).ConfigureAwait(false);
        }
        MaintenanceReport report = (plan.ForgetHistory ? DateTimeOffset.MaxValue : plan.ExpireBefore) is { } before ? await ExpireAsync(folder, newest, before, plan, cancellationToken).ConfigureAwait(false)
            : new MaintenanceReport { State = new IcebergTableState(folder, newest) };
        report = report with { RewrittenManifests = rewritten };
        return plan.OrphansBefore is { } orphans ? await SweepAsync(folder, report, orphans, plan.DryRun, cancellationToken).ConfigureAwait(false) : report;
    }

    private async Task<MaintenanceReport> ExpireAsync(TableFolder folder, LoadedMetadata newest, DateTimeOffset before, MaintenancePlan plan, CancellationToken cancellationToken)
    {
        for (int attempt = 1; attempt <= options.CommitAttempts; attempt++)
        {
            LoadedMetadata basis = newest;
            SnapshotRetention retention = IcebergErrors.Guard(basis.Path, () => SnapshotRetention.Of(basis.Metadata, plan, before, time.GetUtcNow()));
            TableSnapshot[] expired = [.. newest.Metadata.Snapshots.Where(s => !retention.Kept.Contains(s.View.Id)).Select(s => s.View)];
            if (expired.Length == 0 && retention.RemovedRefs.Count == 0)
                return new MaintenanceReport { State = new IcebergTableState(folder, newest) };
            // Before the commit: afterwards nothing would say which files they were.
            IReadOnlyList<ObjectPath> files = await new ReferencedFiles(folder, manifests).OnlyOfOthersAsync(newest, retention.Kept, cancellationToken).ConfigureAwait(false);
            if (plan.DryRun)
                return new MaintenanceReport { State = new IcebergTableState(folder, newest), Expired = expired, ExpiredFiles = files };
            long now = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), newest.Metadata.LastUpdatedMs + 1);
            ReadOnlyMemory<byte> content = IcebergErrors.Guard(basis.Path, () => TableMetadataWriter.WriteExpired(basis.Metadata, folder.ToUri(basis.Path), retention, now));
            if (await _put.TryPutNextAsync(folder, newest, content, attempt, cancellationToken).ConfigureAwait(false) is { } next)
            {
                int failures = await DeleteAsync(folder, files, cancellationToken).ConfigureAwait(false);
                return new MaintenanceReport { State = new IcebergTableState(folder, next), Expired = expired, ExpiredFiles = files, Failures = failures };
            }
            newest = await metadata.LoadNewerAsync(folder, newest, cancellationToken).ConfigureAwait(false);
        }
        throw new CommitConflictException($"Cannot expire snapshots of table '{folder.Location}': other writers were faster {options.CommitAttempts} times (IcebergOptions.CommitAttempts). Run the maintenance again.") { Adapter = IcebergErrors.Adapter, Operation = "maintain" };
    }

    private async Task<MaintenanceReport> SweepAsync(TableFolder folder, MaintenanceReport report, DateTimeOffset before, bool dryRun, CancellationToken cancellationToken)
    {
        // Listed first: what is committed in between was listed or is young.
        List<ObjectPath> old = [];
        await foreach (ObjectInfo file in folder.Store.ListAsync(folder.Location.Path, null, cancellationToken).ConfigureAwait(false))
            if (file.LastModified < before && IsOurKind(folder, file.Path))
                old.Add(file.Path);
        IcebergTableState state = IcebergTableState.From(report.State);
        LoadedMetadata newest = await metadata.LoadNewerAsync(folder, state.Loaded, cancellationToken).ConfigureAwait(false);
        HashSet<ObjectPath> referenced = await new ReferencedFiles(folder, manifests).OfAsync(newest, cancellationToken).ConfigureAwait(false);
        referenced.UnionWith(report.ExpiredFiles);
        foreach (string statistics in IcebergErrors.Guard(newest.Path, () => newest.Metadata.StatisticsFiles.ToArray()))
            referenced.Add(folder.Resolve(statistics, newest.Path));
        ObjectPath[] orphans = [.. old.Where(path => !referenced.Contains(path)).OrderBy(path => path.ToString(), StringComparer.Ordinal)];
        int failures = dryRun ? 0 : await DeleteAsync(folder, orphans, cancellationToken).ConfigureAwait(false);
        return report with { State = new IcebergTableState(folder, newest), Orphans = orphans, Failures = report.Failures + failures };
    }

    // Metadata files stay: a writer that was long asleep could create a deleted version anew and take it for a commit.
    private static bool IsOurKind(TableFolder folder, ObjectPath path) =>
        (path.IsUnder(folder.Location.Path / "data") && DataExtensions.Any(extension => path.Name.EndsWith(extension, StringComparison.Ordinal)))
        || (path.IsUnder(folder.Metadata) && path.Name.EndsWith(".avro", StringComparison.Ordinal));

    private async Task<int> DeleteAsync(TableFolder folder, IEnumerable<ObjectPath> files, CancellationToken cancellationToken)
    {
        int failures = 0;
        foreach (ObjectPath path in files)
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await folder.Store.DeleteAsync(path, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is DataMeshException or IOException)
            {
                failures++;
                logger.CleanUpFailed(exception, folder.Location);
            }
        return failures;
    }
}
