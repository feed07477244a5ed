using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The one place where rows leave a port: a pinned snapshot, read under one decision. Every way out starts here.</summary>
internal sealed class EnforcementScan
{
    private readonly MeshServices _services;
    private readonly TableState _table;

    private EnforcementScan(MeshServices services, PortBinding port, AccessDecision decision, TableState table, TableSnapshot? snapshot)
    {
        _services = services;
        Port = port;
        _table = table;
        Decision = decision;
        Snapshot = snapshot;
        Schema = EffectiveSchema(snapshot is null ? table.Schema : table.SchemaAt(snapshot.Id), port.Contract, decision);
    }

    public PortBinding Port { get; }

    public AccessDecision Decision { get; }

    /// <summary>The pinned snapshot; null while the port is empty.</summary>
    public TableSnapshot? Snapshot { get; }

    /// <summary>The rows of the pinned snapshot; null when the decision restricts or the writer did not record them.</summary>
    public long? TotalRows => Snapshot is null ? 0 : PortSnapshots.ForReader(Snapshot, Decision).TotalRows;

    /// <summary>The reader's schema: it depends on the decision only, never on data.</summary>
    public Schema Schema { get; }

    public static async Task<EnforcementScan> OpenAsync(MeshServices services, PortBinding port, AccessDecision decision, SnapshotSelector? at, CancellationToken cancellationToken)
    {
        decision.Demand(port.Name);
        TableState table = await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false)
            ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot read '{port.Name}': its descriptor names the table '{port.Output.TablePath}', but no table lies there. Restore the folder, or ask {port.Owner}.") { Product = port.Name.Product, Port = port.Name, Operation = "read" };
        return new EnforcementScan(services, port, decision, table, SnapshotSelection.Find(table, port.Name, at));
    }

    /// <summary>The files with the same rows, for an engine that applies what the grant asks for itself; null when the rows must be read here.</summary>
    public Task<DirectFiles?> TryGrantFilesAsync(CancellationToken cancellationToken) => Snapshot is not null && UniformAccess.TryOf(Decision) is { } access
        ? new DirectGrant(_services.Tables, _table, Snapshot, Schema, access).TryCreateAsync(cancellationToken) : Task.FromResult<DirectFiles?>(null);

    /// <summary>Reads enforced rows. The filter sees what the reader sees. Each batch belongs to the receiver.</summary>
    /// <param name="columns">The columns; null for all.</param>
    /// <param name="filter">Rows for which it is not true are left out; null for none.</param>
    /// <param name="allowDictionaries">True when the receiver reads dictionary-encoded texts and passes no batch on: a dictionary may hold texts of rows that were left out.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public IAsyncEnumerable<RecordBatch> ReadAsync(IReadOnlyList<string>? columns, Filter? filter, bool allowDictionaries, CancellationToken cancellationToken)
    {
        foreach (string column in columns ?? [])
            DemandColumn(column);
        foreach (string column in filter?.GetColumns() ?? (IEnumerable<string>)[])
            DemandColumn(column);
        IReadOnlyList<string> output = columns ?? [.. Schema.FieldsList.Select(f => f.Name)];
        IAsyncEnumerable<RecordBatch> rows = PrefetchStage.RunAsync(token => ScanAsync(output, filter, allowDictionaries, token), capacity: 2, cancellationToken);
        return filter is null ? rows : FilterStage.RunAsync(rows, filter, output.Count, _services.Limits.BatchRows, cancellationToken);
    }

    private async IAsyncEnumerable<RecordBatch> ScanAsync(IReadOnlyList<string> output, Filter? filter, bool allowDictionaries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Snapshot is null)
            yield break;
        // Hidden columns carry no bounds and are not in the filter, so everything the reader may name may also prune.
        ScanRequest plan = new() { SnapshotId = Snapshot.Id, Filter = filter };
        FileReadRequest read = new()
        {
            Columns = filter is null ? output : [.. output.Concat(filter.GetColumns().Except(output, StringComparer.Ordinal))],
            Filter = filter,
            BatchRows = _services.Limits.BatchRows,
            AllowDictionaries = allowDictionaries,
        };
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

    // A column is visible when today's contract has it and the decision does not hide it, by field id or by name.
    private static Schema EffectiveSchema(Schema stored, DataContract contract, AccessDecision decision)
    {
        Schema.Builder builder = new();
        foreach (Field field in stored.FieldsList)
            if (contract.Schema.Find(field.Name) is not null && !decision.HiddenColumns.Contains(field.Name) && !(field.GetFieldId() is int id && decision.HiddenFields.Contains(id)))
                builder.Field(field);
        return builder.Build();
    }
}
