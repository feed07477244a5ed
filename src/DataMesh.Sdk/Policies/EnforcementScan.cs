using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The one place where rows leave a port: a pinned snapshot, read under one decision at one time. Every way out starts here.</summary>
/// <remarks>
/// Row filters see raw values, then columns are masked, then the reader's own filter sees what the reader sees. Where anything is restricted, batches have a fixed size, so that
/// their sizes count no hidden rows.
/// </remarks>
internal sealed class EnforcementScan
{
    // About as many as a row group has that we write: smaller parts cost more than they give.
    private const int BatchesOfPart = 4;

    private readonly MeshServices _services;
    private readonly TableState _table;
    private readonly MaskKeys _keys;
    private readonly UsedColumns _used = new();

    private EnforcementScan(MeshServices services, PortBinding port, AccessDecision decision, TableState table, TableSnapshot? snapshot, AccessPlan plan, MaskKeys keys)
    {
        (_services, _table, _keys) = (services, table, keys);
        (Port, Decision, Snapshot, Plan) = (port, decision, snapshot, plan);
        Now = services.Time.GetUtcNow();
    }

    public PortBinding Port { get; }

    public AccessDecision Decision { get; }

    /// <summary>The table as it was loaded.</summary>
    public TableState Table => _table;

    /// <summary>Who reads, for the audit record: the decision's principal, unless somebody looks through its eyes.</summary>
    public MeshPrincipal? Reader
    {
        get => field ?? Decision.Principal;
        set;
    }

    /// <summary>What the decision means for the pinned schema.</summary>
    public AccessPlan Plan { get; }

    /// <summary>The time of the read, which conditions of the policy mean by now.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The pinned snapshot; null while the port is empty.</summary>
    public TableSnapshot? Snapshot { get; }

    /// <summary>The columns that were read so far, conditions of the reader included; empty when that is not known.</summary>
    public IReadOnlyList<string> UsedColumns => _used.List(Schema);

    /// <summary>A condition of the reader on every read; null: none.</summary>
    public Filter? Only { get; set; }

    /// <summary>The rows of the pinned snapshot; null when the decision restricts or the writer did not record them.</summary>
    public long? TotalRows => Only is not null ? null : Snapshot is null ? 0 : PortSnapshots.ForReader(Snapshot, Plan.IsUnrestricted).TotalRows;

    /// <summary>The reader's schema: it depends on the decision only, never on data.</summary>
    public Schema Schema => Plan.Schema;

    /// <summary>Tells, while a stream is open, whether the decision is still what it was; null: nobody needs to look.</summary>
    public Func<CancellationToken, ValueTask<bool>>? StillHolds { get; set; }

    /// <summary>The decision as one filter and one mask per column, for engines that are proven to evaluate it as this scan does; null when it depends on the row.</summary>
    public UniformSight? Uniform => Plan.ToUniform(Decision.Principal, Now);

    /// <exception cref="PolicyDeniedException">The decision denies, or it cannot be enforced on the snapshot.</exception>
    public static async Task<EnforcementScan> OpenAsync(MeshServices services, PortBinding port, AccessDecision decision, SnapshotSelector? at, CancellationToken cancellationToken)
    {
        decision.Demand(port.Name);
        TableState table = await LoadAsync(services, port, cancellationToken).ConfigureAwait(false);
        TableSnapshot? snapshot = await SnapshotSelection.FindAsync(services, table, port, at, seesBranches: decision.FullSight is not null, cancellationToken).ConfigureAwait(false);
        MaskKeys keys = await MaskKeys.FindAsync(services.MaskKeys, port, decision, services.Logger, cancellationToken).ConfigureAwait(false);
        AccessPlan plan = Compile(services, port, decision, table, snapshot, keys);
        if (plan.Denial is { } denial)
            throw new PolicyDeniedException(denial) { Product = port.Name.Product, Port = port.Name, Operation = "read" };
        return new EnforcementScan(services, port, decision, table, snapshot, plan, keys);
    }

    /// <summary>What an allowed decision means for the current snapshot; the plan says when it denies.</summary>
    public static async Task<(AccessPlan Plan, TableState Table)> PlanAsync(MeshServices services, PortBinding port, AccessDecision decision, CancellationToken cancellationToken)
    {
        TableState table = await LoadAsync(services, port, cancellationToken).ConfigureAwait(false);
        MaskKeys keys = await MaskKeys.FindAsync(services.MaskKeys, port, decision, services.Logger, cancellationToken).ConfigureAwait(false);
        return (Compile(services, port, decision, table, table.Current, keys), table);
    }

