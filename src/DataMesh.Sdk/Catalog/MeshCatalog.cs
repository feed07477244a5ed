using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>
/// The catalog as one principal sees it. That a product exists, what it is for and who owns it is open to every named principal, so that access can be
/// asked for; columns show only to those whom a grant names, for whichever purpose. A product without a readable policy shows to nobody.
/// </summary>
internal sealed class MeshCatalog(MeshRuntime runtime, MeshPrincipal? principal) : IMeshCatalog
{
    public IAsyncEnumerable<CatalogEntry> SearchAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return SearchCoreAsync(CatalogSearch.Words(text), cancellationToken);
    }

    public IAsyncEnumerable<CatalogEntry> ListAsync(CancellationToken cancellationToken = default) => ListCoreAsync(cancellationToken);

    public async Task<CatalogEntry?> FindAsync(ProductId product, CancellationToken cancellationToken = default)
    {
        foreach (ProductCatalog catalog in await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false))
            if (await catalog.FindAsync(product, cancellationToken).ConfigureAwait(false) is { } found && runtime.ReaderOf(found, principal) is { } reader)
                return Show(found, reader);
        return null;
    }

    private async IAsyncEnumerable<CatalogEntry> SearchCoreAsync(IReadOnlyList<string> words, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((ProductRegistration product, MeshPrincipal reader) in VisibleAsync(cancellationToken).ConfigureAwait(false))
        {
            VisiblePort[] ports = [.. Ports(product).Select(p => new VisiblePort(p.Contract, runtime.Decider.VisibleColumns(p, reader)))];
            if (CatalogSearch.Find(words, product.Descriptor, ports) is { Count: > 0 } matches)
                yield return Show(product, reader) with { Matches = matches };
        }
    }

    private async IAsyncEnumerable<CatalogEntry> ListCoreAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((ProductRegistration product, MeshPrincipal reader) in VisibleAsync(cancellationToken).ConfigureAwait(false))
            yield return Show(product, reader);
    }

    private async IAsyncEnumerable<(ProductRegistration Product, MeshPrincipal Reader)> VisibleAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ProductCatalog catalog in await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false))
            await foreach (ProductRegistration product in catalog.ListAsync(CatalogQuery.All, cancellationToken).ConfigureAwait(false))
                if (runtime.ReaderOf(product, principal) is { } reader)
                    yield return (product, reader);
    }

    private static IEnumerable<PortBinding> Ports(ProductRegistration product) => product.Descriptor.OutputPorts
        .Select(o => PortBinding.Find(product, new PortReference(new PortName(product.Descriptor.Name, o.Name), o.Version.Major))).OfType<PortBinding>();

    private CatalogEntry Show(ProductRegistration product, MeshPrincipal reader) => new()
    {
        Id = product.Descriptor.Id,
        Name = product.Descriptor.Name,
        Description = product.Descriptor.Description,
        Owner = product.Descriptor.Owner,
        Status = product.Descriptor.Status,
        Tags = product.Descriptor.Tags,
        Ports = [.. Ports(product).Select(p => Show(p, reader))],
    };

    private CatalogPort Show(PortBinding port, MeshPrincipal reader) => new()
    {
        Name = port.Name,
        Version = port.Contract.Version,
        Description = port.Output.Description,
        Mode = port.Contract.Mode,
        Columns = runtime.Decider.VisibleColumns(port, reader),
    };
}
