using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>
/// The catalog as one principal sees it: products and ports that it may know, filtered before anything is counted, matched or shown. Columns show only to those
/// whom a grant or agreement names, for whichever purpose. A product without a readable policy shows to itself only.
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
        Discovery discovery = new(runtime, principal);
        foreach (ProductCatalog catalog in await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false))
            if (await catalog.FindAsync(product, cancellationToken).ConfigureAwait(false) is { } found && discovery.Look(found) is { } known)
                return await ShowAsync(found, known.Reader, known.Ports, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async IAsyncEnumerable<CatalogEntry> SearchCoreAsync(IReadOnlyList<string> words, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((ProductRegistration product, MeshPrincipal reader, IReadOnlyList<PortBinding> known) in KnownAsync(cancellationToken).ConfigureAwait(false))
        {
            VisiblePort[] ports = [.. known.Select(p => new VisiblePort(p.Contract, runtime.Decider.VisibleColumns(p, reader)))];
            if (CatalogSearch.Find(words, product.Descriptor, ports) is { Count: > 0 } matches)
                yield return await ShowAsync(product, reader, known, cancellationToken).ConfigureAwait(false) with { Matches = matches };
        }
    }

    private async IAsyncEnumerable<CatalogEntry> ListCoreAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((ProductRegistration product, MeshPrincipal reader, IReadOnlyList<PortBinding> known) in KnownAsync(cancellationToken).ConfigureAwait(false))
            yield return await ShowAsync(product, reader, known, cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<(ProductRegistration Product, MeshPrincipal Reader, IReadOnlyList<PortBinding> Ports)> KnownAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Discovery discovery = new(runtime, principal);
        foreach (ProductCatalog catalog in await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false))
            await foreach (ProductRegistration product in catalog.ListAsync(CatalogQuery.All, cancellationToken).ConfigureAwait(false))
                if (discovery.Look(product) is { } known)
                    yield return (product, known.Reader, known.Ports);
    }

    private async Task<CatalogEntry> ShowAsync(ProductRegistration product, MeshPrincipal reader, IReadOnlyList<PortBinding> ports, CancellationToken cancellationToken)
    {
        WithdrawnInputs withdrawn = new(await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false), runtime.Services.Time.GetUtcNow());
        string? degraded = await withdrawn.AnyAsync(product, cancellationToken).ConfigureAwait(false) ? CatalogPort.InputWithdrawn : null;
        return Show(product, [.. ports.Select(p => Show(p, reader) with { Degraded = degraded })]);
    }

    private static CatalogEntry Show(ProductRegistration product, IReadOnlyList<CatalogPort> ports) => new()
    {
        Id = product.Descriptor.Id,
        Name = product.Descriptor.Name,
        Description = product.Descriptor.Description,
        Owner = product.Descriptor.Owner,
        Status = product.Descriptor.Status,
        Tags = product.Descriptor.Tags,
        Ports = ports,
    };

    private CatalogPort Show(PortBinding port, MeshPrincipal reader) => new()
    {
        Name = port.Name,
        Version = port.Contract.Version,
        Status = port.Contract.Status,
        Deprecation = port.Contract.Deprecation,
        Description = port.Output.Description,
        Mode = port.Contract.Mode,
        Columns = runtime.Decider.VisibleColumns(port, reader),
    };
}
