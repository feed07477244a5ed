namespace DataMesh;

/// <summary>Finds products that the principal may know of. Thread-safe.</summary>
public interface IMeshCatalog
{
    /// <summary>Finds ports by words in names, descriptions, tags, owners and columns; best match first within each product. Every hit says why it matched.</summary>
    /// <param name="text">One or more words; all of them must match somewhere.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    IAsyncEnumerable<CatalogEntry> SearchAsync(string text, CancellationToken cancellationToken = default);

    /// <summary>Lists all visible products in the order of their names.</summary>
    IAsyncEnumerable<CatalogEntry> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds a product by identity; null when it is absent or not visible, alike.</summary>
    Task<CatalogEntry?> FindAsync(ProductId product, CancellationToken cancellationToken = default);
}
