using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh;

/// <summary>Rebuilds a derived port: its product reads the inputs as itself and publishes the result with the snapshots it was made from.</summary>
internal sealed class DerivedRefresh(MeshRuntime runtime, ProductDeclaration product, PortDeclaration output, PortBinding binding, MeshPrincipal principal)
{
    public async Task<PublishResult> RunAsync(CancellationToken cancellationToken)
    {
        if (output.Derivation is not { } derivation)
            throw new InvalidOperationException($"The port '{output.Name}' is not derived: publish it with Output<T>(…).PublishAsync, or declare it with From or FromSql.");
        List<(InputDeclaration Declaration, InputPort Port, EnforcementScan Scan)> inputs = [];
        foreach (InputDeclaration declaration in product.Inputs)
            inputs.Add(await PinAsync(declaration, cancellationToken).ConfigureAwait(false));
        PublishPipeline pipeline = new(runtime.Services, binding, new PublishOptions { Reason = "refresh" }) { Inputs = Describe(inputs) };
        if (derivation is SqlDerivation sql)
            return await pipeline.RunAsync(token => runtime.Queries.RunAsync(sql.Select, [], [.. inputs.Select(i => (i.Declaration.Name, i.Scan))], token), cancellationToken).ConfigureAwait(false);
        AsyncServiceScope scope = runtime.Services.Scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            scope.ServiceProvider.GetRequiredService<TransformationInputs>().Begin(product.Name, [.. inputs.Select(i => (i.Declaration, i.Port))]);
            TransformationRun run = new() { Id = pipeline.Run, Port = output.Name };
            return await pipeline.RunAsync(token => ((CodeDerivation)derivation).RunAsync(scope.ServiceProvider, run, runtime.Services.Limits.BatchRows, token), cancellationToken).ConfigureAwait(false);
        }
    }

    // Inputs are pinned once, so that SQL and code see one snapshot each and the output can name it.
    private async Task<(InputDeclaration Declaration, InputPort Port, EnforcementScan Scan)> PinAsync(InputDeclaration declaration, CancellationToken cancellationToken)
    {
        InputPort port = declaration.Bind(runtime, principal, at: null);
        EnforcementScan scan = await port.OpenScanAsync(cancellationToken).ConfigureAwait(false);
        return scan.Snapshot is { } snapshot ? (declaration, declaration.Bind(runtime, principal, snapshot.Id), scan) : (declaration, port, scan);
    }

    private static Dictionary<string, string> Describe(List<(InputDeclaration Declaration, InputPort Port, EnforcementScan Scan)> inputs)
    {
        if (inputs.Count == 0)
            return [];
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartArray();
            foreach ((InputDeclaration declaration, _, EnforcementScan scan) in inputs)
            {
                writer.WriteStartObject();
                writer.WriteString("name", declaration.Name);
                writer.WriteString("port", scan.Port.Reference.ToString());
                if (scan.Snapshot is { } snapshot)
                    writer.WriteNumber("snapshot", snapshot.Id);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        return new() { [SummaryKeys.Inputs] = System.Text.Encoding.UTF8.GetString(json.ToArray()) };
    }
}
