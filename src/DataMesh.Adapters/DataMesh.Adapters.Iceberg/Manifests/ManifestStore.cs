using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Reads manifests and manifest lists through the cache; their paths are never reused.</summary>
internal sealed class ManifestStore(IcebergOptions options, FileCache cache)
{
    private const int CostOfEntry = 600;
    private const int CostOfColumn = 200;

    /// <summary>The manifests of a snapshot, in stored order.</summary>
    public async Task<IReadOnlyList<ManifestFile>> ReadListAsync(TableFolder folder, IcebergSnapshot snapshot, ObjectPath statedIn, CancellationToken cancellationToken)
    {
        ObjectPath path = folder.Resolve(snapshot.ManifestList, statedIn);
        if (cache.TryGet(folder.Store, path, "", out IReadOnlyList<ManifestFile>? cached))
            return cached;
        ObjectInfo info = await folder.Store.FindAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw IcebergErrors.Corrupt(path, $"snapshot {snapshot.View.Id} refers to it, but it does not exist");
        byte[] content = await folder.ReadAllAsync(path, info.Length, options.MaxMetadataBytes, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ManifestFile> manifests = IcebergErrors.Guard(path, () => ManifestListFile.Read(content, location => folder.Resolve(location, path)));
        cache.Add(folder.Store, path, "", manifests, CostOfEntry * (long)manifests.Count);
        return manifests;
    }

    /// <summary>The files of a manifest, in stored order.</summary>
    public async Task<IReadOnlyList<ManifestEntry>> ReadAsync(TableFolder folder, TableMetadata metadata, ManifestFile manifest, CancellationToken cancellationToken)
    {
        string stamp = manifest.Length.ToString(CultureInfo.InvariantCulture);
        if (cache.TryGet(folder.Store, manifest.Path, stamp, out IReadOnlyList<ManifestEntry>? cached))
            return cached;
        byte[] content = await folder.ReadAllAsync(manifest.Path, manifest.Length, options.MaxMetadataBytes, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ManifestEntry> entries = IcebergErrors.Guard(manifest.Path, () => ManifestReader.Read(content, manifest, folder, metadata));
        cache.Add(folder.Store, manifest.Path, stamp, entries, entries.Sum(e => (long)CostOfEntry + CostOfColumn * e.File.Columns.Count));
        return entries;
    }
}
