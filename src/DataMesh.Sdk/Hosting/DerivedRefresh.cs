using System.Runtime.CompilerServices;
using System.Text.Json;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh;

/// <summary>Rebuilds a derived port: its product reads the inputs as itself and publishes the result with the snapshots it was made from.</summary>
/// <remarks>Before a row is read, the port's own policy is held against its inputs: classification, purposes, regions and retention (docs/derived.md).</remarks>
internal sealed class DerivedRefresh(MeshRuntime runtime, ProductDeclaration product, PortDeclaration output, PortBinding binding, MeshPrincipal principal)
{
    private const string Reason = "refresh";

    /// <summary>Tells whether a refresh would be left out, and where the inputs lie.</summary>
    public async Task<(bool IsCurrent, IReadOnlyList<TableLocation> Inputs)> LookAsync(RefreshWhen when, CancellationToken cancellationToken)
    {
        Derivation derivation = Demand();
        List<DerivedInput> inputs = await PinAsync(cancellationToken).ConfigureAwait(false);
        string? basis = RefreshBasis.Digest(binding, derivation, inputs);
        TableState table = await LoadAsync(cancellationToken).ConfigureAwait(false);
        return (FindUnchanged(table, basis, inputs, when) is not null, [.. inputs.Select(i => i.Scan.Port.Location)]);
    }

