using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>What one commit writes besides its metadata file: manifests once, reused by every attempt; the manifest list for each attempt. Not thread-safe.</summary>
/// <param name="folder">The table.</param>
/// <param name="commit">The change.</param>
/// <param name="snapshotId">The id of its snapshot.</param>
/// <param name="manifests">Reads manifests.</param>
/// <param name="options">When appends merge.</param>
/// <param name="time">The clock.</param>
/// <param name="rewritesManifests">True to write manifests anew that are small or remember files that are gone.</param>
internal sealed class PendingCommit(TableFolder folder, TableCommit commit, long snapshotId, ManifestStore manifests, IcebergOptions options, TimeProvider time, bool rewritesManifests = false)
{
    private const long MergedBytes = 8 << 20;
    private const int LeastSmall = 8;
    private readonly Guid _id = Guid.CreateVersion7(time.GetUtcNow());
    private readonly List<ObjectPath> _written = [];
    private readonly HashSet<ObjectPath> _removed = [.. commit.Removed.Select(f => f.Path)];
    private readonly HashSet<int> _removedSpecs = [.. commit.Removed.Select(f => f.PartitioningId)];
    private readonly Dictionary<ObjectPath, (ManifestFile Manifest, IReadOnlyList<DataFile> Removed)> _rewritten = [];
    private List<ManifestFile>? _added;
    private (HashSet<ObjectPath> Sources, ManifestFile Manifest)? _merged;
    private int _lists;
    private int _manifests;

    public long SnapshotId => snapshotId;

    /// <summary>True from the start of a final put until it is known to be lost: as long as it holds, nothing that was written may be deleted.</summary>
    public bool MayBeCommitted { get; set; }

    /// <summary>The manifests written so far, which further attempts use again.</summary>
    public IEnumerable<ObjectPath> Manifests => _written.Where(path => !path.Name.StartsWith("snap-", StringComparison.Ordinal));

    /// <summary>True when writing manifests anew would give noticeably fewer, or leave out files that are gone where those are to be forgotten.</summary>
    public static bool NeedsRewrite(IReadOnlyList<ManifestFile> list, bool forgets) => (forgets && list.Any(m => !m.HoldsDeletes && m.DeletedFiles > 0))
        || list.Where(m => !m.HoldsDeletes && IsSmall(m)).GroupBy(m => m.SpecId).Any(spec => spec.Count() >= LeastSmall);

    /// <summary>The snapshot's manifests over a state of the table, or why there can be none.</summary>
    public async Task<(List<ManifestFile> Manifests, IReadOnlyList<DataFile> Removed, string? Conflict)> PrepareAsync(LoadedMetadata basis, CancellationToken cancellationToken)
    {
        List<ManifestFile> result = [];
        List<DataFile> removed = [];
        long sequenceNumber = basis.Metadata.LastSequenceNumber + 1;
        IReadOnlyList<ManifestFile> existing = basis.Metadata.Current is not { } current ? []
            : await manifests.ReadListAsync(folder, current, basis.Path, cancellationToken).ConfigureAwait(false);
        foreach (ManifestFile manifest in existing.Where(m => m.HasLiveFiles))
        {
            if (await RemoveFromAsync(basis.Metadata, manifest, cancellationToken).ConfigureAwait(false) is not { } rewrite)
            {
                result.Add(manifest.HasCounts ? manifest : await CountAsync(basis.Metadata, manifest, cancellationToken).ConfigureAwait(false));
                continue;
            }
            result.Add(Numbered(rewrite.Manifest, sequenceNumber));
            removed.AddRange(rewrite.Removed);
        }
        if (removed.Count != _removed.Count)
            return (result, removed, $"{_removed.Count - removed.Count} of {_removed.Count} files to remove are no longer in the table, first '{_removed.Except(removed.Select(f => f.Path)).First()}'");
        if (rewritesManifests)
            result = await RewriteAsync(basis.Metadata, result, sequenceNumber, cancellationToken).ConfigureAwait(false);
        if (commit.Operation == TableOperation.Append)
            result = await MergeAsync(basis.Metadata, result, sequenceNumber, cancellationToken).ConfigureAwait(false);
        foreach (ManifestFile manifest in _added ??= await WriteAddedAsync(basis.Metadata, cancellationToken).ConfigureAwait(false))
            result.Add(Numbered(manifest, sequenceNumber));
        return (result, removed, null);
    }