    /// <summary>What another decision means for the snapshot that this scan has pinned.</summary>
    public async ValueTask<AccessPlan> ReplanAsync(PortBinding port, AccessDecision decision, CancellationToken cancellationToken)
    {
        MaskKeys keys = await MaskKeys.FindAsync(_services.MaskKeys, port, decision, _services.Logger, cancellationToken).ConfigureAwait(false);
        return Compile(_services, port, decision, _table, Snapshot, keys);
    }

    /// <summary>The files with the same rows, for an engine that applies what the grant asks for itself; null when the rows must be read here.</summary>
    public async Task<DirectFiles?> TryGrantFilesAsync(CancellationToken cancellationToken)
    {
        if (Snapshot is null || Only is not null || Uniform is not { } sight)
            return null;
        DirectGrant grant = new(_services.Tables, _table, Snapshot, sight, Plan.Columns.Where(c => c.MayPrune).Select(c => c.Stored.GetFieldId()).OfType<int>().ToHashSet());
        DirectFiles? files = await grant.TryCreateAsync(cancellationToken).ConfigureAwait(false);
        // The engine does not say which columns of its files it looks at.
        if (files is not null)
            _used.AddUnknown();
        return files;
    }

    /// <summary>Reads enforced rows. The filter sees what the reader sees. Each batch belongs to the receiver.</summary>
    /// <param name="columns">The columns; null for all.</param>
    /// <param name="filter">Rows for which it is not true are left out; null for none.</param>
    /// <param name="allowDictionaries">True when the receiver reads dictionary-encoded texts and passes no batch on: a dictionary may hold texts of rows that were left out.</param>
    /// <param name="anyOrder">True when rows may come in any order.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public IAsyncEnumerable<RecordBatch> ReadAsync(IReadOnlyList<string>? columns, Filter? filter, bool allowDictionaries, bool anyOrder, CancellationToken cancellationToken)
    {
        filter = Only is null ? filter : filter is null ? Only : Filter.And(Only, filter);
        foreach (string column in columns ?? [])
            DemandColumn(column);
        foreach (string column in filter?.GetColumns() ?? (IEnumerable<string>)[])
            DemandColumn(column);
        // A condition that does not fit the reader's schema is refused whatever rows there are.
        if (filter is not null)
            FilterEvaluator.Create(filter, Schema);
        IReadOnlyList<string> output = columns ?? [.. Schema.FieldsList.Select(f => f.Name)];
        _used.Add(output);
        _used.Add(filter?.GetColumns() ?? (IEnumerable<string>)[]);
        IReadOnlyList<string> shown = filter is null ? output : [.. output.Concat(filter.GetColumns().Except(output, StringComparer.Ordinal))];
        IAsyncEnumerable<RecordBatch> rows = Plan.IsUnrestricted
            ? Scan(shown, filter, allowDictionaries, anyOrder, cancellationToken)
            : Enforce(shown, filter, allowDictionaries, anyOrder, cancellationToken);
        return filter is null && Plan.IsUnrestricted ? rows : FilterStage.RunAsync(rows, filter, output.Count, _services.Limits.BatchRows, cancellationToken);
    }

    /// <summary>Reads enforced rows in the order of the port.</summary>
    public IAsyncEnumerable<RecordBatch> ReadAsync(IReadOnlyList<string>? columns, Filter? filter, bool allowDictionaries, CancellationToken cancellationToken) =>
        ReadAsync(columns, filter, allowDictionaries, anyOrder: false, cancellationToken);

    /// <summary>The files in which two snapshots of the port differ.</summary>
    public async Task<TableChanges> PlanChangesAsync(long? from, long to, CancellationToken cancellationToken)
    {
        TableChanges changes = await _services.Tables.PlanChangesAsync(_table, from, to, cancellationToken).ConfigureAwait(false);
        // The same order in every process, whatever the table format remembers: places in it are stored.
        return changes with { Added = [.. changes.Added.OrderBy(t => t.File.Path.ToString(), StringComparer.Ordinal)], Removed = [.. changes.Removed.OrderBy(t => t.File.Path.ToString(), StringComparer.Ordinal)] };
    }

