using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Commits a branch or tag: a metadata file with another one, and the same snapshots.</summary>
internal sealed class ReferenceCommitter(MetadataStore metadata, IcebergOptions options, TimeProvider time, ILogger logger)
{
    private readonly MetadataPut _put = new(metadata, options, time, logger);

    public async Task<LoadedMetadata> SetAsync(IcebergTableState basis, string name, TableReference? wanted, bool force, string? unlessProperty, CancellationToken cancellationToken)
    {
        LoadedMetadata? next = await _put.PutNextAsync(basis, newest =>
        {
            Check(basis, newest.Metadata, name, wanted, force, unlessProperty);
            long now = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), newest.Metadata.LastUpdatedMs + 1);
            return TableMetadataWriter.WriteReference(newest.Metadata, basis.Folder.ToUri(newest.Path), name, wanted, now);
        }, cancellationToken).ConfigureAwait(false);
        return next ?? throw Conflict(name, basis, $"other writers were faster {options.CommitAttempts} times (IcebergOptions.CommitAttempts). Try again.");
    }

    private static void Check(IcebergTableState basis, TableMetadata newest, string name, TableReference? wanted, bool force, string? unlessProperty)
    {
        TableReference? before = Find(basis.Metadata, name), current = Find(newest, name);
        if (newest.TableId != basis.TableId || before != current)
            throw Conflict(name, basis, "it was changed since the table was loaded. Load it again and decide anew.");
        if (unlessProperty is not null && newest.Properties.GetValueOrDefault(unlessProperty) is { Length: > 0 })
            throw Conflict(name, basis, $"the table has the property '{unlessProperty}', which stands in the way.");
        if (wanted is null && name == TableReference.Main)
            throw new ArgumentException("The branch 'main' cannot be dropped: it is what readers see.", nameof(name));
        if (wanted is null && current is null)
            throw new DataMeshException(DataMeshErrorKind.NotFound, $"Cannot drop '{name}' of table '{basis.Location}': there is no such tag or branch.") { Adapter = IcebergErrors.Adapter, Operation = "set reference" };
        if (wanted is null)
            return;
        if (newest.Find(wanted.SnapshotId) is null)
            throw IcebergErrors.SnapshotNotFound(basis.Location, wanted.SnapshotId);
        if (current is not null && !force && !(current.IsBranch && wanted.IsBranch && newest.Lineage.Ancestors(wanted.SnapshotId).Any(s => s.View.Id == current.SnapshotId)))
            throw Conflict(name, basis, current.IsBranch ? $"snapshot {wanted.SnapshotId} was not made from snapshot {current.SnapshotId}, where it is, so that commits would be lost." : "a tag stays where it is.");
    }

    // A table without commits has no main branch yet, and neither has one of format version 1.
    private static TableReference? Find(TableMetadata metadata, string name) => metadata.References.FirstOrDefault(r => r.Name == name)
        ?? (name == TableReference.Main && metadata.Current is { } current ? new TableReference { Name = name, SnapshotId = current.View.Id, IsBranch = true } : null);

    private static CommitConflictException Conflict(string name, IcebergTableState basis, string why) =>
        new($"Cannot set '{name}' of table '{basis.Location}': {why}") { Adapter = IcebergErrors.Adapter, Operation = "set reference" };
}
