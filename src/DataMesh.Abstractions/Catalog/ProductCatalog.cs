namespace DataMesh.Adapters.Authoring;

/// <summary>Knows registered products. The raw view: the Sdk filters by policy before anybody else sees it.</summary>
/// <remarks>Thread-safe. Listings are streamed; nothing needs to know all products.</remarks>
public abstract class ProductCatalog : MeshAdapter
{
    /// <summary>What messages call the catalog, for example its root.</summary>
    public abstract string Name { get; }

    /// <summary>Finds the product that a name currently stands for; null when there is none.</summary>
    /// <exception cref="DataMeshException">The stored product is damaged or newer than this library; the message names the file.</exception>
    public abstract Task<ProductRegistration?> FindAsync(ProductName name, CancellationToken cancellationToken = default);

    /// <summary>Finds a product by identity; null when there is none.</summary>
    public abstract Task<ProductRegistration?> FindAsync(ProductId product, CancellationToken cancellationToken = default);

    /// <summary>Lists products in the order of their names. Damaged ones are left out.</summary>
    public abstract IAsyncEnumerable<ProductRegistration> ListAsync(CatalogQuery query, CancellationToken cancellationToken = default);
}
