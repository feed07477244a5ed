using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Where one consumer's requests lie: those of a domain as a whole, or of one product of it.</summary>
/// <param name="Domain">The domain whose prefix it is.</param>
/// <param name="Product">The product's segment; null for the domain as a whole.</param>
internal readonly record struct RequestFolder(DomainName Domain, string? Product)
{
    public ObjectPath Path => MeshLayout.Requests(Domain, Product);
}