    /// <summary>Writes the manifest list of an attempt.</summary>
    public async Task<ObjectPath> WriteListAsync(TableMetadata basis, IReadOnlyList<ManifestFile> list, CancellationToken cancellationToken)
    {
        ObjectPath path = folder.Metadata / $"snap-{snapshotId}-{++_lists}-{_id}.avro";
        ReadOnlyMemory<byte> content = ManifestListFile.Write(folder, snapshotId, basis.Current?.View.Id, basis.LastSequenceNumber + 1, list);
        await WriteAsync(path, content, cancellationToken).ConfigureAwait(false);
        return path;
    }

    /// <summary>Deletes what this commit wrote and its snapshot does not refer to. Failures are the caller's to log; nothing depends on it.</summary>
    public async Task CleanUpAsync(IEnumerable<ObjectPath> keep, Action<Exception> onFailure)
    {
        foreach (ObjectPath path in _written.Except(keep).ToArray())
            try
            {
                await folder.Store.DeleteAsync(path, CancellationToken.None).ConfigureAwait(false);
                _written.Remove(path);
            }
            catch (Exception exception) when (exception is DataMeshException or IOException)
            {
                onFailure(exception);
            }
    }

    // Lists of format version 1, which a table may have been upgraded from, need not count; ours must.
    private async Task<ManifestFile> CountAsync(TableMetadata metadata, ManifestFile manifest, CancellationToken cancellationToken)
    {
        IReadOnlyList<ManifestEntry> entries = await manifests.ReadAsync(folder, metadata, manifest, cancellationToken).ConfigureAwait(false);
        ManifestEntry[] Of(EntryStatus status) => [.. entries.Where(e => e.Status == status)];
        long Rows(EntryStatus status) => Of(status).Sum(e => e.File.RowCount);
        return manifest with
        {
            AddedFiles = Of(EntryStatus.Added).Length,
            ExistingFiles = Of(EntryStatus.Existing).Length,
            DeletedFiles = Of(EntryStatus.Deleted).Length,
            AddedRows = Rows(EntryStatus.Added),
            ExistingRows = Rows(EntryStatus.Existing),
            DeletedRows = Rows(EntryStatus.Deleted),
        };
    }

    // An attempt's number is the greatest: what has none of its own inherits it.
    private static ManifestFile Numbered(ManifestFile manifest, long sequenceNumber) =>
        manifest with { SequenceNumber = sequenceNumber, MinSequenceNumber = Math.Min(manifest.MinSequenceNumber, sequenceNumber) };

    private async Task<(ManifestFile Manifest, IReadOnlyList<DataFile> Removed)?> RemoveFromAsync(TableMetadata metadata, ManifestFile manifest, CancellationToken cancellationToken)
    {
        if (_removed.Count == 0 || manifest.HoldsDeletes || !_removedSpecs.Contains(manifest.SpecId))
            return null;
        if (_rewritten.TryGetValue(manifest.Path, out (ManifestFile, IReadOnlyList<DataFile>) done))
            return done;
        IReadOnlyList<ManifestEntry> entries = await manifests.ReadAsync(folder, metadata, manifest, cancellationToken).ConfigureAwait(false);
        DataFile[] removed = [.. entries.Where(e => e.IsLive && _removed.Contains(e.File.Path)).Select(e => e.File)];
        if (removed.Length == 0)
            return null;
        ManifestEntry[] kept = [.. entries.Where(e => e.IsLive).Select(e => _removed.Contains(e.File.Path)
            ? e.Resolve(manifest, EntryStatus.Deleted) with { SnapshotId = snapshotId } : e.Resolve(manifest, EntryStatus.Existing))];
        ManifestFile rewritten = await WriteManifestAsync(metadata, metadata.Specs[manifest.SpecId], kept, cancellationToken).ConfigureAwait(false);
        return _rewritten[manifest.Path] = (rewritten, removed);
    }

