using System.Globalization;
using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The consumer's side: asks for access and follows what became of it.</summary>
internal sealed class AccessRequester(MeshRuntime runtime, MeshPrincipal? principal)
{
    private readonly RequestFiles _requests = new(runtime.Services.Store);

    /// <summary>Asks; gives back an equal request that waits already.</summary>
    public async Task<AccessAgreement> RequestAsync(PortReference port, AccessRequest request, CancellationToken cancellationToken)
    {
        (MeshPrincipal asking, RequestFolder folder, AgreementConsumer consumer) = await FindConsumerAsync(port, request, cancellationToken).ConfigureAwait(false);
        PortBinding binding = await runtime.ResolveAsync(port, asking, request.Purpose, cancellationToken).ConfigureAwait(false);
        LifecycleNotices.DemandServed(binding, "request access to");
        DemandOffer(binding, request);
        DateTimeOffset now = runtime.Services.Time.GetUtcNow();
        if (request.Until <= now)
            throw Invalid(binding.Reference, string.Create(CultureInfo.InvariantCulture, $"it would end at {request.Until:u}, which is past. Pass a later Until."));
        AccessAgreement wish = new()
        {
            Id = Guid.CreateVersion7(now),
            Number = 1,
            Status = AgreementStatus.Requested,
            Provider = binding.Product.Descriptor.Id,
            Port = binding.Reference,
            Consumer = consumer,
            Purpose = request.Purpose,
            Offer = request.Offer,
            Justification = request.Justification,
            End = request.Until,
            RequestedBy = asking.Name,
            RequestedAt = now,
        };
        if (await FindOpenAsync(folder, wish, binding.Product, cancellationToken).ConfigureAwait(false) is { } open)
            return open;
        await _requests.WriteAsync(folder, wish, cancellationToken).ConfigureAwait(false);
        Log.AccessRequested(runtime.Services.Logger, wish.Id, wish.Port.ToString(), consumer.Domain.ToString(), wish.Purpose.ToString());
        return wish;
    }

    /// <summary>What the principal's domain has asked for, with what was decided; newest first.</summary>
    public async IAsyncEnumerable<AccessAgreement> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (principal is null || principal.Domain == default)
            throw new DataMeshException(DataMeshErrorKind.InvalidRequest, "Cannot list requests and agreements: the process does not say for which domain it acts. Call RunAs on the builder, or mesh.As(…) with a principal of a domain.") { Operation = "list access" };
        IReadOnlyList<ProductCatalog> catalogs = await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false);
        List<(RequestFolder Folder, Guid Id)> requests = [];
        await foreach (RequestFolder folder in _requests.ListFoldersAsync(principal.Domain, cancellationToken).ConfigureAwait(false))
            await foreach (Guid id in _requests.ListIdsAsync(folder, cancellationToken).ConfigureAwait(false))
                requests.Add((folder, id));
        foreach ((RequestFolder folder, Guid id) in requests.OrderByDescending(r => r.Id))
            if (await _requests.TryReadAsync(folder, id, cancellationToken).ConfigureAwait(false) is { } request)
                yield return await FindDecisionAsync(request.Content, catalogs, cancellationToken).ConfigureAwait(false) ?? request.Content;
    }

    private async Task<(MeshPrincipal Asking, RequestFolder Folder, AgreementConsumer Consumer)> FindConsumerAsync(PortReference port, AccessRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<ProductCatalog> catalogs = await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false);
        ProductRegistration? product = request.Product is { } name && (principal is null || principal.Domain == name.Domain)
            ? await FindAsync(catalogs, catalog => catalog.FindAsync(name, cancellationToken)).ConfigureAwait(false)
            : principal is { Kind: PrincipalKind.Product, Product: { } id } ? await FindAsync(catalogs, catalog => catalog.FindAsync(id, cancellationToken)).ConfigureAwait(false) : null;
        MeshPrincipal? asking = principal ?? (product is null ? null : runtime.OwnPrincipal(product));
        if (asking is null || asking.Domain == default)
            throw Invalid(port, "the process does not say for which domain it asks. Call RunAs on the builder, or mesh.As(…) with a principal of a domain.");
        if (request.Product is { } wanted && product?.Descriptor.Name != wanted)
            throw Invalid(port, $"'{wanted}' is not a registered product of domain '{asking.Domain}'. Name one, or leave Product out to ask for the domain as a whole.");
        return (asking, new RequestFolder(asking.Domain, product?.Descriptor.Name.Product), new AgreementConsumer { Domain = asking.Domain, Product = product?.Descriptor.Id });
    }

    private static void DemandOffer(PortBinding port, AccessRequest request)
    {
        IReadOnlyList<Offer> offers = PolicyEvaluation.FindPolicy(port)?.Offers ?? [];
        PurposeTree purposes = new(port.Product.Policy?.Purposes ?? []);
        Offer[] fitting = [.. offers.Where(o => o.Purposes.Count > 0 && purposes.Covers(o.Purposes, request.Purpose))];
        if (offers.Count == 0)
            throw Invalid(port.Reference, $"nothing is offered. Ask {port.Owner}.");
        if (fitting.Length == 0)
            throw Invalid(port.Reference, $"nothing is offered for purpose '{request.Purpose}'. Offered: '{string.Join("', '", offers.SelectMany(o => o.Purposes).Distinct())}'. Ask for one of these, or talk to {port.Owner}.");
        if (request.Offer is { } name && !fitting.Any(o => string.Equals(o.Name, name, StringComparison.Ordinal)))
            throw Invalid(port.Reference, $"there is no offer '{name}' for purpose '{request.Purpose}'. Offered: '{string.Join("', '", fitting.Select(o => o.Name))}'.");
    }

    private async Task<AccessAgreement?> FindOpenAsync(RequestFolder folder, AccessAgreement wish, ProductRegistration provider, CancellationToken cancellationToken)
    {
        await foreach (Guid id in _requests.ListIdsAsync(folder, cancellationToken).ConfigureAwait(false))
            if (provider.Agreements.All(a => a.Id != id) && await _requests.TryReadAsync(folder, id, cancellationToken).ConfigureAwait(false) is { Content: var open }
                && wish with { Id = open.Id, RequestedBy = open.RequestedBy, RequestedAt = open.RequestedAt } == open)
                return open;
        return null;
    }

    private static async Task<AccessAgreement?> FindDecisionAsync(AccessAgreement request, IReadOnlyList<ProductCatalog> catalogs, CancellationToken cancellationToken)
    {
        try
        {
            ProductRegistration? provider = await FindAsync(catalogs, catalog => catalog.FindAsync(request.Port.Port.Product, cancellationToken)).ConfigureAwait(false);
            return provider?.Agreements.FirstOrDefault(a => a.Id == request.Id && a.Provider == request.Provider && a.Consumer == request.Consumer);
        }
        catch (DataMeshException error) when (error.Kind is DataMeshErrorKind.CorruptData or DataMeshErrorKind.IncompatibleVersion)
        {
            return null;
        }
    }

    private static async Task<ProductRegistration?> FindAsync(IReadOnlyList<ProductCatalog> catalogs, Func<ProductCatalog, Task<ProductRegistration?>> find)
    {
        foreach (ProductCatalog catalog in catalogs)
            if (await find(catalog).ConfigureAwait(false) is { } found)
                return found;
        return null;
    }

    private static DataMeshException Invalid(PortReference port, string problem) =>
        new(DataMeshErrorKind.InvalidRequest, $"Cannot request access to '{port.Port}': {problem}") { Product = port.Port.Product, Port = port.Port, Operation = "request access" };
}
