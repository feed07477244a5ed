using System.Globalization;
using DataMesh.Adapters.Authoring;
using DataMesh.Adapters.Iceberg;

namespace DataMesh.Tests.Simulation;

/// <summary>The reference: what each commit means for the rows, held against every version of the table at the moment when it appears.</summary>
internal sealed class TableHistory
{
    private readonly RootedStore _store;
    private readonly IcebergTableFormat _format;
    private readonly ManifestStore _manifests = new(new IcebergOptions(), new FileCache(16 << 20));
    private readonly Dictionary<ObjectPath, long[]> _rows = [];
    private readonly Dictionary<string, TableChangeKind> _intended = [];
    private readonly Dictionary<string, long> _argument = [];
    private readonly HashSet<string> _refused = [];
    private readonly Dictionary<string, int> _counts = [];
    private HashSet<ObjectPath> _referenced = [];
    private int _version;
    private TableSnapshot? _current;
    private long[] _live = [];

    public TableHistory(ObjectStore store)
    {
        _store = new RootedStore(store);
        _format = new IcebergTableFormat(new ParquetSharpFileFormat());
    }

    public static ObjectPath Table { get; } = "table";

    /// <summary>The first thing that was wrong: the code under test may swallow exceptions.</summary>
    public string? Violation { get; private set; }

    /// <summary>The keys of the commits that came about, in their order.</summary>
    public List<string> Committed { get; } = [];

    /// <summary>The rows that the table has now.</summary>
    public IReadOnlyList<long> Live => _live;

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public int Version => _version;

    /// <summary>A reader that has seen every version.</summary>
    public IcebergTableFormat Reader => _format;

    public TableLocation Location => new() { Store = _store, Path = Table };

    public void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    public long[] RowsOf(ObjectPath file) => _rows[file];

    public void Write(ObjectPath file, long[] rows) => _rows[file] = rows;

    public void Intend(string key, TableChangeKind kind, long argument) => (_intended[key], _argument[key]) = (kind, argument);

    /// <summary>A writer was told that its commit stands.</summary>
    public void Acknowledge(string key)
    {
        Count("Acknowledged");
        if (!Committed.Contains(key))
            throw Fail($"The commit '{key}' was acknowledged and is not there.");
    }

    /// <summary>A writer was told that its commit does not stand.</summary>
    public void Refuse(string key)
    {
        Count("Refused");
        _refused.Add(key);
    }

    /// <summary>Goes on with a table that is there: files of one row each, in their order.</summary>
    public void Resume(long[] rows)
    {
        IcebergTableState state = (IcebergTableState)Now(_format.LoadAsync(Location))!;
        foreach ((ObjectPath file, long row) in Files(state).Zip(rows))
            _rows[file] = [row];
        (_current, _version, _live) = (state.Current, state.Loaded.Version, rows);
        _referenced = ReferencedBy(state);
    }

    /// <summary>A process deletes an object.</summary>
    public void Delete(ObjectPath path)
    {
        if (_referenced.Contains(path))
            throw Fail($"'{path}' is deleted, and a snapshot of version {_version} reads it.");
    }

    /// <summary>An object has appeared.</summary>
    public void Put(ObjectPath path)
    {
        if (!path.Name.EndsWith(".metadata.json", StringComparison.Ordinal))
            return;
        try
        {
            CheckNewVersion();
        }
        catch (DataMeshException error)
        {
            throw Fail($"The new version cannot be read: {error.Message}");
        }
    }

    private void CheckNewVersion()
    {
        IcebergTableState state = (IcebergTableState)Now(_format.LoadAsync(Location))!;
        if (state.Loaded.Version != ++_version)
            throw Fail($"After version {_version - 1} comes version {state.Loaded.Version}.");
        long[] rows = [.. Files(state).SelectMany(f => _rows[f]).Order()];
        if (state.Current?.Id == _current?.Id)
            Demand(rows, _live, "a version without a new snapshot");
        else
            Check(state.Current!, rows);
        (_current, _live) = (state.Current, rows);
        _referenced = ReferencedBy(state);
    }

