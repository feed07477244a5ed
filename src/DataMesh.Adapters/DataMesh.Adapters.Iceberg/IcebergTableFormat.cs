using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Adapters.Iceberg;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataMesh.Adapters;

/// <summary>Apache Iceberg tables, written in format version 2 and read in versions 1 to 3, in folders of any <see cref="ObjectStore"/>: no catalog service, any Iceberg reader can open them.</summary>
/// <remarks>
/// Thread-safe. A commit is the create-only put of the next <c>metadata/v&lt;N&gt;.metadata.json</c>; any number of processes may commit to one table if
/// the store declares <see cref="StoreCapabilities.ConditionalCreate"/>. Writes are copy-on-write; delete files and deletion vectors of other writers are applied when rows are read.
/// </remarks>
public sealed class IcebergTableFormat : TableFormat
{
    private readonly FileFormat _fileFormat;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MetadataStore _metadata;
    private readonly ScanPlanner _planner;
    private readonly ChangePlanner _changes;
    private readonly TaskReader _reader;
    private readonly StoredSchemas _stored;
    private readonly TableCommitter _committer;
    private readonly SchemaCommitter _schemas;
    private readonly ReferenceCommitter _references;
    private readonly TableMaintenance _maintenance;
    private readonly ReadRehearsal _rehearsal;

    /// <summary>Creates the format.</summary>
    /// <param name="fileFormat">Reads and writes the data files; stays the caller's.</param>
    /// <param name="options">Options; null: the defaults. They are read once.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <param name="logger">Where to log; null: nowhere.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public IcebergTableFormat(FileFormat fileFormat, IcebergOptions? options = null, TimeProvider? timeProvider = null, ILogger? logger = null)
        : this(fileFormat, options, timeProvider, logger, Random.Shared)
    {
    }

    /// <summary>Creates the format with a source of snapshot ids and pauses that a simulation can repeat.</summary>
    internal IcebergTableFormat(FileFormat fileFormat, IcebergOptions? options, TimeProvider? timeProvider, ILogger? logger, Random random)
    {
        ArgumentNullException.ThrowIfNull(fileFormat);
        options ??= new IcebergOptions();
        IcebergOptionsValidator.ThrowIfInvalid(options);
        _fileFormat = fileFormat;
        _time = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
        FileCache cache = new(options.CacheBytes);
        ManifestStore manifests = new(options, cache);
        _metadata = new MetadataStore(options, cache, _logger);
        _planner = new ScanPlanner(manifests);
        _changes = new ChangePlanner(manifests);
        _reader = new TaskReader(fileFormat, new DeleteReader(fileFormat, cache, options));
        _stored = new StoredSchemas(fileFormat, cache);
        _committer = new TableCommitter(_metadata, manifests, options, _time, _logger, random);
        _schemas = new SchemaCommitter(_metadata, options, _time, _logger);
        _references = new ReferenceCommitter(_metadata, options, _time, _logger);
        _rehearsal = new ReadRehearsal(fileFormat);
        _maintenance = new TableMaintenance(_metadata, manifests, _committer, options, _time, _logger);
    }

    /// <inheritdoc/>
    public override string Name => IcebergErrors.Adapter;

    /// <inheritdoc/>
    public override TableFormatCapabilities Capabilities { get; } = new() { ConcurrentCommits = true, TimeTravel = true, Partitioning = true, SchemaEvolution = true, Maintenance = true, References = true, RowGroupReads = true, Durable = true };

    /// <inheritdoc/>
    /// <remarks>Reads a table of one row that the adapter brings along; the debug events of the file format tell of its file, below <c>datamesh/rehearsal</c>.</remarks>
    public override void Rehearse() => _rehearsal.Begin();

    /// <inheritdoc/>
    public override object? GetService(Type serviceType) => base.GetService(serviceType) ?? _fileFormat.GetService(serviceType);

    /// <inheritdoc/>
    public override async Task<TableState> CreateAsync(TableLocation table, TableDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(definition);
        TableFolder folder = new(table);
        return await _committer.CreateAsync(folder, definition, _fileFormat.Name, cancellationToken).ConfigureAwait(false) is { } created
            ? new IcebergTableState(folder, created)
            : throw new DataMeshException(DataMeshErrorKind.AlreadyExists, $"Cannot create a table at '{table}': there is one already. Load it, or choose another folder.") { Adapter = Name, Operation = "create" };
    }

    /// <inheritdoc/>
    public override async Task<TableState?> LoadAsync(TableLocation table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        TableFolder folder = new(table);
        return await _metadata.LoadNewestAsync(folder, null, cancellationToken).ConfigureAwait(false) is { } loaded ? new IcebergTableState(folder, loaded) : null;
    }

