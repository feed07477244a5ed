using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Tells whether a request is one that a product can decide: about a port it has, by a consumer that is what it says.</summary>
internal sealed class RequestCheck(ObjectStore store)
{
    private readonly RegistrationReader _reader = new(new DocumentFiles(store));

    public async Task<bool> IsForAsync(StoredRequest request, RequestFolder folder, ProductRegistration product, CancellationToken cancellationToken)
    {
        AccessAgreement content = request.Content;
        return content.Provider == product.Descriptor.Id && PortBinding.Find(product, content.Port) is not null
            && (folder.Product is null || await IsProductAsync(new ProductName(folder.Domain, folder.Product), content.Consumer.Product, cancellationToken).ConfigureAwait(false));
    }

    // A request in the prefix of one product may not ask for another.
    private async Task<bool> IsProductAsync(ProductName name, ProductId? claimed, CancellationToken cancellationToken)
    {
        try
        {
            return claimed is { } id && await _reader.LoadNewestAsync(name, null, cancellationToken).ConfigureAwait(false) is { } consumer && consumer.Head.Product == id;
        }
        catch (DataMeshException error) when (error.Kind is DataMeshErrorKind.CorruptData or DataMeshErrorKind.IncompatibleVersion)
        {
            return false;
        }
    }
}
