using System.Collections.Frozen;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Commits: rebases and retries what only adds, conflicts for what depends on what it has read.</summary>
internal sealed class TableCommitter(MetadataStore metadata, ManifestStore manifests, IcebergOptions options, TimeProvider time, ILogger logger, Random random)
{
    private readonly ChangePlanner _changes = new(manifests);
    private readonly MetadataPut _put = new(metadata, options, time, logger);

    public Task<CommitResult> CommitAsync(IcebergTableState basis, TableCommit commit, CancellationToken cancellationToken) => CommitAsync(basis, commit, rewritesManifests: false, cancellationToken);

    /// <summary>Commits a snapshot of the same files, in manifests that are written anew.</summary>
    public async Task<LoadedMetadata> RewriteManifestsAsync(IcebergTableState basis, CancellationToken cancellationToken)
    {
        TableCommit commit = new() { Operation = TableOperation.Replace, CommitKey = Guid.CreateVersion7(time.GetUtcNow()).ToString("D"), Summary = new Dictionary<string, string> { ["datamesh.reason"] = "manifests" } };
        return IcebergTableState.From((await CommitAsync(basis, commit, rewritesManifests: true, cancellationToken).ConfigureAwait(false)).State).Loaded;
    }

    private async Task<CommitResult> CommitAsync(IcebergTableState basis, TableCommit commit, bool rewritesManifests, CancellationToken cancellationToken)
    {
        long snapshotId = NewSnapshotId();
        PendingCommit pending = new(basis.Folder, commit, snapshotId, manifests, options, time, rewritesManifests);
        LoadedMetadata known = basis.Loaded;
        try
        {
            for (int attempt = 1; attempt <= options.CommitAttempts; attempt++)
            {
                known = await metadata.LoadNewerAsync(basis.Folder, known, cancellationToken).ConfigureAwait(false);
                if (known.Metadata.OnBranch(basis.Branch) is not { } branch)
                    return await ConflictAsync(basis, pending, known, $"the branch '{basis.Branch}' is there no longer").ConfigureAwait(false);
                if (await TryAsync(basis, commit, pending, known with { Metadata = branch }, cancellationToken).ConfigureAwait(false) is { } result)
                    return result;
                logger.CommitLost(basis.Location, known.Version + 1, attempt);
                await Task.Delay(WaitAfter(attempt), time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch when (!pending.MayBeCommitted)
        {
            await pending.CleanUpAsync([], CleanUpFailed(basis)).ConfigureAwait(false);
            throw;
        }
        await pending.CleanUpAsync([], CleanUpFailed(basis)).ConfigureAwait(false);
        throw new CommitConflictException($"Cannot commit to table '{basis.Location}': other writers were faster {options.CommitAttempts} times (IcebergOptions.CommitAttempts). Publish again, less often or from fewer processes.");
    }

    /// <summary>Creates the first version; false when a table lies there.</summary>
    public async Task<LoadedMetadata?> CreateAsync(TableFolder folder, TableDefinition definition, string fileFormat, CancellationToken cancellationToken)
    {
        if (await metadata.LoadNewestAsync(folder, null, cancellationToken).ConfigureAwait(false) is not null)
            return null;
        ReadOnlyMemory<byte> content = TableMetadataWriter.WriteFirst(folder, definition, fileFormat, time.GetUtcNow().ToUnixTimeMilliseconds());
        LoadedMetadata created = MetadataStore.Parse(folder, 1, content.Span);
        cancellationToken.ThrowIfCancellationRequested();
        if (!await _put.PutAsync(folder, 1, content, found => found.TableId == definition.TableId && found.Root.GetRawText() == created.Metadata.Root.GetRawText()).ConfigureAwait(false))
            return null;
        await metadata.WriteHintAsync(folder, 1).ConfigureAwait(false);
        return created;
    }

    // The result when the attempt decided the commit; null when another writer was faster.
    private async Task<CommitResult?> TryAsync(IcebergTableState basis, TableCommit commit, PendingCommit pending, LoadedMetadata newest, CancellationToken cancellationToken)
    {
        TableFolder folder = basis.Folder;
        if (newest.Metadata.Lineage.History.FirstOrDefault(s => s.CommitKey == commit.CommitKey) is { } earlier)
        {
            await pending.CleanUpAsync([], CleanUpFailed(basis)).ConfigureAwait(false);
            return new CommitResult { Outcome = CommitOutcome.AlreadyCommitted, State = new IcebergTableState(folder, newest), Snapshot = earlier.View };
        }
        if ((FindConflict(basis, commit, newest.Metadata) ?? await FindChangedRowsAsync(basis, commit, newest, cancellationToken).ConfigureAwait(false)) is { } conflict)
            return await ConflictAsync(basis, pending, newest, conflict).ConfigureAwait(false);
        (List<ManifestFile> list, IReadOnlyList<DataFile> removed, string? gone) = await pending.PrepareAsync(newest, cancellationToken).ConfigureAwait(false);
        if (gone is not null)
            return await ConflictAsync(basis, pending, newest, gone).ConfigureAwait(false);

        ObjectPath listPath = await pending.WriteListAsync(newest.Metadata, list, cancellationToken).ConfigureAwait(false);
        IcebergSnapshot snapshot = NewSnapshot(newest.Metadata, commit, pending.SnapshotId, folder.ToUri(listPath), SnapshotSummary.Create(commit, newest.Metadata.Current, newest.Metadata.Branch, removed, list));
        ReadOnlyMemory<byte> content = TableMetadataWriter.WriteNext(newest.Metadata, folder.ToUri(newest.Path), snapshot);
        LoadedMetadata next = MetadataStore.Parse(folder, newest.Version + 1, content.Span);
        cancellationToken.ThrowIfCancellationRequested();
        if (!await PutAsync(pending, folder, next, content).ConfigureAwait(false))
        {
            await pending.CleanUpAsync(pending.Manifests, CleanUpFailed(basis)).ConfigureAwait(false);
            return null;
        }
        await metadata.WriteHintAsync(folder, next.Version).ConfigureAwait(false);
        await pending.CleanUpAsync([listPath, .. list.Select(m => m.Path)], CleanUpFailed(basis)).ConfigureAwait(false);
        return new CommitResult { Outcome = CommitOutcome.Committed, State = new IcebergTableState(folder, next with { Metadata = next.Metadata.OnBranch(basis.Branch)! }), Snapshot = snapshot.View };
    }

    private async Task<bool> PutAsync(PendingCommit pending, TableFolder folder, LoadedMetadata next, ReadOnlyMemory<byte> content)
    {
        pending.MayBeCommitted = true;
        try
        {
            return pending.MayBeCommitted = await _put.PutAsync(folder, next.Version, content, found => found.Find(pending.SnapshotId) is not null).ConfigureAwait(false);
        }
        catch (Exception exception) when (MetadataPut.IsDefinite(exception))
        {
            pending.MayBeCommitted = false;
            throw;
        }
    }

    private static string? FindConflict(IcebergTableState basis, TableCommit commit, TableMetadata newest)
    {
        if (newest.TableId != basis.TableId)
            return $"the table was replaced by another one with the id {newest.TableId}";
        if (commit.UnlessProperty is { } property && newest.Properties.GetValueOrDefault(property) is { Length: > 0 })
            return $"the table has the property '{property}', which stands in the way";
        if (commit.DependsOnBasis && newest.Current?.View.Id != basis.Current?.Id)
            return $"snapshot {newest.Current?.View.Id} was committed after snapshot {(basis.Current is { } current ? current.Id : "none")}, from which this change was made";
        return commit.Added.FirstOrDefault(f => !newest.Specs.ContainsKey(f.PartitioningId)) is { } file
            ? $"the partitioning {file.PartitioningId} of file '{file.Path}' no longer exists" : null;
    }

    // What only removes files, or depends on some rows, may pass commits in between that have nothing to do with it.
    private async Task<string?> FindChangedRowsAsync(IcebergTableState basis, TableCommit commit, LoadedMetadata newest, CancellationToken cancellationToken)
    {
        if (newest.Metadata.Current?.View.Id is not long current || current == basis.Current?.Id || (commit.Removed.Count == 0 && commit.DependsOnRows is null))
            return null;
        if (basis.Current is { } before && newest.Metadata.Find(before.Id) is null)
            return $"snapshot {before.Id}, from which this change was made, has expired";
        TableChanges changes = await _changes.PlanAsync(new IcebergTableState(basis.Folder, newest), basis.Current?.Id, current, cancellationToken).ConfigureAwait(false);
        if (changes.HasRowDeletes)
            return $"another writer deleted rows without rewriting their files before snapshot {current}";
        Pruner pruner = new(commit.DependsOnRows, newest.Metadata.CurrentSchema, newest.Metadata);
        return commit.DependsOnRows is not null && changes.Added.FirstOrDefault(t => pruner.CouldMatch(t.File)) is { } task
            ? $"file '{task.File.Path}' was added before snapshot {current} and may hold rows that this change depends on" : null;
    }

    private async Task<CommitResult> ConflictAsync(IcebergTableState basis, PendingCommit pending, LoadedMetadata newest, string conflict)
    {
        await pending.CleanUpAsync([], CleanUpFailed(basis)).ConfigureAwait(false);
        return new CommitResult { Outcome = CommitOutcome.Conflict, State = new IcebergTableState(basis.Folder, newest), Conflict = conflict };
    }

    private IcebergSnapshot NewSnapshot(TableMetadata basis, TableCommit commit, long id, string manifestList, Dictionary<string, string> summary) => new()
    {
        ManifestList = manifestList,
        SchemaId = basis.CurrentSchema.Id,
        View = new TableSnapshot
        {
            Id = id,
            ParentId = basis.Current?.View.Id,
            SequenceNumber = basis.LastSequenceNumber + 1,
            CommittedAt = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), basis.LastUpdatedMs + 1)),
            Operation = commit.Operation,
            Summary = summary.ToFrozenDictionary(),
        },
    };

    private Action<Exception> CleanUpFailed(IcebergTableState basis) => exception => logger.CleanUpFailed(exception, basis.Location);

    private TimeSpan WaitAfter(int attempt) =>
        random.NextDouble() * TimeSpan.FromTicks(Math.Min(options.MaxCommitWait.Ticks, options.MinCommitWait.Ticks << Math.Min(attempt, 16)));

    // Positive and below 2^53, so that JavaScript readers keep it.
    private long NewSnapshotId() => random.NextInt64(1, 1L << 53);
}
