using System.Diagnostics.CodeAnalysis;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What all views of one mesh node share: its declarations, its root, its one way to publish and to read.</summary>
internal sealed class MeshRuntime : IAsyncDisposable, IDisposable
{
    private readonly Dictionary<ProductName, ProductDeclaration> _declared;
    private readonly ProductRegistrar _registrar;
    private readonly PublishTurns _turns = new();

    public MeshRuntime(MeshServices services, IEnumerable<ProductDeclaration> declared)
    {
        Services = services;
        _declared = ProductDeclarations.Index(declared);
        Decider = new AccessDecider(services.PolicyEngines, services.Time, services.Logger) { Region = services.Region };
        Queries = new QueryRunner(services);
        Expiry = new ExpiryWarnings(services.Time, services.Logger);
        _registrar = new ProductRegistrar(services, [.. _declared.Values]);
    }

    public MeshServices Services { get; }

    /// <summary>True when this node owns products; a node that only reads has nothing to register.</summary>
    public bool DeclaresProducts => _declared.Count > 0;

    public AccessDecider Decider { get; }

    public QueryRunner Queries { get; }

    public ExpiryWarnings Expiry { get; }

    /// <summary>The requests for access that this process has shown to a provider.</summary>
    public ShownRequests Shown { get; } = new();

    /// <summary>The catalogs to search, in order; registers this node's own products first.</summary>
    public async Task<IReadOnlyList<ProductCatalog>> GetCatalogsAsync(CancellationToken cancellationToken) =>
        [await EnsureAsync(cancellationToken).ConfigureAwait(false)];

    public async Task RegisterAsync(CancellationToken cancellationToken) => await EnsureAsync(cancellationToken).ConfigureAwait(false);

    private async ValueTask<ObjectStoreCatalog> EnsureAsync(CancellationToken cancellationToken)
    {
        ObjectStoreCatalog catalog = await _registrar.EnsureAsync(cancellationToken).ConfigureAwait(false);
        // A process that does not say where it runs is taken to run where its root lies.
        Decider.Region ??= _registrar.RootRegion;
        return catalog;
    }

    /// <summary>Sees at once what this process has just changed of a product.</summary>
    public async Task ReloadAsync(ProductName product, CancellationToken cancellationToken) =>
        await (await EnsureAsync(cancellationToken).ConfigureAwait(false)).ReloadAsync(product, cancellationToken).ConfigureAwait(false);

    /// <summary>Finds a port that a principal may know. A refusal is recorded, since to the principal it looks like an absent port.</summary>
    public async Task<PortBinding> ResolveAsync(PortReference reference, MeshPrincipal? principal, CancellationToken cancellationToken) =>
        await new PortResolver(await GetCatalogsAsync(cancellationToken).ConfigureAwait(false), new Discovery(this, principal)).ResolveAsync(
            reference,
            hidden => MeshTelemetry.Decided(Services.Logger, hidden, new AccessDecision { Principal = principal, Purpose = default, IsAllowed = false, PolicyEpoch = hidden.Product.Policy?.Epoch }),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Finds a port that a principal may know; null when it may not, or no longer.</summary>
    public async Task<PortBinding?> TryResolveAsync(PortReference reference, MeshPrincipal? principal, CancellationToken cancellationToken)
    {
        try
        {
            return await ResolveAsync(reference, principal, cancellationToken).ConfigureAwait(false);
        }
        catch (PortNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Without a principal, a product that this node declares reads its own ports as itself; anything else reads as nobody.</summary>
    public MeshPrincipal? OwnPrincipal(ProductRegistration product) => _declared.ContainsKey(product.Descriptor.Name) ? ProductPrincipal(product) : null;

    /// <summary>What this node's code declares of a registered port in exactly its version; null when it declares it in none or another one.</summary>
    public PortDeclaration? FindDeclared(PortBinding port) =>
        _declared.TryGetValue(port.Name.Product, out ProductDeclaration? product) ? product.Outputs.FirstOrDefault(o => o.Name == port.Name && o.Version == port.Contract.Version) : null;

    /// <summary>Finds a declared port: the newest major version, of those with the record if there are any.</summary>
    public PortDeclaration FindOutput(PortName port, Type? record = null) =>
        TryFindOutput(port, record, out PortDeclaration? output) ? output : throw new PortNotFoundException(
            $"This application declares no output port '{port}'. {(_declared.Count == 0 ? "Declare it with AddProduct or AddDomain." : $"It declares '{string.Join("', '", _declared.Values.SelectMany(p => p.Outputs).Select(o => o.Name))}'.")}")
        {
            Product = port.Product,
            Port = port,
        };

    public async Task<PublishResult> PublishAsync(
        PortDeclaration port, Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, bool isForeign, PublishOptions? options, CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveAsync(new PortReference(port.Name, port.Version.Major), principal: null, cancellationToken).ConfigureAwait(false);
        return await _turns.RunAsync(binding, () => new PublishPipeline(Services, binding, options ?? new PublishOptions()) { IsForeign = isForeign }.RunAsync(open, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<PublishResult> RefreshAsync(PortName derived, CancellationToken cancellationToken)
    {
        PortDeclaration output = FindOutput(derived);
        PortBinding binding = await ResolveAsync(new PortReference(output.Name, output.Version.Major), principal: null, cancellationToken).ConfigureAwait(false);
        return await _turns.RunAsync(binding, () => new DerivedRefresh(this, _declared[derived.Product], output, binding, ProductPrincipal(binding.Product)).RunAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        Services.Audit.Dispose();
        _registrar.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Services.Audit.DisposeAsync().ConfigureAwait(false);
        _registrar.Dispose();
    }

    private static MeshPrincipal ProductPrincipal(ProductRegistration product) => new()
    {
        Name = $"product:{product.Descriptor.Id}",
        Kind = PrincipalKind.Product,
        Product = product.Descriptor.Id,
        Domain = product.Descriptor.Name.Domain,
    };

    private bool TryFindOutput(PortName port, Type? record, [NotNullWhen(true)] out PortDeclaration? output)
    {
        output = _declared.TryGetValue(port.Product, out ProductDeclaration? product)
            ? product.Outputs.Where(o => o.Name == port).OrderByDescending(o => o.Record == record).ThenByDescending(o => o.Version).FirstOrDefault()
            : null;
        return output is not null;
    }
}
