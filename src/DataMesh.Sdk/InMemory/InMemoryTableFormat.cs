using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Keeps tables in the memory of the process: the vendor-free reference of what a table format does.</summary>
/// <remarks>
/// Thread-safe. Nothing is written to the table's store; the store's root and the folder only name the table. Rows lie in managed memory, so a reader may
/// outlive what it reads, and disposing the format only forgets its tables.
/// </remarks>
public sealed class InMemoryTableFormat : TableFormat
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Uri Root, ObjectPath Path), InMemoryTableState> _tables = [];
    private readonly ConcurrentDictionary<(Uri Root, ObjectPath Path), ImmutableList<RecordBatch>> _files = [];
    private readonly TimeProvider _time;

    /// <summary>Creates a format without tables.</summary>
    /// <param name="time">The clock of snapshots; null: the system's.</param>
    public InMemoryTableFormat(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public override string Name => "memory";

    /// <inheritdoc/>
    public override TableFormatCapabilities Capabilities { get; } = new() { ConcurrentCommits = true, TimeTravel = true, Partitioning = true };

    /// <inheritdoc/>
    public override Task<TableState> CreateAsync(TableLocation table, TableDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(definition);
        cancellationToken.ThrowIfCancellationRequested();
        InMemoryTableState state = InMemoryTableState.Create(table, definition, InMemoryTableRules.NumberFields(table, definition));
        lock (_gate)
            return _tables.TryAdd(Key(table), state) ? Task.FromResult<TableState>(state) : throw new DataMeshException(
                DataMeshErrorKind.AlreadyExists, $"Cannot create the table '{table}' in memory: a table lies there already. Load it, or choose another folder.") { Adapter = "in-memory", Operation = "create" };
    }

    /// <inheritdoc/>
    public override Task<TableState?> LoadAsync(TableLocation table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return Task.FromResult<TableState?>(_tables.GetValueOrDefault(Key(table)));
    }

    /// <inheritdoc/>
    public override Task<TableState> SetPropertiesAsync(TableState basis, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(properties);
        InMemoryTableState own = Own(basis);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            InMemoryTableState newest = Newest(own.Location, "set properties of");
            if (properties.Keys.Any(name => newest.Properties.GetValueOrDefault(name) != own.Properties.GetValueOrDefault(name)))
                throw new CommitConflictException($"Cannot set properties of the table '{own.Location}' in memory: they were changed since it was loaded. Load it again and decide anew.") { Adapter = "in-memory", Operation = "evolve" };
            return Task.FromResult<TableState>(_tables[Key(own.Location)] = newest.With(properties));
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ScanTask> PlanAsync(TableState state, ScanRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        InMemoryTableState own = Own(state);
        ImmutableList<LiveFile> live = request.SnapshotId is long id ? own.LiveAt(id) : own.Live;
        return PlanCore(own, live, request.Filter, cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<RecordBatch> ReadTaskAsync(ScanTask task, FileReadRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(request);
        ImmutableList<RecordBatch> batches = _files.GetValueOrDefault((task.Table.Store.Root, task.File.Path)) ?? throw new DataMeshException(
            DataMeshErrorKind.CorruptData, $"Cannot read the data file '{task.File.Path}' of the table '{task.Table}' in memory: it is gone. It was discarded, or another process wrote it.") { Adapter = "in-memory", Operation = "read" };
        return new InMemoryTaskReader(task, request).ReadAsync(batches, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The file names' extension is <c>memory</c>. The size of a file is the size of its Arrow buffers.</remarks>
    public override IAsyncEnumerable<DataFile> WriteAsync(TableState state, IAsyncEnumerable<RecordBatch> rows, TableWriteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        return WriteCore(Own(state), rows, options, cancellationToken);
    }

    /// <inheritdoc/>
    public override TableState Stage(TableState basis, TableCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        InMemoryTableState own = Own(basis);
        if (own.FindDead(commit.Removed) is { } dead)
            throw new ArgumentException($"Cannot stage a change of the table '{basis.Location}': the file '{dead.Path}' that it removes is not live in its basis.", nameof(commit));
        return own.Stage(commit);
    }

    /// <inheritdoc/>
    public override Task<CommitResult> CommitAsync(TableState basis, TableCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (Own(basis).IsStaged)
            throw new ArgumentException($"Cannot commit to the table '{basis.Location}' on a staged state: commit on the state it was staged from.", nameof(basis));
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            InMemoryTableState newest = Newest(basis.Location, "commit to");
            if (newest.FindCommit(commit.CommitKey) is { } earlier)
                return Task.FromResult(new CommitResult { Outcome = CommitOutcome.AlreadyCommitted, State = newest, Snapshot = earlier });
            if (InMemoryTableRules.FindConflict(Own(basis), newest, commit) is { } conflict)
                return Task.FromResult(new CommitResult { Outcome = CommitOutcome.Conflict, State = newest, Conflict = conflict });
            TableSnapshot snapshot = InMemoryTableRules.NextSnapshot(newest, commit, _time.GetUtcNow());
            InMemoryTableState after = newest.Commit(commit, snapshot);
            _tables[Key(basis.Location)] = after;
            return Task.FromResult(new CommitResult { Outcome = CommitOutcome.Committed, State = after, Snapshot = snapshot });
        }
    }

    /// <inheritdoc/>
    /// <remarks>Files that a snapshot reads are kept.</remarks>
    public override Task DiscardAsync(TableState state, IReadOnlyList<DataFile> files, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        cancellationToken.ThrowIfCancellationRequested();
        TableLocation table = Own(state).Location;
        lock (_gate)
        {
            InMemoryTableState? newest = _tables.GetValueOrDefault(Key(table));
            foreach (DataFile file in files)
                if (newest?.Knows(file.Path) != true)
                    _files.TryRemove((table.Store.Root, file.Path), out _);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_gate)
            _tables.Clear();
        _files.Clear();
        base.Dispose(disposing);
    }

    private InMemoryTableState Newest(TableLocation table, string operation) => _tables.GetValueOrDefault(Key(table)) ?? throw new DataMeshException(
        DataMeshErrorKind.NotFound, $"Cannot {operation} the table '{table}' in memory: no table lies there. Create it first.") { Adapter = "in-memory", Operation = "commit" };

    private static (Uri Root, ObjectPath Path) Key(TableLocation table) => (table.Store.Root, table.Path);

    private static InMemoryTableState Own(TableState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state as InMemoryTableState ?? throw new ArgumentException($"The state of the table '{state.Location}' comes from another table format.", nameof(state));
    }

    private static async IAsyncEnumerable<ScanTask> PlanCore(InMemoryTableState state, ImmutableList<LiveFile> live, Filter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (LiveFile file in live)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (filter is null || InMemoryTableRules.CouldMatch(state, file.File, filter))
                yield return new ScanTask { Table = state.Location, File = file.File, Schema = state.Schema, SequenceNumber = file.SequenceNumber };
        }
    }

    private async IAsyncEnumerable<DataFile> WriteCore(InMemoryTableState state, IAsyncEnumerable<RecordBatch> rows, TableWriteOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        InMemoryTableWriter writer = new(state, options);
        List<DataFile> written = [];
        bool complete = false;
        try
        {
            await foreach (RecordBatch batch in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using (batch)
                    writer.Add(batch);
                cancellationToken.ThrowIfCancellationRequested();
                while (writer.TryTake(out DataFile? file, out ImmutableList<RecordBatch>? content))
                    yield return Keep(file, content);
            }
            writer.CloseAll();
            while (writer.TryTake(out DataFile? file, out ImmutableList<RecordBatch>? content))
                yield return Keep(file, content);
            complete = true;
        }
        finally
        {
            if (!complete)
                await DiscardAsync(state, written, CancellationToken.None).ConfigureAwait(false);
        }

        DataFile Keep(DataFile file, ImmutableList<RecordBatch> content)
        {
            _files[(state.Location.Store.Root, file.Path)] = content;
            written.Add(file);
            return file;
        }
    }
}
