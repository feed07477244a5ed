using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Finds the files to read: manifests are skipped by partition summaries, files by partition values and by bounds.</summary>
internal sealed class ScanPlanner(ManifestStore manifests)
{
    /// <summary>The files of a snapshot that a filter could match, oldest manifests first, with the sequence numbers of the commits that added them.</summary>
    public async IAsyncEnumerable<ScanTask> PlanAsync(IcebergTableState state, ScanRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IcebergSnapshot? snapshot = request.SnapshotId is long id ? state.FindSnapshot(id) : state.Metadata.Current;
        StagedFiles? staged = request.SnapshotId is null ? state.Staged : null;
        IcebergSchema schema = request.SnapshotId is null || snapshot is null ? state.Metadata.CurrentSchema : state.SchemaOf(snapshot);
        Pruner pruner = new(request.Filter, schema, state.Metadata);
        if (snapshot is not null)
            foreach (ManifestFile manifest in await manifests.ReadListAsync(state.Folder, snapshot, state.Loaded.Path, cancellationToken).ConfigureAwait(false))
            {
                if (!manifest.HasLiveFiles || !pruner.CouldMatch(manifest))
                    continue;
                if (manifest.HoldsDeletes)
                    await RefuseDeletesAsync(state, manifest, cancellationToken).ConfigureAwait(false);
                foreach (ManifestEntry entry in await manifests.ReadAsync(state.Folder, state.Metadata, manifest, cancellationToken).ConfigureAwait(false))
                    if (entry.IsLive && staged?.Removed.Contains(entry.File.Path) != true && pruner.CouldMatch(entry.File))
                        yield return TaskOf(state, schema, entry.File, entry.SequenceNumber ?? manifest.SequenceNumber);
            }
        foreach (DataFile file in staged?.Added ?? [])
            if (pruner.CouldMatch(file))
                yield return TaskOf(state, schema, file, 0);
    }

    private static ScanTask TaskOf(IcebergTableState state, IcebergSchema schema, DataFile file, long sequenceNumber) =>
        new() { Table = state.Location, File = file, Schema = schema.Arrow, SequenceNumber = sequenceNumber };

    private async Task RefuseDeletesAsync(IcebergTableState state, ManifestFile manifest, CancellationToken cancellationToken)
    {
        IReadOnlyList<ManifestEntry> entries = await manifests.ReadAsync(state.Folder, state.Metadata, manifest, cancellationToken).ConfigureAwait(false);
        string kind = entries.Any(e => e.IsLive && e.Content == FileContent.EqualityDeletes) ? "equality delete files" : "position delete files";
        throw IcebergErrors.Newer(state.Location, $"another writer's snapshot has {kind} ('{manifest.Path}'), which are not applied yet, so deleted rows would come back; compact the table with that writer");
    }
}
