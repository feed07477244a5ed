using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>Reads the rows that publishes of a port did not accept, of those that came about.</summary>
internal sealed class QuarantineReader(MeshServices services, PortBinding port)
{
    /// <summary>The rows with what is known about them, version by version.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(Guid? run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((TableState table, QuarantineColumns columns) in TablesAsync(cancellationToken).ConfigureAwait(false))
            await foreach (RecordBatch batch in ReadAsync(table, columns, run, cancellationToken).ConfigureAwait(false))
                yield return batch;
    }

    /// <summary>The rows as records.</summary>
    public async IAsyncEnumerable<QuarantinedRow<T>> ReadAsync<T>(Guid? run, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IDataSchema<T>
    {
        await foreach ((TableState table, QuarantineColumns columns) in TablesAsync(cancellationToken).ConfigureAwait(false))
            await foreach (RecordBatch batch in ReadAsync(table, columns, run, cancellationToken).ConfigureAwait(false))
                using (batch)
                    foreach (QuarantinedRow<T> row in Decode<T>(batch, columns))
                        yield return row;
    }

    /// <summary>The tables of the quarantine that hold anything, or did.</summary>
    public async Task<List<TableLocation>> ListTablesAsync(CancellationToken cancellationToken)
    {
        List<TableLocation> tables = [];
        await foreach ((TableState table, _) in TablesAsync(cancellationToken).ConfigureAwait(false))
            tables.Add(table.Location);
        return tables;
    }

    private QuarantinedRow<T>[] Decode<T>(RecordBatch batch, QuarantineColumns columns)
        where T : IDataSchema<T>
    {
        RecordBatch rows = columns.RowsOf(batch);
        IReadOnlyList<ContractMismatch> mismatches = SchemaCompatibility.FindMismatches(T.Schema, rows.Schema);
        if (mismatches.Count > 0)
            throw new ContractMismatchException($"Cannot read rows in quarantine of '{port.Name}' as '{typeof(T).Name}': they were offered under an earlier contract version: {string.Join("; ", mismatches)}. Read them with ReadQuarantineBatchesAsync.")
            {
                Product = port.Name.Product,
                Port = port.Name,
                Operation = "read the quarantine",
                Mismatches = mismatches,
            };
        T[] records = new T[batch.Length];
        T.CreateDecoder(rows.Schema).Decode(rows, records);
        StringArray runs = (StringArray)batch.Column(columns.Run), rules = (StringArray)batch.Column(columns.Rules), reasons = (StringArray)batch.Column(columns.Reason);
        Int64Array ordinals = (Int64Array)batch.Column(columns.Row);
        return
        [
            .. records.Select((record, i) => new QuarantinedRow<T>
            {
                Row = record,
                Ordinal = ordinals.GetValue(i)!.Value,
                Rules = rules.GetString(i).Split('\n'),
                Reason = reasons.GetString(i),
                Run = Guid.Parse(runs.GetString(i)),
            }),
        ];
    }

    private async IAsyncEnumerable<RecordBatch> ReadAsync(TableState table, QuarantineColumns columns, Guid? run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ScalarValue[] published = [.. (await PublishedAsync(table, columns, run, cancellationToken).ConfigureAwait(false)).Select(r => (ScalarValue)r.ToString("D"))];
        if (published.Length == 0)
            yield break;
        IAsyncEnumerable<RecordBatch> rows = FilterStage.RunAsync(ReadAllAsync(table, null, cancellationToken), Filter.In(columns.Run, published), table.Schema.FieldsList.Count, services.Limits.BatchRows, cancellationToken);
        await foreach (RecordBatch batch in rows.ConfigureAwait(false))
            yield return batch;
    }

    private async IAsyncEnumerable<RecordBatch> ReadAllAsync(TableState table, IReadOnlyList<string>? names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FileReadRequest request = new() { Columns = names, BatchRows = services.Limits.BatchRows };
        await foreach (ScanTask task in services.Tables.PlanAsync(table, new ScanRequest(), cancellationToken).ConfigureAwait(false))
            await foreach (RecordBatch batch in services.Tables.ReadTaskAsync(task, request, cancellationToken).ConfigureAwait(false))
                yield return batch;
    }

    // The runs of a quarantine that are known to have published: by the history of the port, or by what was recorded once they had.
    private async Task<List<Guid>> PublishedAsync(TableState quarantine, QuarantineColumns columns, Guid? run, CancellationToken cancellationToken)
    {
        TableState? table = await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false);
        HashSet<Guid> history = [.. (table?.Snapshots ?? []).Select(RunOf).OfType<Guid>()];
        List<Guid> published = [];
        foreach (Guid candidate in run is Guid one ? [one] : await RunsAsync(quarantine, columns, cancellationToken).ConfigureAwait(false))
            if (history.Contains(candidate) || await RunRecord.HasPublishedAsync(services.Store, port, candidate, cancellationToken).ConfigureAwait(false))
                published.Add(candidate);
        return published;
    }

    // By the rows: snapshots of the quarantine may have expired.
    private async Task<HashSet<Guid>> RunsAsync(TableState quarantine, QuarantineColumns columns, CancellationToken cancellationToken)
    {
        HashSet<Guid> runs = [];
        await foreach (RecordBatch batch in ReadAllAsync(quarantine, [columns.Run], cancellationToken).ConfigureAwait(false))
            using (batch)
                for (int row = 0; row < batch.Length; row++)
                    runs.Add(Guid.Parse(((StringArray)batch.Column(0)).GetString(row)));
        return runs;
    }

    private static Guid? RunOf(TableSnapshot snapshot) => Guid.TryParse(snapshot.Summary.GetValueOrDefault(SummaryKeys.RunId), out Guid run) ? run : null;

    private async IAsyncEnumerable<(TableState Table, QuarantineColumns Columns)> TablesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<SemanticVersion> versions = [];
        await foreach (string name in services.Store.ListChildrenAsync(MeshLayout.Contracts(port.Name), cancellationToken).ConfigureAwait(false))
            if (MeshLayout.TryParseContract(name) is { } version && version.Major == port.Contract.Version.Major)
                versions.Add(version);
        versions.Sort();
        foreach (SemanticVersion version in versions)
        {
            TableLocation location = new() { Store = services.Store, Path = MeshLayout.Quarantine(port.Output.TablePath, version) };
            if (await services.Tables.LoadAsync(location, cancellationToken).ConfigureAwait(false) is { Current: not null } table)
                yield return (table, new QuarantineColumns(await SchemaOfAsync(version, cancellationToken).ConfigureAwait(false)));
        }
    }

    private async Task<SchemaObject> SchemaOfAsync(SemanticVersion version, CancellationToken cancellationToken)
    {
        if (version == port.Contract.Version)
            return port.Contract.Schema;
        ObjectPath path = MeshLayout.Product(port.Name.Product) / MeshLayout.Contract(port.Name.Port, version);
        byte[] content = await services.Store.TryReadAllAsync(path, YamlParser.MaximumBytes, cancellationToken).ConfigureAwait(false)
            ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot read the quarantine of '{port.Name}': the contract '{path}' is not there. Restore the folder from a backup.") { Product = port.Name.Product, Port = port.Name, Operation = "read the quarantine" };
        return ContractYaml.Read(YamlParser.Parse(path.ToString(), content)).Schema;
    }
}
