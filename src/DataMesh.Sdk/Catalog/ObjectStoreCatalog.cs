using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The catalog that a root is: its products are found by listing folders and followed by polling heads.</summary>
/// <remarks>
/// Thread-safe. A new head is seen at most <c>recheckAfter</c> later, one of this process at once. While the store cannot be reached, what was last seen holds for
/// <see cref="GracePeriod"/>; then lookups fail, which denies.
/// </remarks>
/// <param name="store">Where the root lies.</param>
/// <param name="time">The clock.</param>
/// <param name="recheckAfter">How long a product is believed unchanged; null: one second.</param>
/// <param name="loaded">Told of every state of a product that is read, for the owner's log.</param>
internal sealed class ObjectStoreCatalog(ObjectStore store, TimeProvider time, TimeSpan? recheckAfter = null, Action<ProductRegistration>? loaded = null) : ProductCatalog
{
    /// <summary>How long a product is believed unchanged while its store cannot be reached.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(60);

    private readonly TimeSpan _recheckAfter = recheckAfter ?? TimeSpan.FromSeconds(1);
    private readonly RegistrationReader _reader = new(new DocumentFiles(store));
    private readonly ConcurrentDictionary<ProductName, Seen> _seen = new();
    private readonly ConcurrentDictionary<ProductId, ProductName> _names = new();

    /// <inheritdoc/>
    public override string Name => store.Root.ToString();

    /// <inheritdoc/>
    public override async Task<ProductRegistration?> FindAsync(ProductName name, CancellationToken cancellationToken = default)
    {
        if (name == default)
            return null;
        Seen? seen = _seen.GetValueOrDefault(name);
        if (seen is not null && seen.OwnWrites == OwnWrites.Count && time.GetElapsedTime(seen.CheckedAt) < _recheckAfter)
            return seen.Product.Registration;
        (long now, long writes) = (time.GetTimestamp(), OwnWrites.Count);
        try
        {
            LoadedProduct? product = await RefreshAsync(name, seen?.Product, cancellationToken).ConfigureAwait(false);
            return Remember(name, product, now, writes);
        }
        catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.StorageUnavailable && seen is not null && time.GetElapsedTime(seen.CheckedAt) < GracePeriod)
        {
            return seen.Product.Registration;
        }
    }

    /// <inheritdoc/>
    public override async Task<ProductRegistration?> FindAsync(ProductId product, CancellationToken cancellationToken = default)
    {
        if (_names.TryGetValue(product, out ProductName name) && await FindAsync(name, cancellationToken).ConfigureAwait(false) is { } known && known.Descriptor.Id == product)
            return known;
        await foreach (ProductRegistration registration in ListAsync(CatalogQuery.All, cancellationToken).ConfigureAwait(false))
            if (registration.Descriptor.Id == product)
                return registration;
        return null;
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ProductRegistration> ListAsync(CatalogQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ListCoreAsync(query, cancellationToken);
    }

    /// <summary>Reads the newest head of a product now, so that the next lookup sees it. When that fails, nothing of the product is believed until a lookup succeeds.</summary>
    public async Task ReloadAsync(ProductName name, CancellationToken cancellationToken)
    {
        LoadedProduct? known = _seen.GetValueOrDefault(name)?.Product;
        (long now, long writes) = (time.GetTimestamp(), OwnWrites.Count);
        try
        {
            Remember(name, await _reader.LoadNewestAsync(name, known, cancellationToken).ConfigureAwait(false), now, writes);
        }
        catch (Exception error) when (error is DataMeshException or OperationCanceledException)
        {
            _seen.TryRemove(name, out _);
        }
    }

    private async IAsyncEnumerable<ProductRegistration> ListCoreAsync(CatalogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string after = query.StartAfter.ToString();
        foreach (DomainName domain in await ListDomainsAsync(query, cancellationToken).ConfigureAwait(false))
            await foreach (string child in store.ListChildrenAsync(domain.ToString(), cancellationToken).ConfigureAwait(false))
                if (ProductName.TryParse($"{domain}/{child}", null, out ProductName name) && string.CompareOrdinal(name.ToString(), after) > 0
                    && await TryFindAsync(name, cancellationToken).ConfigureAwait(false) is { } product)
                    yield return product;
    }

    // Ordered as whole product names are: 'a-b/x' comes before 'a/x'.
    private async Task<List<DomainName>> ListDomainsAsync(CatalogQuery query, CancellationToken cancellationToken)
    {
        if (query.Domain != default)
            return [query.Domain];
        List<DomainName> domains = [];
        await foreach (string child in store.ListChildrenAsync(default, cancellationToken).ConfigureAwait(false))
            if (DomainName.TryParse(child, null, out DomainName domain))
                domains.Add(domain);
        domains.Sort((a, b) => string.CompareOrdinal($"{a}/", $"{b}/"));
        return domains;
    }

    private async Task<ProductRegistration?> TryFindAsync(ProductName name, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException error) when (error.Kind is DataMeshErrorKind.CorruptData or DataMeshErrorKind.IncompatibleVersion)
        {
            return null;
        }
    }

    private async Task<LoadedProduct?> RefreshAsync(ProductName name, LoadedProduct? known, CancellationToken cancellationToken)
    {
        if (known is null || !await IsCurrentAsync(known, cancellationToken).ConfigureAwait(false))
            return await _reader.LoadNewestAsync(name, known, cancellationToken).ConfigureAwait(false);
        return known;
    }

    // Two small questions: is there a next head, and is the policy file still the one that was read?
    private async Task<bool> IsCurrentAsync(LoadedProduct known, CancellationToken cancellationToken) =>
        !await _reader.ExistsAsync(known.Head.Name, known.Head.Number + 1, cancellationToken).ConfigureAwait(false)
        && await store.FindAsync(MeshLayout.Product(known.Head.Name) / known.Head.Policy.Path, cancellationToken).ConfigureAwait(false) is { } policy
        && policy == known.PolicyFile;

    private ProductRegistration? Remember(ProductName name, LoadedProduct? product, long checkedAt, long ownWrites)
    {
        if (product is null)
        {
            _seen.TryRemove(name, out _);
            return null;
        }
        LoadedProduct? before = _seen.GetValueOrDefault(name)?.Product;
        // A lookup that began before a change of this process must not hide it again.
        Seen seen = _seen.AddOrUpdate(name, new Seen(product, checkedAt, ownWrites),
            (_, known) => known.Product.Head.Product == product.Head.Product && known.Product.Head.Number > product.Head.Number ? known : new Seen(product, checkedAt, ownWrites));
        _names[product.Head.Product] = name;
        if (!ReferenceEquals(before, seen.Product))
            loaded?.Invoke(seen.Product.Registration);
        return seen.Product.Registration;
    }

    private sealed record Seen(LoadedProduct Product, long CheckedAt, long OwnWrites);
}
