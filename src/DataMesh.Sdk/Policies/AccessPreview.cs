using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Shows a provider what somebody would see: by the decision and the scan that the reader's own read goes through, with an offer taken as given.</summary>
internal sealed class AccessPreview(MeshRuntime runtime, ProviderSide side, MeshPrincipal reader, Purpose purpose, string? offer)
{
    private const int DefaultRows = 20;
    private const string Operation = "preview access";

    public async Task<AccessExplanation> ExplainAsync(PortReference port, CancellationToken cancellationToken)
    {
        (PortBinding binding, AccessDecision decision, _) = await DecideAsync(port, cancellationToken).ConfigureAwait(false);
        AccessPlan? plan = decision.IsAllowed ? (await EnforcementScan.PlanAsync(runtime.Services, binding, decision, cancellationToken).ConfigureAwait(false)).Plan : null;
        return AccessExplainer.Explain(binding, decision, plan, forOwner: true);
    }

    public async IAsyncEnumerable<RecordBatch> ReadAsync(PortReference port, ReadRequest? request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (PortBinding binding, AccessDecision decision, MeshPrincipal provider) = await DecideAsync(port, cancellationToken).ConfigureAwait(false);
        EnforcementScan scan = await EnforcementScan.OpenAsync(runtime.Services, binding, decision, at: null, cancellationToken).ConfigureAwait(false);
        scan.Reader = provider;
        AccessWatch watch = new(runtime.Services);
        await using ConfiguredAsyncDisposable watching = watch.ConfigureAwait(false);
        await foreach (RecordBatch batch in watch.GuardAsync([scan], Read, cancellationToken).ConfigureAwait(false))
            yield return batch;

        IAsyncEnumerable<RecordBatch> Read(CancellationToken token) =>
            LimitStage.RunAsync(scan.ReadAsync(request?.Columns, request?.Filter, allowDictionaries: false, request?.AnyOrder ?? false, token), request?.Limit ?? DefaultRows, token);
    }

    private async Task<(PortBinding Port, AccessDecision Decision, MeshPrincipal Provider)> DecideAsync(PortReference port, CancellationToken cancellationToken)
    {
        ProductRegistration? product = null;
        foreach (ProductCatalog catalog in await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false))
            product ??= await catalog.FindAsync(port.Port.Product, cancellationToken).ConfigureAwait(false);
        MeshPrincipal provider = side.Demand(port.Port.Product, product, Operation);
        PortBinding binding = Discovery.Candidates(product!, port).FirstOrDefault() ?? throw Invalid(port, DataMeshErrorKind.NotFound, "the product has no such port.");
        DemandOffer(binding);
        return (binding, await runtime.Decider.DecideAsync(binding, reader, purpose, offer, cancellationToken).ConfigureAwait(false), provider);
    }

    // The decision would take an offer that does not fit for none at all, and the provider would think that it shows nothing.
    private void DemandOffer(PortBinding port)
    {
        if (offer is null)
            return;
        IReadOnlyList<Offer> offers = PolicyEvaluation.FindPolicy(port)?.Offers ?? [];
        Offer found = offers.FirstOrDefault(o => string.Equals(o.Name, offer, StringComparison.Ordinal)) ?? throw Invalid(port.Reference, DataMeshErrorKind.InvalidRequest,
            offers.Count == 0 ? "nothing is offered." : $"there is no offer '{offer}'. Offered: '{string.Join("', '", offers.Select(o => o.Name))}'.");
        if (purpose.IsNone || !new PurposeTree(port.Product.Policy!.Purposes).Covers(found.Purposes, purpose))
            throw Invalid(port.Reference, DataMeshErrorKind.InvalidRequest, $"the offer '{offer}' is made for '{string.Join("', '", found.Purposes)}'. Pass one of these purposes.");
    }

    private static DataMeshException Invalid(PortReference port, DataMeshErrorKind kind, string problem) =>
        new(kind, $"Cannot preview access to '{port}': {problem}") { Product = port.Port.Product, Port = port.Port, Operation = Operation };
}