    /// <summary>At the end: what was refused never came about, and whoever reads finds every file of every snapshot.</summary>
    /// <param name="reader">Who reads; null: somebody who knows nothing.</param>
    public void CheckEnd(IcebergTableFormat? reader = null)
    {
        if (_refused.FirstOrDefault(Committed.Contains) is { } wrong)
            throw Fail($"The commit '{wrong}' was refused and is there.");
        reader ??= new IcebergTableFormat(new ParquetSharpFileFormat());
        TableState state = Now(reader.LoadAsync(Location))!;
        foreach (TableSnapshot snapshot in state.Snapshots)
            foreach (ScanTask task in Now(reader.PlanAsync(state, new ScanRequest { SnapshotId = snapshot.Id }).ToListAsync()))
                if (Now(_store.FindAsync(task.File.Path)) is null)
                    throw Fail($"Snapshot {snapshot.Id} reads '{task.File.Path}', which is not there.");
        Demand([.. Files((IcebergTableState)state).SelectMany(f => _rows[f]).Order()], _live, "the end");
    }

    /// <summary>After everything has expired and orphans are gone: exactly what the table reads is left.</summary>
    public void CheckNothingIsLeftOver()
    {
        ObjectPath[] left = [.. Now(_store.ListAsync(Table, null, CancellationToken.None).ToListAsync()).Select(o => o.Path).Where(p => p.Name.EndsWith(".avro", StringComparison.Ordinal) || p.Name.EndsWith(".parquet", StringComparison.Ordinal))];
        if (left.FirstOrDefault(p => !_referenced.Contains(p)) is { IsRoot: false } orphan)
            throw Fail($"'{orphan}' is left over.");
    }

    /// <summary>The rows after a change.</summary>
    public static IEnumerable<long> Apply(TableChangeKind kind, long argument, IEnumerable<long> rows) => kind switch
    {
        TableChangeKind.Append or TableChangeKind.AppendOnce => rows.Append(argument),
        TableChangeKind.Overwrite => [argument],
        TableChangeKind.Delete => rows.Where(row => row < argument || row > argument + TableActor.DeletedRows),
        _ => rows,
    };

    private void Check(TableSnapshot snapshot, long[] rows)
    {
        string key = snapshot.Summary[IcebergSnapshot.CommitKeyProperty];
        if (Committed.Contains(key))
            throw Fail($"The commit '{key}' is there twice.");
        Committed.Add(key);
        if (snapshot.ParentId != _current?.Id || snapshot.SequenceNumber != (_current?.SequenceNumber ?? 0) + 1)
            throw Fail($"Snapshot {snapshot.SequenceNumber} of '{key}' does not follow snapshot {_current?.SequenceNumber ?? 0}.");
        Demand(rows, [.. Apply(_intended[key], _argument[key], _live).Order()], $"the {_intended[key]} of '{key}'");
    }

    private InvalidOperationException Fail(string violation)
    {
        Violation ??= violation;
        return new InvalidOperationException(violation);
    }

    private void Demand(long[] rows, long[] expected, string after)
    {
        if (!rows.AsSpan().SequenceEqual(expected))
            throw Fail(string.Create(CultureInfo.InvariantCulture, $"After {after} the table has the rows {string.Join(',', rows)} and should have {string.Join(',', expected)}."));
    }

    private HashSet<ObjectPath> ReferencedBy(IcebergTableState state) => Now(new ReferencedFiles(state.Folder, _manifests).OfAsync(state.Loaded, CancellationToken.None));

    private IEnumerable<ObjectPath> Files(IcebergTableState state) => Now(_format.PlanAsync(state, new ScanRequest()).ToListAsync()).Select(t => t.File.Path);

    // The store below answers at once.
    private static T Now<T>(Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("The reference waits.");

    private static T Now<T>(ValueTask<T> task) => Now(task.AsTask());
}
