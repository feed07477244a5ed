using System.Runtime.CompilerServices;

namespace DataMesh;

/// <summary>Runs over several ports: publishes them for this node's products, and lists those that a reader may read.</summary>
internal sealed class ProductRuns(MeshRuntime runtime, PublishTurns turns)
{
    public async Task<RunResult> PublishAsync(Action<RunBuilder> declare, RunOptions options, CancellationToken cancellationToken)
    {
        RunDeclarationBuilder builder = new(runtime);
        declare(builder);
        IReadOnlyList<RunPart> parts = builder.Parts;
        if (parts.Count == 0)
            throw new ArgumentException("The run publishes to no port: call Publish for each.", nameof(declare));
        List<PortBinding> bindings = [];
        foreach (RunPart part in parts)
        {
            bindings.Add(await runtime.ResolveForWritingAsync(part.Port, cancellationToken).ConfigureAwait(false));
            LifecycleNotices.DemandServed(bindings[^1], "publish to");
        }
        return await turns.RunAsync(bindings, () => new RunPublish(runtime, parts, options).RunAsync(bindings, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The complete runs of a product, newest first, with the ports that a principal may read for a purpose.</summary>
    public async IAsyncEnumerable<ProductRun> ListAsync(ProductName product, MeshPrincipal? principal, Purpose purpose, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await runtime.RegisterAsync(cancellationToken).ConfigureAwait(false);
        ProductRunFiles files = new(runtime.Services, product);
        Dictionary<PortReference, bool> readable = [];
        foreach (Guid id in await files.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await files.TryReadAsync(id, cancellationToken).ConfigureAwait(false) is not { } run)
                continue;
            Dictionary<PortReference, long> shown = [];
            foreach ((PortReference port, long snapshot) in run.Snapshots)
            {
                if (!readable.TryGetValue(port, out bool isReadable))
                    readable.Add(port, isReadable = port.Port.Product == product && await IsReadableAsync(port, principal, purpose, cancellationToken).ConfigureAwait(false));
                if (isReadable)
                    shown.Add(port, snapshot);
            }
            if (shown.Count > 0)
                yield return run with { Snapshots = shown };
        }
    }

    private async Task<bool> IsReadableAsync(PortReference port, MeshPrincipal? principal, Purpose purpose, CancellationToken cancellationToken) =>
        await runtime.TryResolveAsync(port, principal, cancellationToken).ConfigureAwait(false) is { } binding
        && await runtime.Decider.DecideAsync(binding, principal ?? runtime.OwnPrincipal(binding.Product), purpose, pretendOffer: null, cancellationToken).ConfigureAwait(false) is { IsAllowed: true } decision
        && !LifecycleNotices.HasEnded(binding, decision);
}
