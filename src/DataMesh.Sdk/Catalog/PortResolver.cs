using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Resolves port references against the catalogs; absent ports, and those that look so, give the nearest names that may be known.</summary>
internal sealed class PortResolver(IReadOnlyList<ProductCatalog> catalogs, Discovery discovery)
{
    private const int MaximumSuggestions = 3;
    private const int MaximumProductsSearched = 10_000;

    /// <summary>Finds a port: one that may be known, or else one that exists and may not, for the owner's records; neither when there is none.</summary>
    public async Task<(PortBinding? Known, PortBinding? Hidden)> FindAsync(PortReference reference, CancellationToken cancellationToken)
    {
        PortBinding? hidden = null;
        foreach (ProductCatalog catalog in catalogs)
            if (await catalog.FindAsync(reference.Port.Product, cancellationToken).ConfigureAwait(false) is { } product)
            {
                if (discovery.Find(product, reference) is { } binding)
                    return (binding, null);
                hidden ??= Discovery.Candidates(product, reference).FirstOrDefault();
            }
        return (null, hidden);
    }

    /// <summary>The refusal, the same for a port that does not exist and for one that may not be known.</summary>
    public async Task<PortNotFoundException> NotFoundAsync(PortReference reference, CancellationToken cancellationToken)
    {
        List<PortName> names = [];
        foreach (ProductCatalog catalog in catalogs)
            await foreach (ProductRegistration product in catalog.ListAsync(CatalogQuery.All, cancellationToken).ConfigureAwait(false))
            {
                if (product.Policy is not null && discovery.Look(product) is { } known)
                    names.AddRange(known.Ports.Select(p => p.Name));
                if (names.Count >= MaximumProductsSearched)
                    break;
            }
        PortName[] nearest = [.. NearestName.FindAll(reference.Port.ToString(), names.Select(n => n.ToString()).Distinct(), MaximumSuggestions).Select(n => PortName.Parse(n))];
        string searched = $"the {catalogs.Count} catalog{(catalogs.Count == 1 ? "" : "s")} searched ({string.Join(", ", catalogs.Select(c => c.Name))})";
        string hint = nearest.Contains(reference.Port) ? $"The port exists, but not in major version {reference.Major}: open it without '@{reference.Major}'."
            : nearest.Length > 0 ? $"Did you mean '{string.Join("' or '", nearest)}'?"
            : discovery.Principal is null ? "The process does not say who it is, so it finds only what it declares: call RunAs on the builder, or mesh.As(…) before OpenAsync."
            : "Find what there is with Catalog.SearchAsync. What was neither granted nor offered to you looks absent: ask whoever told you of it.";
        string shown = discovery.Principal is { } principal ? $" that '{principal.Name}' may know of" : "";
        return new PortNotFoundException($"No port '{reference}'{shown} in {searched}. {hint}") { Product = reference.Port.Product, Port = reference.Port, Operation = "open", Suggestions = nearest };
    }
}
