using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>The files that snapshots refer to.</summary>
internal sealed class ReferencedFiles(TableFolder folder, ManifestStore manifests)
{
    /// <summary>Everything that a read of any snapshot of a metadata file needs.</summary>
    public async Task<HashSet<ObjectPath>> OfAsync(LoadedMetadata loaded, CancellationToken cancellationToken)
    {
        HashSet<ObjectPath> files = [];
        Dictionary<ObjectPath, ManifestFile> found = await ManifestsAsync(loaded, loaded.Metadata.Snapshots, files, cancellationToken).ConfigureAwait(false);
        foreach (ManifestFile manifest in found.Values)
            await AddLiveAsync(loaded.Metadata, manifest, files, cancellationToken).ConfigureAwait(false);
        return files;
    }

    /// <summary>What only snapshots that are not kept need.</summary>
    public async Task<IReadOnlyList<ObjectPath>> OnlyOfOthersAsync(LoadedMetadata before, IReadOnlySet<long> kept, CancellationToken cancellationToken)
    {
        HashSet<ObjectPath> candidates = [], needed = [];
        Dictionary<ObjectPath, ManifestFile> others = await ManifestsAsync(before, before.Metadata.Snapshots.Where(s => !kept.Contains(s.View.Id)), candidates, cancellationToken).ConfigureAwait(false);
        Dictionary<ObjectPath, ManifestFile> ours = await ManifestsAsync(before, before.Metadata.Snapshots.Where(s => kept.Contains(s.View.Id)), needed, cancellationToken).ConfigureAwait(false);
        // What a manifest of both holds live is live in a kept snapshot.
        foreach (ManifestFile manifest in others.Values.Where(m => !ours.ContainsKey(m.Path)))
            await AddLiveAsync(before.Metadata, manifest, candidates, cancellationToken).ConfigureAwait(false);
        foreach (ManifestFile manifest in ours.Values)
            await AddLiveAsync(before.Metadata, manifest, needed, cancellationToken).ConfigureAwait(false);
        candidates.ExceptWith(needed);
        return [.. candidates.OrderBy(path => path.ToString(), StringComparer.Ordinal)];
    }

    private async Task<Dictionary<ObjectPath, ManifestFile>> ManifestsAsync(LoadedMetadata loaded, IEnumerable<IcebergSnapshot> snapshots, HashSet<ObjectPath> files, CancellationToken cancellationToken)
    {
        Dictionary<ObjectPath, ManifestFile> found = [];
        foreach (IcebergSnapshot snapshot in snapshots)
        {
            files.Add(folder.Resolve(snapshot.ManifestList, loaded.Path));
            foreach (ManifestFile manifest in await manifests.ReadListAsync(folder, snapshot, loaded.Path, cancellationToken).ConfigureAwait(false))
            {
                files.Add(manifest.Path);
                found.TryAdd(manifest.Path, manifest);
            }
        }
        return found;
    }

    private async Task AddLiveAsync(TableMetadata metadata, ManifestFile manifest, HashSet<ObjectPath> files, CancellationToken cancellationToken)
    {
        foreach (ManifestEntry entry in await manifests.ReadAsync(folder, metadata, manifest, cancellationToken).ConfigureAwait(false))
            if (entry.IsLive)
                files.Add(entry.File.Path);
    }
}
