using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Resolves port references against the catalogs; absent ports give the nearest names.</summary>
internal sealed class PortResolver(IReadOnlyList<ProductCatalog> catalogs)
{
    private const int MaximumSuggestions = 3;
    private const int MaximumProductsSearched = 10_000;

    /// <param name="reference">The port.</param>
    /// <param name="mayKnow">True for products whose names may be suggested.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<PortBinding> ResolveAsync(PortReference reference, Func<ProductRegistration, bool> mayKnow, CancellationToken cancellationToken)
    {
        foreach (ProductCatalog catalog in catalogs)
            if (await catalog.FindAsync(reference.Port.Product, cancellationToken).ConfigureAwait(false) is { } product && PortBinding.Find(product, reference) is { } binding)
                return binding;
        throw await NotFoundAsync(reference, mayKnow, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PortNotFoundException> NotFoundAsync(PortReference reference, Func<ProductRegistration, bool> mayKnow, CancellationToken cancellationToken)
    {
        List<PortName> names = [];
        foreach (ProductCatalog catalog in catalogs)
            await foreach (ProductRegistration product in catalog.ListAsync(CatalogQuery.All, cancellationToken).ConfigureAwait(false))
            {
                if (mayKnow(product))
                    names.AddRange(product.Descriptor.OutputPorts.Select(o => new PortName(product.Descriptor.Name, o.Name)));
                if (names.Count >= MaximumProductsSearched)
                    break;
            }
        PortName[] nearest = [.. NearestName.FindAll(reference.Port.ToString(), names.Select(n => n.ToString()).Distinct(), MaximumSuggestions).Select(n => PortName.Parse(n))];
        string searched = $"the {catalogs.Count} catalog{(catalogs.Count == 1 ? "" : "s")} searched ({string.Join(", ", catalogs.Select(c => c.Name))})";
        string hint = nearest.Contains(reference.Port) ? $"The port exists, but not in major version {reference.Major}: open it without '@{reference.Major}'."
            : nearest.Length > 0 ? $"Did you mean '{string.Join("' or '", nearest)}'?"
            : "Find it with Catalog.SearchAsync.";
        return new PortNotFoundException($"No port '{reference}' in {searched}. {hint}") { Product = reference.Port.Product, Port = reference.Port, Operation = "open", Suggestions = nearest };
    }
}
