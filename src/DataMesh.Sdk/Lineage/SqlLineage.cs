using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Finds which input columns flow into each output column of a statement, by what the engine's bound and optimised plan asks of its relations.</summary>
/// <remarks>
/// Each output column is selected alone, over relations of one meaningless row. What a plan still reads has an influence on the column: as a value, or by conditions, joins
/// and groups. What is not read has none. The answer may hold too much, never too little.
/// </remarks>
internal sealed class SqlLineage(QueryEngine engine)
{
    /// <param name="select">One SELECT statement.</param>
    /// <param name="inputs">The relations it may name.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="DataMeshException">The statement is refused.</exception>
    public async Task<IReadOnlyList<ColumnOrigins>> TraceAsync(string select, IReadOnlyList<(string Name, Schema Schema)> inputs, CancellationToken cancellationToken)
    {
        string statement = select.TrimEnd().TrimEnd(';');
        ProbeRelation[] probes = [.. inputs.Select(i => new ProbeRelation(i.Name, i.Schema))];
        Schema result = await RunAsync(statement, probes, cancellationToken).ConfigureAwait(false);
        (string, string)[] whole = Take(probes);
        if (HasRepeatedName(result))
            return [.. result.FieldsList.Select(f => new ColumnOrigins(f.Name, whole))];
        List<ColumnOrigins> origins = [];
        foreach (Field output in result.FieldsList)
        {
            await RunAsync($"select {Quote(output.Name)} from (\n{statement}\n) as traced", probes, cancellationToken).ConfigureAwait(false);
            origins.Add(new ColumnOrigins(output.Name, Take(probes)));
        }
        return origins;
    }

    private async Task<Schema> RunAsync(string statement, ProbeRelation[] probes, CancellationToken cancellationToken)
    {
        foreach (ProbeRelation probe in probes)
            probe.TakeAsked();
        QueryRun run = await engine.StartAsync(new QueryPlan { Sql = statement, Relations = probes }, cancellationToken).ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
        {
            await foreach (RecordBatch batch in run.ReadAsync(cancellationToken).ConfigureAwait(false))
                batch.Dispose();
            return run.Schema;
        }
    }

    private static (string, string)[] Take(ProbeRelation[] probes) => [.. probes.SelectMany(p => p.TakeAsked().Select(c => (p.Name, c)))];

    private static bool HasRepeatedName(Schema schema) => schema.FieldsList.DistinctBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Count() < schema.FieldsList.Count;

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
