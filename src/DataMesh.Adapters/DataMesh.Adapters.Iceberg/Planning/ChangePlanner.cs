using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Finds the files in which two snapshots differ from the manifests in which they differ: what both list is not read.</summary>
internal sealed class ChangePlanner(ManifestStore manifests)
{
    public async Task<TableChanges> PlanAsync(IcebergTableState state, long? from, long to, CancellationToken cancellationToken)
    {
        IReadOnlyList<ManifestFile> before = from is long id ? await ReadListAsync(state, id, cancellationToken).ConfigureAwait(false) : [];
        IReadOnlyList<ManifestFile> after = await ReadListAsync(state, to, cancellationToken).ConfigureAwait(false);
        if (from is not null && !(await DeletesAsync(state, before, cancellationToken).ConfigureAwait(false)).SetEquals(await DeletesAsync(state, after, cancellationToken).ConfigureAwait(false)))
            return new TableChanges { HasRowDeletes = true };
        HashSet<ObjectPath> both = [.. before.Select(m => m.Path).Intersect(after.Select(m => m.Path))];
        Dictionary<ObjectPath, ScanTask> old = await LiveAsync(state, before, both, cancellationToken).ConfigureAwait(false);
        Dictionary<ObjectPath, ScanTask> now = await LiveAsync(state, after, both, cancellationToken).ConfigureAwait(false);
        return new TableChanges { Added = [.. now.Values.Where(t => !old.ContainsKey(t.File.Path))], Removed = [.. old.Values.Where(t => !now.ContainsKey(t.File.Path))] };
    }

    private Task<IReadOnlyList<ManifestFile>> ReadListAsync(IcebergTableState state, long snapshot, CancellationToken cancellationToken) =>
        manifests.ReadListAsync(state.Folder, state.DemandSnapshot(snapshot), state.Loaded.Path, cancellationToken);

    private async Task<HashSet<(ObjectPath, long?)>> DeletesAsync(IcebergTableState state, IReadOnlyList<ManifestFile> list, CancellationToken cancellationToken)
    {
        HashSet<(ObjectPath, long?)> deletes = [];
        foreach (ManifestFile manifest in list.Where(m => m.HoldsDeletes && m.HasLiveFiles))
            foreach (ManifestEntry entry in await manifests.ReadAsync(state.Folder, state.Metadata, manifest, cancellationToken).ConfigureAwait(false))
                if (entry.IsLive)
                    deletes.Add((entry.File.Path, entry.Deletes?.Offset));
        return deletes;
    }

    private async Task<Dictionary<ObjectPath, ScanTask>> LiveAsync(IcebergTableState state, IReadOnlyList<ManifestFile> list, HashSet<ObjectPath> known, CancellationToken cancellationToken)
    {
        Dictionary<ObjectPath, ScanTask> live = [];
        DeleteIndex? deletes = await ScanPlanner.ReadDeletesAsync(manifests, state, list, cancellationToken).ConfigureAwait(false);
        TaskContext plain = new(state.Metadata, null);
        foreach (ManifestFile manifest in list.Where(m => !m.HoldsDeletes && m.HasLiveFiles && !known.Contains(m.Path)))
            foreach (ManifestEntry entry in (await manifests.ReadAsync(state.Folder, state.Metadata, manifest, cancellationToken).ConfigureAwait(false)).Where(e => e.IsLive))
            {
                ScanPlanner.DemandReadable(entry, manifest);
                live[entry.File.Path] = ScanPlanner.TaskOf(state, state.Metadata.CurrentSchema, entry, manifest, deletes, plain);
            }
        return live;
    }
}
