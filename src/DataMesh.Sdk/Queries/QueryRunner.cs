using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>Runs statements over enforced ports.</summary>
internal sealed class QueryRunner(MeshServices services)
{
    public async IAsyncEnumerable<RecordBatch> RunAsync(SqlStatement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AccessWatch watch = new(services);
        await using ConfiguredAsyncDisposable watching = watch.ConfigureAwait(false);
        await foreach (RecordBatch batch in RunAsync(statement, watch, cancellationToken).ConfigureAwait(false))
            yield return batch;
    }

    public async IAsyncEnumerable<RecordBatch> RunAsync(
        string sql, IReadOnlyList<QueryParameter> parameters, IReadOnlyList<(string Name, EnforcementScan Scan)> scans, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AccessWatch watch = new(services);
        await using ConfiguredAsyncDisposable watching = watch.ConfigureAwait(false);
        await foreach (RecordBatch batch in watch.GuardAsync([.. scans.Select(s => s.Scan)], token => ExecuteAsync(sql, parameters, scans, token), cancellationToken).ConfigureAwait(false))
            yield return batch;
    }

    public IAsyncEnumerable<T> RunAsync<T>(SqlStatement statement, CancellationToken cancellationToken)
        where T : IDataSchema<T> => DecodeStage.RunAsync(services, (watch, token) => RunAsync(statement, watch, token), CreateDecoder<T>, cancellationToken);

    private async IAsyncEnumerable<RecordBatch> RunAsync(SqlStatement statement, AccessWatch watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string sql, IReadOnlyList<QueryParameter> parameters, IReadOnlyDictionary<string, InputPort> ports) = StatementCompiler.Compile(statement);
        List<(string Name, EnforcementScan Scan)> scans = [];
        foreach ((string name, InputPort port) in ports)
            scans.Add((name, await port.OpenScanAsync(cancellationToken).ConfigureAwait(false)));
        await foreach (RecordBatch batch in watch.GuardAsync([.. scans.Select(s => s.Scan)], token => ExecuteAsync(sql, parameters, scans, token), cancellationToken).ConfigureAwait(false))
            yield return batch;
    }

    private async IAsyncEnumerable<RecordBatch> ExecuteAsync(
        string sql, IReadOnlyList<QueryParameter> parameters, IReadOnlyList<(string Name, EnforcementScan Scan)> scans, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        QueryEngine engine = Engine();
        List<QueryRelation> relations = [];
        foreach ((string name, EnforcementScan scan) in scans)
            relations.Add(new EnforcedRelation(name, scan, engine.Capabilities.ReadsDirectFiles ? await scan.TryGrantFilesAsync(cancellationToken).ConfigureAwait(false) : null));
        QueryPlan plan = new()
        {
            Sql = sql,
            Parameters = parameters,
            Relations = relations,
            BatchRows = services.Limits.BatchRows,
        };
        QueryRun run = await engine.StartAsync(plan, cancellationToken).ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
            await foreach (RecordBatch batch in run.ReadAsync(cancellationToken).ConfigureAwait(false))
                yield return batch;
    }

    private static RecordBatchDecoder<T> CreateDecoder<T>(Schema result)
        where T : IDataSchema<T>
    {
        // SQL declares every result nullable; a null that meets a required property is refused row by row.
        IReadOnlyList<ContractMismatch> mismatches = SchemaCompatibility.FindMismatches(T.Schema, result, ignoreNullability: true);
        return mismatches.Count == 0 ? T.CreateDecoder(result) : throw new ContractMismatchException(
            $"The result of the statement does not fit the record '{typeof(T).Name}': {string.Join("; ", mismatches)}. Name the columns with 'as' and cast them in the statement.")
        {
            Operation = "query",
            Mismatches = mismatches,
        };
    }

    /// <summary>The engine of the mesh.</summary>
    /// <exception cref="DataMeshException">It has none.</exception>
    public QueryEngine Engine() => services.Queries ?? throw new DataMeshException(DataMeshErrorKind.InvalidConfiguration,
        "Cannot run SQL: the mesh has no QueryEngine. Reference the package DataMesh.Adapters.DuckDb and call its Use method on the builder, or use AddDataMesh of the package DataMesh.") { Operation = "query" };
}