    /// <inheritdoc/>
    public override async Task<TableState> EvolveAsync(TableState basis, TableEvolution evolution, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evolution);
        IcebergTableState table = IcebergTableState.From(basis);
        if (table.IsStaged || table.Branch is not null)
            throw new ArgumentException("A state that is staged, or that of a branch, cannot be the basis of a change of columns: pass the state as it was loaded.", nameof(basis));
        table.DemandWritable();
        return new IcebergTableState(table.Folder, await _schemas.EvolveAsync(table, evolution, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override TableState OnBranch(TableState state, string branch)
    {
        ArgumentException.ThrowIfNullOrEmpty(branch);
        IcebergTableState table = IcebergTableState.From(state);
        return table.Metadata.OnBranch(branch) is { } metadata ? new IcebergTableState(table.Folder, table.Loaded with { Metadata = metadata })
            : throw new DataMeshException(DataMeshErrorKind.NotFound, $"The table '{table.Location}' has no branch '{branch}'. Create it first, or choose another one.") { Adapter = Name, Operation = "branch" };
    }

    /// <inheritdoc/>
    public override async Task<TableState> SetReferenceAsync(TableState basis, string name, TableReference? wanted, bool force, string? unlessProperty, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        IcebergTableState table = IcebergTableState.From(basis);
        if (table.IsStaged || table.Branch is not null)
            throw new ArgumentException("Tags and branches are set over a state as it was loaded.", nameof(basis));
        table.DemandWritable();
        return new IcebergTableState(table.Folder, await _references.SetAsync(table, name, wanted, force, unlessProperty, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ScanTask> PlanAsync(TableState state, ScanRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _planner.PlanAsync(IcebergTableState.From(state), request, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<TableChanges> PlanChangesAsync(TableState state, long? from, long to, CancellationToken cancellationToken = default) =>
        _changes.PlanAsync(IcebergTableState.From(state), from, to, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<RecordBatch> ReadTaskAsync(ScanTask task, FileReadRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(request);
        RequireInside(new TableFolder(task.Table), task.File);
        return _reader.ReadAsync(task, request, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<Schema?> FindStoredSchemaAsync(ScanTask task, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        RequireInside(new TableFolder(task.Table), task.File);
        return _stored.FindAsync(task, cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<DataFile> WriteAsync(TableState state, IAsyncEnumerable<RecordBatch> rows, TableWriteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        IcebergTableState table = IcebergTableState.From(state);
        table.DemandWritable();
        return new TableWriter(_fileFormat, table, options, _time, exception => _logger.CleanUpFailed(exception, table.Location)).WriteAsync(rows, cancellationToken);
    }

    /// <inheritdoc/>
    public override TableState Stage(TableState basis, TableCommit commit)
    {
        IcebergTableState table = IcebergTableState.From(basis);
        Validate(table, commit);
        return new IcebergTableState(table.Folder, table.Loaded, StagedFiles.Over(table.Staged, commit));
    }

    /// <inheritdoc/>
    public override Task<CommitResult> CommitAsync(TableState basis, TableCommit commit, CancellationToken cancellationToken = default)
    {
        IcebergTableState table = IcebergTableState.From(basis);
        if (table.IsStaged)
            throw new ArgumentException("A staged state cannot be the basis of a commit: pass the state it was staged on.", nameof(basis));
        table.DemandWritable();
        Validate(table, commit);
        return _committer.CommitAsync(table, commit, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Branches may ask to keep more snapshots, or older ones, than the plan; tags keep theirs, unless the plan drops both. Deleted as orphans are data, delete and manifest files by their extension, below
    /// <c>data</c> and <c>metadata</c>. Metadata files stay, with <c>v&lt;N&gt;.metadata.json</c> of every version.
    /// </remarks>
    public override Task<MaintenanceReport> MaintainAsync(TableState state, MaintenancePlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        IcebergTableState table = IcebergTableState.From(state);
        if (table.IsStaged || table.Branch is not null)
            throw new ArgumentException("A state that is staged, or that of a branch, cannot be maintained: pass the state as it was loaded.", nameof(state));
        if (plan.KeepSnapshots < 1)
            throw new ArgumentException($"The plan keeps {plan.KeepSnapshots} snapshots of each branch, and the newest always stays: keep at least 1.", nameof(plan));
        if (plan.OrphansBefore > _time.GetUtcNow() - MaintenancePlan.MinimumOrphanAge)
            throw new ArgumentException($"The plan deletes files without a snapshot that are younger than {MaintenancePlan.MinimumOrphanAge.TotalHours} hours, which may be of a publish that is under way: let OrphansBefore lie further back.", nameof(plan));
        table.DemandWritable();
        return _maintenance.RunAsync(table, plan, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task DiscardAsync(TableState state, IReadOnlyList<DataFile> files, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        IcebergTableState table = IcebergTableState.From(state);
        foreach (DataFile file in files)
            RequireInside(table.Folder, file);
        foreach (DataFile file in files)
            await table.Location.Store.DeleteAsync(file.Path, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _rehearsal.StopAsync().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        await _rehearsal.StopAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    private static void Validate(IcebergTableState table, TableCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentException.ThrowIfNullOrEmpty(commit.CommitKey, nameof(commit));
        if (commit.Operation == TableOperation.Append && commit.Removed.Count > 0)
            throw new ArgumentException("An append removes no files: use Overwrite.", nameof(commit));
        if (commit.Operation == TableOperation.Delete && commit.Added.Count > 0)
            throw new ArgumentException("A delete adds no files: use Overwrite.", nameof(commit));
        foreach (DataFile file in commit.Added)
        {
            RequireInside(table.Folder, file);
            if (!table.Metadata.Specs.TryGetValue(file.PartitioningId, out PartitionSpec? spec) || spec.Fields.Count != file.Partition.Count)
                throw new ArgumentException($"The file '{file.Path}' has {file.Partition.Count} partition values for the partitioning {file.PartitioningId}, which the table does not have in this form.", nameof(commit));
        }
        if (commit.Added.Concat(commit.Removed).GroupBy(f => f.Path).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"The file '{twice.Key}' occurs twice in one commit.", nameof(commit));
    }

    private static void RequireInside(TableFolder folder, DataFile file)
    {
        if (!file.Path.IsUnder(folder.Location.Path))
            throw new ArgumentException($"The file '{file.Path}' lies outside the table's folder '{folder.Location}'.", nameof(file));
    }
}
