using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>A table as one of its versions describes it. Immutable; a table format derives its own and keeps what it needs in it.</summary>
public abstract class TableState
{
    /// <summary>Where the table lies.</summary>
    public abstract TableLocation Location { get; }

    /// <summary>The table's id.</summary>
    public abstract Guid TableId { get; }

    /// <summary>The current schema; every field has its id (<see cref="ArrowFields.GetFieldId"/>).</summary>
    public abstract Schema Schema { get; }

    /// <summary>The key columns.</summary>
    public abstract IReadOnlyList<string> Key { get; }

    /// <summary>The current partitioning.</summary>
    public abstract IReadOnlyList<PartitionField> Partitioning { get; }

    /// <summary>The id of the current partitioning (<see cref="DataFile.PartitioningId"/>): files that have another one were written before it changed.</summary>
    public virtual int PartitioningId => 0;

    /// <summary>The order that maintenance sorts rows in; empty: none, or one that is not made of columns themselves.</summary>
    public virtual IReadOnlyList<SortField> SortOrder => [];

    /// <summary>The id of <see cref="SortOrder"/> (<see cref="DataFile.SortOrderId"/>); 0: none.</summary>
    public virtual int SortOrderId => 0;

    /// <summary>Table properties.</summary>
    public abstract IReadOnlyDictionary<string, string> Properties { get; }

    /// <summary>The snapshots that were current and still exist, oldest first. A staged snapshot is not among them; neither are those that only other branches have.</summary>
    public abstract IReadOnlyList<TableSnapshot> Snapshots { get; }

    /// <summary>The current snapshot; null while the table is empty.</summary>
    public abstract TableSnapshot? Current { get; }

    /// <summary>The tags and branches, <see cref="TableReference.Main"/> among them.</summary>
    public virtual IReadOnlyList<TableReference> References => [];

    /// <summary>The branch that <see cref="TableFormat.OnBranch"/> chose, whose snapshots are <see cref="Snapshots"/> and <see cref="Current"/>; null: <see cref="TableReference.Main"/>.</summary>
    public virtual string? Branch => null;

    /// <summary>A snapshot that still exists, on whatever branch; null when there is none of the id.</summary>
    public virtual TableSnapshot? FindSnapshot(long id) => Snapshots.FirstOrDefault(s => s.Id == id);

    /// <summary>The snapshot that was current at a time; null when none is known to have been.</summary>
    public virtual TableSnapshot? FindCurrentAt(DateTimeOffset time) => Snapshots.LastOrDefault(s => s.CommittedAt <= time);

    /// <summary>True for a state that <see cref="TableFormat.Stage"/> made and nobody has committed.</summary>
    public abstract bool IsStaged { get; }

    /// <summary>The schema as of a snapshot; every field has its id. That of <see cref="Current"/> is <see cref="Schema"/>.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: there is no such snapshot.</exception>
    public abstract Schema SchemaAt(long snapshotId);
}