    private async Task<List<ManifestFile>> WriteAddedAsync(TableMetadata metadata, CancellationToken cancellationToken)
    {
        List<ManifestFile> added = [];
        foreach (IGrouping<int, DataFile> group in commit.Added.GroupBy(f => f.PartitioningId))
        {
            ManifestEntry[] entries = [.. group.Select(file => new ManifestEntry { Status = EntryStatus.Added, File = file })];
            added.Add(await WriteManifestAsync(metadata, metadata.Specs[group.Key], entries, cancellationToken).ConfigureAwait(false));
        }
        return added;
    }

    private async Task<List<ManifestFile>> MergeAsync(TableMetadata metadata, List<ManifestFile> list, long sequenceNumber, CancellationToken cancellationToken)
    {
        if (_merged is { } merged && merged.Sources.All(source => list.Exists(m => m.Path == source)))
            return [Numbered(merged.Manifest, sequenceNumber), .. list.Where(m => !merged.Sources.Contains(m.Path))];
        long total = 0;
        ManifestFile[] small = [.. list.Where(m => !m.HoldsDeletes && m.SpecId == metadata.DefaultSpec.Id && IsSmall(m)).TakeWhile(m => (total += m.Length) <= MergedBytes)];
        if (small.Length < options.ManifestsBeforeMerge)
            return list;
        List<ManifestEntry> entries = [];
        foreach (ManifestFile manifest in small)
            entries.AddRange((await manifests.ReadAsync(folder, metadata, manifest, cancellationToken).ConfigureAwait(false)).Where(e => e.IsLive).Select(e => e.Resolve(manifest, EntryStatus.Existing)));
        ManifestFile written = await WriteManifestAsync(metadata, metadata.DefaultSpec, entries, cancellationToken).ConfigureAwait(false);
        HashSet<ObjectPath> sources = [.. small.Select(m => m.Path)];
        _merged = (sources, written);
        return [Numbered(written, sequenceNumber), .. list.Where(m => !sources.Contains(m.Path))];
    }

    private static bool IsSmall(ManifestFile manifest) => manifest.Length < MergedBytes / 2;

    private async Task<List<ManifestFile>> RewriteAsync(TableMetadata metadata, List<ManifestFile> list, long sequenceNumber, CancellationToken cancellationToken)
    {
        List<ManifestFile> written = [];
        HashSet<ObjectPath> sources = [];
        foreach (IGrouping<int, ManifestFile> spec in list.Where(m => !m.HoldsDeletes && (m.DeletedFiles > 0 || IsSmall(m))).GroupBy(m => m.SpecId))
            foreach (List<ManifestFile> group in Pack(spec).Where(g => g.Count > 1 || g[0].DeletedFiles > 0))
            {
                List<ManifestEntry> entries = [];
                foreach (ManifestFile manifest in group)
                    entries.AddRange((await manifests.ReadAsync(folder, metadata, manifest, cancellationToken).ConfigureAwait(false)).Where(e => e.IsLive).Select(e => e.Resolve(manifest, EntryStatus.Existing)));
                written.Add(Numbered(await WriteManifestAsync(metadata, metadata.Specs[spec.Key], entries, cancellationToken).ConfigureAwait(false), sequenceNumber));
                sources.UnionWith(group.Select(m => m.Path));
            }
        return [.. written, .. list.Where(m => !sources.Contains(m.Path))];
    }

    private static IEnumerable<List<ManifestFile>> Pack(IEnumerable<ManifestFile> small)
    {
        List<ManifestFile> group = [];
        foreach (ManifestFile manifest in small)
        {
            if (group.Count > 0 && group.Sum(m => m.Length) + manifest.Length > MergedBytes)
            {
                yield return group;
                group = [];
            }
            group.Add(manifest);
        }
        yield return group;
    }

    private async Task<ManifestFile> WriteManifestAsync(TableMetadata metadata, PartitionSpec spec, IReadOnlyList<ManifestEntry> entries, CancellationToken cancellationToken)
    {
        ObjectPath path = folder.Metadata / $"{_id}-m{_manifests++}.avro";
        (ReadOnlyMemory<byte> content, ManifestFile entry) = ManifestWriter.Write(folder, metadata, spec, snapshotId, path, entries);
        await WriteAsync(path, content, cancellationToken).ConfigureAwait(false);
        return entry;
    }

    private async Task WriteAsync(ObjectPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _written.Add(path);
        await folder.Store.WriteAllAsync(path, content, WriteCondition.IfAbsent, cancellationToken).ConfigureAwait(false);
    }
}
