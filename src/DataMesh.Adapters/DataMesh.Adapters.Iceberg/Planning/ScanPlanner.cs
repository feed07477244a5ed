using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Finds the files to read: manifests are skipped by partition summaries, files by partition values and by bounds.</summary>
internal sealed class ScanPlanner(ManifestStore manifests)
{
    /// <summary>The files of a snapshot that a filter could match, oldest manifests first, with the sequence numbers of the commits that added them.</summary>
    public async IAsyncEnumerable<ScanTask> PlanAsync(IcebergTableState state, ScanRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IcebergSnapshot? snapshot = request.SnapshotId is long id ? state.DemandSnapshot(id) : state.Metadata.Current;
        StagedFiles? staged = request.SnapshotId is null ? state.Staged : null;
        IcebergSchema schema = request.SnapshotId is null || snapshot is null ? state.Metadata.CurrentSchema : state.SchemaOf(snapshot);
        Pruner pruner = new(request.Filter, schema, state.Metadata);
        IReadOnlyList<ManifestFile> list = snapshot is null ? [] : await manifests.ReadListAsync(state.Folder, snapshot, state.Loaded.Path, cancellationToken).ConfigureAwait(false);
        DeleteIndex? deletes = await ReadDeletesAsync(manifests, state, list, cancellationToken).ConfigureAwait(false);
        TaskContext plain = new(state.Metadata, null);
        foreach (ManifestFile manifest in list)
        {
            if (manifest.HoldsDeletes || !manifest.HasLiveFiles || !pruner.CouldMatch(manifest))
                continue;
            foreach (ManifestEntry entry in await manifests.ReadAsync(state.Folder, state.Metadata, manifest, cancellationToken).ConfigureAwait(false))
                if (entry.IsLive && staged?.Removed.Contains(entry.File.Path) != true && pruner.CouldMatch(entry.File))
                {
                    DemandReadable(entry, manifest);
                    yield return TaskOf(state, schema, entry, manifest, deletes, plain);
                }
        }
        foreach (DataFile file in staged?.Added ?? [])
            if (pruner.CouldMatch(file))
                yield return TaskOf(state, schema, file, 0, plain);
    }

    /// <summary>The task of a live data file, with the deletes that apply to it.</summary>
    public static ScanTask TaskOf(IcebergTableState state, IcebergSchema schema, ManifestEntry entry, ManifestFile manifest, DeleteIndex? deletes, TaskContext plain)
    {
        long sequenceNumber = entry.SequenceNumber ?? manifest.SequenceNumber;
        TaskDeletes? own = deletes?.Find(entry.File, sequenceNumber);
        return TaskOf(state, schema, entry.File, sequenceNumber, own is null ? plain : new TaskContext(state.Metadata, own));
    }

    private static ScanTask TaskOf(IcebergTableState state, IcebergSchema schema, DataFile file, long sequenceNumber, TaskContext context) =>
        new() { Table = state.Location, File = file, Schema = schema.Arrow, SequenceNumber = sequenceNumber, FormatState = context };

    /// <exception cref="DataMeshException">The file cannot be read as data.</exception>
    public static void DemandReadable(ManifestEntry entry, ManifestFile manifest)
    {
        if (entry.KeyMetadata is not null)
            throw IcebergErrors.Newer(entry.File.Path, "it is encrypted");
        if (entry.Content != FileContent.Data)
            throw IcebergErrors.Corrupt(manifest.Path, "it is listed with data files and holds deletes");
    }

    /// <summary>The deletes of a snapshot; null when it has none. All of them, whatever the filter is: a delete lost to pruning would bring rows back.</summary>
    public static async Task<DeleteIndex?> ReadDeletesAsync(ManifestStore manifests, IcebergTableState state, IReadOnlyList<ManifestFile> list, CancellationToken cancellationToken)
    {
        DeleteIndex? index = null;
        foreach (ManifestFile manifest in list.Where(m => m.HoldsDeletes && m.HasLiveFiles))
            foreach (ManifestEntry entry in (await manifests.ReadAsync(state.Folder, state.Metadata, manifest, cancellationToken).ConfigureAwait(false)).Where(e => e.IsLive))
            {
                if (entry.KeyMetadata is not null)
                    throw IcebergErrors.Newer(entry.File.Path, "it is encrypted");
                if (entry.Content == FileContent.Data)
                    throw IcebergErrors.Corrupt(manifest.Path, "it is listed with deletes and holds data files");
                index ??= new DeleteIndex(state.Metadata);
                IcebergErrors.Guard(manifest.Path, () =>
                {
                    index.Add(entry, entry.SequenceNumber ?? manifest.SequenceNumber);
                    return true;
                });
            }
        return index;
    }
}
