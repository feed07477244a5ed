using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Tells whether a product may still read its inputs, from what their owners say now. An input that no catalog knows, or that cannot be read, is no withdrawal.</summary>
internal sealed class WithdrawnInputs(IReadOnlyList<ProductCatalog> catalogs, DateTimeOffset now)
{
    /// <summary>True when an input is not given to the product any more.</summary>
    public async Task<bool> AnyAsync(ProductRegistration product, CancellationToken cancellationToken)
    {
        foreach (InputPortDescriptor input in product.Descriptor.InputPorts)
            if (await FindAsync(input.Source, cancellationToken).ConfigureAwait(false) is { } port
                && (port.Contract.Status == LifecycleStatus.Retired || !new PolicyEvaluation(port, MeshRuntime.ProductPrincipal(product), input.Purpose, region: null, now).IsGiven()))
                return true;
        return false;
    }

    private async Task<PortBinding?> FindAsync(PortReference reference, CancellationToken cancellationToken)
    {
        foreach (ProductCatalog catalog in catalogs)
            if (await TryFindAsync(catalog, reference.Port.Product, cancellationToken).ConfigureAwait(false) is { } found
                && Discovery.Candidates(found, reference).FirstOrDefault() is { } port)
                return port;
        return null;
    }

    // Whoever looks at this product must see it, whatever has become of another. Opening that one says what is wrong with it.
    private static async Task<ProductRegistration?> TryFindAsync(ProductCatalog catalog, ProductName product, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.FindAsync(product, cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException error) when (error.Kind is DataMeshErrorKind.CorruptData or DataMeshErrorKind.IncompatibleVersion)
        {
            return null;
        }
    }
}
