using System.Collections.Frozen;
using System.Collections.Immutable;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>A live file and the commit that added it; 0 while it is staged.</summary>
internal sealed record LiveFile(DataFile File, long SequenceNumber);

/// <summary>One version of an in-memory table.</summary>
internal sealed class InMemoryTableState : TableState
{
    private InMemoryTableState(TableLocation location, TableDefinition definition, Schema schema)
    {
        Location = location;
        TableId = definition.TableId;
        Schema = schema;
        Key = [.. definition.Key];
        Partitioning = [.. definition.Partitioning];
        SortOrder = [.. definition.SortOrder];
        OwnProperties = definition.Properties.ToFrozenDictionary(StringComparer.Ordinal);
        WithoutBounds = definition.WithoutBounds.Select(name => schema.GetFieldByName(name).GetFieldId()!.Value).ToFrozenSet();
    }

    private InMemoryTableState(InMemoryTableState other)
    {
        (Location, TableId, Schema, Key, Partitioning, SortOrder, OwnProperties, WithoutBounds) =
            (other.Location, other.TableId, other.Schema, other.Key, other.Partitioning, other.SortOrder, other.OwnProperties, other.WithoutBounds);
        (History, CommitKeys, Live) = (other.History, other.CommitKeys, other.Live);
    }

    public override TableLocation Location { get; }

    public override Guid TableId { get; }

    public override Schema Schema { get; }

    public override IReadOnlyList<string> Key { get; }

    public override IReadOnlyList<PartitionField> Partitioning { get; }

    public override IReadOnlyList<SortField> SortOrder { get; }

    public override IReadOnlyDictionary<string, string> Properties => OwnProperties;

    public override IReadOnlyList<TableSnapshot> Snapshots => [.. History.Select(h => h.Snapshot)];

    public override TableSnapshot? Current => History.IsEmpty ? null : History[^1].Snapshot;

    public override bool IsStaged => Staged is not null;

    /// <summary>Field ids of the columns whose bounds are withheld.</summary>
    public FrozenSet<int> WithoutBounds { get; }

    /// <summary>The files a scan of this state reads.</summary>
    public ImmutableList<LiveFile> Live { get; private init; } = [];

    private ImmutableList<(TableSnapshot Snapshot, ImmutableList<LiveFile> Live)> History { get; init; } = [];

    private ImmutableDictionary<string, TableSnapshot> CommitKeys { get; init; } = ImmutableDictionary.Create<string, TableSnapshot>(StringComparer.Ordinal);

    private TableCommit? Staged { get; init; }

    private FrozenDictionary<string, string> OwnProperties { get; init; }

    public static InMemoryTableState Create(TableLocation location, TableDefinition definition, Schema schema) => new(location, definition, schema);

    public override Schema SchemaAt(long snapshotId)
    {
        _ = LiveAt(snapshotId);
        return Schema;
    }

    /// <summary>The files of a snapshot.</summary>
    public ImmutableList<LiveFile> LiveAt(long snapshotId) => History.Find(h => h.Snapshot.Id == snapshotId).Live
        ?? throw new DataMeshException(DataMeshErrorKind.NotFound, $"Cannot read snapshot {snapshotId} of the table '{Location}': it has no such snapshot. Choose one that is listed.") { Adapter = "in-memory", Operation = "plan" };

    /// <summary>True when any snapshot reads the file.</summary>
    public bool Knows(ObjectPath path) => History.Exists(h => h.Live.Exists(live => live.File.Path == path));

    /// <summary>The snapshot that carries a commit key; null when none does.</summary>
    public TableSnapshot? FindCommit(string commitKey) => CommitKeys.GetValueOrDefault(commitKey);

    /// <summary>The first of the files that is not live; null when all are.</summary>
    public DataFile? FindDead(IEnumerable<DataFile> files)
    {
        HashSet<ObjectPath> live = [.. Live.Select(l => l.File.Path)];
        return files.FirstOrDefault(file => !live.Contains(file.Path));
    }

    /// <summary>The state with other properties.</summary>
    public InMemoryTableState With(IEnumerable<KeyValuePair<string, string>> properties)
    {
        Dictionary<string, string> all = new(OwnProperties, StringComparer.Ordinal);
        foreach ((string name, string value) in properties)
            all[name] = value;
        return new(this) { OwnProperties = all.ToFrozenDictionary(StringComparer.Ordinal) };
    }

    /// <summary>The state with a change applied and not committed.</summary>
    public InMemoryTableState Stage(TableCommit commit) => new(this) { Live = Apply(commit, 0), Staged = commit };

    /// <summary>The state after a commit.</summary>
    public InMemoryTableState Commit(TableCommit commit, TableSnapshot snapshot)
    {
        ImmutableList<LiveFile> live = Apply(commit, snapshot.SequenceNumber);
        return new(this) { Live = live, History = History.Add((snapshot, live)), CommitKeys = CommitKeys.Add(commit.CommitKey, snapshot) };
    }

    private ImmutableList<LiveFile> Apply(TableCommit commit, long sequenceNumber)
    {
        HashSet<ObjectPath> removed = [.. commit.Removed.Select(file => file.Path)];
        return Live.RemoveAll(live => removed.Contains(live.File.Path)).AddRange(commit.Added.Select(file => new LiveFile(file, sequenceNumber)));
    }
}
