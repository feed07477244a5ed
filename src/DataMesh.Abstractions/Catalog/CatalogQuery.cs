namespace DataMesh.Adapters.Authoring;

/// <summary>Which products to list.</summary>
public sealed record CatalogQuery
{
    /// <summary>All products.</summary>
    public static CatalogQuery All { get; } = new();

    /// <summary>Only products of this domain; the default value: of every domain.</summary>
    public DomainName Domain { get; init; }

    /// <summary>Only products whose name is ordinally greater; to resume a listing.</summary>
    public ProductName StartAfter { get; init; }
}
