using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>A table as one metadata file describes it, and what is staged on top of it.</summary>
internal sealed class IcebergTableState : TableState
{
    public IcebergTableState(TableFolder folder, LoadedMetadata loaded, StagedFiles? staged = null)
    {
        (Folder, Loaded, Staged) = (folder, loaded, staged);
        Partitioning = Metadata.DefaultSpec.ToPartitioning(Metadata.CurrentSchema);
        SortOrder = Metadata.SortOrder.ToSortFields(Metadata.CurrentSchema);
        Snapshots = [.. Metadata.Lineage.History.Select(s => s.View)];
    }

    public TableFolder Folder { get; }

    public LoadedMetadata Loaded { get; }

    public StagedFiles? Staged { get; }

    public TableMetadata Metadata => Loaded.Metadata;

    public override TableLocation Location => Folder.Location;

    public override Guid TableId => Metadata.TableId;

    public override Schema Schema => Metadata.CurrentSchema.Arrow;

    public override IReadOnlyList<string> Key => Metadata.CurrentSchema.Key;

    public override IReadOnlyList<PartitionField> Partitioning { get; }

    public override int PartitioningId => Metadata.DefaultSpec.Id;

    public override IReadOnlyList<SortField> SortOrder { get; }

    public override int SortOrderId => SortOrder.Count == 0 ? 0 : Metadata.SortOrder.Id;

    public override IReadOnlyDictionary<string, string> Properties => Metadata.Properties;

    public override IReadOnlyList<TableSnapshot> Snapshots { get; }

    public override TableSnapshot? Current => Metadata.Current?.View;

    public override IReadOnlyList<TableReference> References => Metadata.References;

    public override string? Branch => Metadata.Branch;

    public override bool IsStaged => Staged is not null;

    public override Schema SchemaAt(long snapshotId) => SchemaOf(DemandSnapshot(snapshotId)).Arrow;

    public override TableSnapshot? FindSnapshot(long id) => Metadata.Find(id)?.View;

    // A snapshot of a branch became current later than it was committed.
    public override TableSnapshot? FindCurrentAt(DateTimeOffset time) => (Branch is null ? Metadata.Lineage.FindCurrentAt(time)?.View : null) ?? base.FindCurrentAt(time);

    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.IncompatibleVersion"/>: we cannot write such a table so that others read it, or race with its writers.</exception>
    public void DemandWritable()
    {
        if (Metadata.FormatVersion != 2)
            throw IcebergErrors.ReadOnly(Location, $"it has Iceberg format version {Metadata.FormatVersion}");
        // Its other writers create files of another name: both would win a race.
        if (MetadataStore.IsCompressed(Loaded.Path) || string.Equals(Metadata.Properties.GetValueOrDefault(MetadataStore.CompressionProperty), "gzip", StringComparison.OrdinalIgnoreCase))
            throw IcebergErrors.ReadOnly(Location, "its metadata files are compressed with gzip");
    }

    public IcebergSnapshot DemandSnapshot(long id) => Metadata.Find(id) ?? throw IcebergErrors.SnapshotNotFound(Location, id);

    /// <summary>The schema in which a snapshot is read: the current one in the table's, which may have changed since it was committed.</summary>
    public IcebergSchema SchemaOf(IcebergSnapshot snapshot) =>
        snapshot.View.Id != Metadata.Current?.View.Id && snapshot.SchemaId is int id && Metadata.Schemas.TryGetValue(id, out IcebergSchema? schema) ? schema : Metadata.CurrentSchema;

    /// <summary>The state behind the contract's type.</summary>
    /// <exception cref="ArgumentException">Another table format made it.</exception>
    public static IcebergTableState From(TableState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state as IcebergTableState ?? throw new ArgumentException("The state was made by another table format: load the table with this one.", nameof(state));
    }
}

/// <summary>Uncommitted changes on top of a committed state.</summary>
internal sealed record StagedFiles(IReadOnlyList<DataFile> Added, IReadOnlySet<ObjectPath> Removed)
{
    public static StagedFiles Over(StagedFiles? basis, TableCommit commit)
    {
        HashSet<ObjectPath> removed = [.. commit.Removed.Select(f => f.Path)];
        IEnumerable<DataFile> kept = (basis?.Added ?? []).Where(f => !removed.Contains(f.Path));
        return new StagedFiles([.. kept, .. commit.Added], removed.Union(basis?.Removed ?? (IEnumerable<ObjectPath>)[]).ToHashSet());
    }
}