    /// <summary>Reads the enforced rows of one file that a publish added or removed, in today's columns, with their places in the file. Each batch belongs to the receiver.</summary>
    /// <remarks>Nothing is pruned: a place is the same whatever the time of the read lets through.</remarks>
    public async IAsyncEnumerable<ChangedRows> ReadChangedAsync(ScanTask task, IReadOnlyList<string> columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _used.Add(columns);
        RowPolicy policy = new(Plan, columns, _keys, Decision.Principal, Now, decode: true);
        FileReadRequest read = new() { Columns = policy.StoredColumns, BatchRows = _services.Limits.BatchRows, AllowDictionaries = true };
        long first = 0;
        await foreach (RecordBatch batch in _services.Tables.ReadTaskAsync(task, read, cancellationToken).ConfigureAwait(false))
        {
            int length = batch.Length;
            List<int> places = new(length);
            if (policy.Apply(batch, places) is { } visible)
                yield return new ChangedRows(visible, first, places);
            first += length;
        }
    }

    private async IAsyncEnumerable<RecordBatch> Enforce(IReadOnlyList<string> shown, Filter? filter, bool allowDictionaries, bool anyOrder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RowPolicy policy = new(Plan, shown, _keys, Decision.Principal, Now, decode: !allowDictionaries);
        // The reader's own conditions prune only where the reader sees raw values; what else could answer them would be hidden data.
        Filter? own = filter is null ? null : PruningFilter.Keep(filter, name => Plan.Columns.Any(c => c.MayPrune && c.Stored.Name == name));
        // Encoded texts are cheaper to filter, to mask and to copy; the policy decodes what the receiver wants plain.
        Filter[] pruning = [.. new[] { policy.Pruning, own }.OfType<Filter>()];
        await foreach (RecordBatch batch in Scan(policy.StoredColumns, pruning.Length == 0 ? null : Filter.And(pruning), allowDictionaries: true, anyOrder, cancellationToken).ConfigureAwait(false))
            if (policy.Apply(batch) is { } visible)
                yield return visible;
    }

    // The stored rows, read ahead of the reader on other threads.
    private IAsyncEnumerable<RecordBatch> Scan(IReadOnlyList<string> columns, Filter? pruning, bool allowDictionaries, bool anyOrder, CancellationToken cancellationToken)
    {
        if (Snapshot is null)
            return AsyncEnumerable.Empty<RecordBatch>();
        ScanRequest plan = new() { SnapshotId = Snapshot.Id, Filter = pruning };
        FileReadRequest read = new() { Columns = columns, Filter = pruning, BatchRows = _services.Limits.BatchRows, AllowDictionaries = allowDictionaries };
        if (_services.Limits.Parallelism == 1)
            return PrefetchStage.RunAsync(token => ReadOneByOneAsync(plan, read, token), capacity: 2, cancellationToken);
        return ParallelStage.RunAsync(
            token => new ScanParts(_services.Tables.PlanAsync(_table, plan, token).GetAsyncEnumerator(token), _services.Tables.Capabilities.RowGroupReads, BatchesOfPart * (long)_services.Limits.BatchRows),
            (part, token) => _services.Tables.ReadTaskAsync(part.Task, read with { RowGroups = part.RowGroups }, token),
            _services.Limits.Parallelism,
            anyOrder,
            cancellationToken);
    }

    private async IAsyncEnumerable<RecordBatch> ReadOneByOneAsync(ScanRequest plan, FileReadRequest read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ScanTask task in _services.Tables.PlanAsync(_table, plan, cancellationToken).ConfigureAwait(false))
            await foreach (RecordBatch batch in _services.Tables.ReadTaskAsync(task, read, cancellationToken).ConfigureAwait(false))
                yield return batch;
    }

    private void DemandColumn(string column)
    {
        if (Schema.FieldsLookup.Contains(column))
            return;
        string? nearest = NearestName.Find(column, Schema.FieldsList.Select(f => f.Name));
        throw new DataMeshException(DataMeshErrorKind.InvalidRequest,
            $"Cannot read '{Port.Name}': it has no column '{column}'. {(nearest is null ? $"Its columns are '{string.Join("', '", Schema.FieldsList.Select(f => f.Name))}'." : $"Did you mean '{nearest}'?")}")
        {
            Product = Port.Name.Product,
            Port = Port.Name,
            Operation = "read",
        };
    }

    private static AccessPlan Compile(MeshServices services, PortBinding port, AccessDecision decision, TableState table, TableSnapshot? snapshot, MaskKeys keys) =>
        AccessPlanner.Plan(port, decision, table.Schema, snapshot is null ? table.Schema : table.SchemaAt(snapshot.Id), keys.Missing, services.Time.GetUtcNow());

    private static async Task<TableState> LoadAsync(MeshServices services, PortBinding port, CancellationToken cancellationToken) =>
        await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false)
        ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot read '{port.Name}': its descriptor names the table '{port.Output.TablePath}', but no table lies there. Restore the folder, or ask {port.Owner}.") { Product = port.Name.Product, Port = port.Name, Operation = "read" };
}