    /// <summary>Makes some partitions anew, with those that have been touched since the last refresh.</summary>
    public async Task<PublishResult> BackfillAsync(IReadOnlyCollection<ScalarValue> partitions, CancellationToken cancellationToken)
    {
        Derivation derivation = Demand();
        RebuildPlanner planner = new(runtime.Services, output, binding);
        planner.Demand(partitions);
        List<DerivedInput> inputs = await PinAsync(cancellationToken).ConfigureAwait(false);
        await DemandProtectionAsync(derivation, inputs, cancellationToken).ConfigureAwait(false);
        TableState table = await LoadAsync(cancellationToken).ConfigureAwait(false);
        RebuildScope? scope = await planner.TryRestrictAsync(table, inputs, RefreshBasis.Definition(binding, derivation, inputs), partitions, cancellationToken).ConfigureAwait(false);
        return await PublishAsync(derivation, inputs, RefreshBasis.Digest(binding, derivation, inputs), table, scope, new PublishOptions { Reason = "backfill" }, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="when">When to publish nothing and give the refresh that is there.</param>
    /// <param name="cancellationToken">Cancels the refresh; after the commit has begun it no longer does.</param>
    public async Task<PublishResult> RunAsync(RefreshWhen when, CancellationToken cancellationToken)
    {
        Derivation derivation = Demand();
        List<DerivedInput> inputs = await PinAsync(cancellationToken).ConfigureAwait(false);
        await DemandProtectionAsync(derivation, inputs, cancellationToken).ConfigureAwait(false);
        string? basis = RefreshBasis.Digest(binding, derivation, inputs);
        TableState table = await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (FindUnchanged(table, basis, inputs, when) is { } unchanged)
            return unchanged;
        if (when == RefreshWhen.Always || basis is null)
            return await PublishAsync(derivation, inputs, basis, table, scope: null, new PublishOptions { Reason = Reason }, cancellationToken).ConfigureAwait(false);
        RebuildScope? scope = await new RebuildPlanner(runtime.Services, output, binding).TryRestrictAsync(table, inputs, RefreshBasis.Definition(binding, derivation, inputs), [], cancellationToken).ConfigureAwait(false);
        // Replicas that start from the same state have the same key, so that one of them publishes, whatever the port's mode.
        PublishOptions options = new() { Reason = Reason, IdempotencyKey = $"refresh {basis} over {RefreshBasis.LastChange(table)?.Id}" };
        try
        {
            return await PublishAsync(derivation, inputs, basis, table, scope, options, cancellationToken).ConfigureAwait(false);
        }
        catch (CommitConflictException)
        {
            if (FindUnchanged(await LoadAsync(cancellationToken).ConfigureAwait(false), basis, inputs, when) is { } other)
                return other;
            throw;
        }
    }

    private async Task<PublishResult> PublishAsync(Derivation derivation, List<DerivedInput> inputs, string? basis, TableState table, RebuildScope? scope, PublishOptions options, CancellationToken cancellationToken)
    {
        Dictionary<string, string> summary = Describe(inputs, basis);
        if (RefreshBasis.Definition(binding, derivation, inputs) is { } definition)
            summary[SummaryKeys.RefreshDefinition] = definition;
        PublishPipeline pipeline = new(runtime.QualityOf(binding), options) { Recorded = summary, Rebuild = scope };
        if (derivation is SqlDerivation sql)
            return await pipeline.RunAsync(token => runtime.Queries.RunAsync(sql.Select, [], [.. inputs.Select(i => (i.Declaration.Name, i.Scan))], token), cancellationToken).ConfigureAwait(false);
        AsyncServiceScope services = runtime.Services.Scopes.CreateAsyncScope();
        await using (services.ConfigureAwait(false))
        {
            services.ServiceProvider.GetRequiredService<TransformationInputs>().Begin(product.Name, [.. inputs.Select(i => (i.Declaration, i.Port))]);
            TransformationRun run = new() { Id = pipeline.Run, Port = output.Name, Positions = StoredPositions.Read(table) };
            return await pipeline.RunAsync(token => RunAsync((CodeDerivation)derivation, services.ServiceProvider, run, pipeline, summary, token), cancellationToken).ConfigureAwait(false);
        }
    }

    // Where the code went on from in an input, and what it made from it, are committed together or not at all, and over the state whose positions it read.
    private async IAsyncEnumerable<RecordBatch> RunAsync(
        CodeDerivation code, IServiceProvider services, TransformationRun run, PublishPipeline pipeline, Dictionary<string, string> summary, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (RecordBatch batch in code.RunAsync(services, run, runtime.Services.Limits.BatchRows, cancellationToken).ConfigureAwait(false))
            yield return batch;
        if (!run.Positions.HaveMoved)
            yield break;
        if (binding.Contract.Mode is not (PublishMode.Append or PublishMode.Upsert))
            throw new InvalidOperationException($"The port '{output.Name}' takes in the changes of an input (ChangesAsync), but its mode {binding.Contract.Mode} forgets what it made of earlier ones: give it the Mode Append or Upsert, or read the input whole.");
        summary[SummaryKeys.Positions] = StoredPositions.Write(run.Positions);
        pipeline.DependsOnBasis = true;
    }

    private Derivation Demand() => output.Derivation
        ?? throw new InvalidOperationException($"The port '{output.Name}' is not derived: publish it with Output<T>(…).PublishAsync, or declare it with From or FromSql.");

    private async Task<List<DerivedInput>> PinAsync(CancellationToken cancellationToken)
    {
        List<DerivedInput> inputs = [];
        foreach (InputDeclaration declaration in product.Inputs)
            inputs.Add(await PinAsync(declaration, cancellationToken).ConfigureAwait(false));
        return inputs;
    }

    // Inputs are pinned once, so that SQL and code see one snapshot each and the output can name it.
    private async Task<DerivedInput> PinAsync(InputDeclaration declaration, CancellationToken cancellationToken)
    {
        InputPort port = declaration.Bind(runtime, principal, at: null);
        try
        {
            EnforcementScan scan = await port.OpenScanAsync(cancellationToken).ConfigureAwait(false);
            return new DerivedInput(declaration, scan.Snapshot is { } snapshot ? declaration.Bind(runtime, principal, snapshot.Id) : port, scan);
        }
        catch (PolicyDeniedException denied)
        {
            throw new PolicyDeniedException($"Cannot refresh '{output.Name}': its input '{declaration.Name}' is withdrawn or was never given. Readers keep the last snapshot. {denied.Message}", denied)
            {
                Product = output.Name.Product,
                Port = output.Name,
                Operation = "refresh",
            };
        }
    }

    private async Task DemandProtectionAsync(Derivation derivation, List<DerivedInput> inputs, CancellationToken cancellationToken)
    {
        new DerivedTerms(binding, output.Mode).Demand(inputs);
        if (!inputs.Any(i => PolicyEvaluation.FindPolicy(i.Scan.Port)?.Columns.Any(c => ColumnLevels.Effective(c.Level, c.Categories) > Classification.Internal || c.Categories != Category.None) ?? false))
            return;
        IReadOnlyList<ColumnOrigins> origins = derivation is SqlDerivation sql
            ? await new SqlLineage(runtime.Queries.Engine()).TraceAsync(sql.Select, [.. inputs.Select(i => (i.Declaration.Name, i.Scan.Schema))], cancellationToken).ConfigureAwait(false)
            : DerivedClassification.OfCode(binding, inputs);
        DerivedClassification.Demand(binding, output.Declassified, inputs, origins);
    }

    private async Task<TableState> LoadAsync(CancellationToken cancellationToken) => await runtime.Services.Tables.LoadAsync(binding.Location, cancellationToken).ConfigureAwait(false)
        ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot refresh '{output.Name}': its descriptor names the table '{binding.Output.TablePath}', but no table lies there. Restore the folder from a backup.") { Product = output.Name.Product, Port = output.Name, Operation = "refresh" };

    // Rows that follow from the time change whenever somebody looks: a new snapshot is then all that can be waited for.
    private PublishResult? FindUnchanged(TableState table, string? basis, List<DerivedInput> inputs, RefreshWhen when) => when != RefreshWhen.Always && RefreshBasis.LastChange(table) is { } last
        && (basis is not null ? last.Summary.GetValueOrDefault(SummaryKeys.RefreshBasis) == basis
            : when == RefreshWhen.InputsChange && last.Summary.GetValueOrDefault(SummaryKeys.Inputs) == Describe(inputs, basis).GetValueOrDefault(SummaryKeys.Inputs)) ? new PublishResult
    {
        Snapshot = PortSnapshots.ForOwner(last),
        RowsPublished = SummaryKeys.ReadCount(last, SummaryKeys.RowsPublished),
        RowsReplaced = SummaryKeys.ReadCount(last, SummaryKeys.RowsReplaced),
        PartitionsRebuilt = (int?)SummaryKeys.FindCount(last, SummaryKeys.RebuiltPartitions),
        Run = Guid.TryParse(last.Summary.GetValueOrDefault(SummaryKeys.RunId), out Guid run) ? run : null,
        WasAlreadyPublished = true,
    } : null;

    private Dictionary<string, string> Describe(List<DerivedInput> inputs, string? basis)
    {
        Dictionary<string, string> summary = [];
        if (basis is not null)
            summary[SummaryKeys.RefreshBasis] = basis;
        if (inputs.Count > 0)
            summary[SummaryKeys.Inputs] = WriteArray(inputs, static (writer, input) =>
            {
                writer.WriteString("name", input.Declaration.Name);
                writer.WriteString("port", input.Scan.Port.Reference.ToString());
                if (input.Scan.Snapshot is { } snapshot)
                    writer.WriteNumber("snapshot", snapshot.Id);
            });
        if (output.Declassified.Count > 0)
            summary[SummaryKeys.Declassified] = WriteArray(output.Declassified, static (writer, column) =>
            {
                writer.WriteString("column", column.Column);
                writer.WriteString("reason", column.Reason);
                writer.WriteString("approvedBy", column.ApprovedBy);
            });
        return summary;
    }

    private static string WriteArray<T>(IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartArray();
            foreach (T item in items)
            {
                writer.WriteStartObject();
                write(writer, item);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(json.ToArray());
    }
}
