using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What all views of one mesh node share: its declarations, its root, its one way to publish and to read.</summary>
internal sealed class MeshRuntime : IAsyncDisposable, IDisposable
{
    /// <summary>How the principal of a product is called, before its identity.</summary>
    public const string ProductPrefix = "product:";

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
        Lifecycle = new LifecycleNotices(services.Logger);
        _registrar = new ProductRegistrar(services, [.. _declared.Values]);
    }

    public MeshServices Services { get; }

    /// <summary>True when this node owns products; a node that only reads has nothing to register.</summary>
    public bool DeclaresProducts => _declared.Count > 0;

    public AccessDecider Decider { get; }

    public QueryRunner Queries { get; }

    public ExpiryWarnings Expiry { get; }

    public LifecycleNotices Lifecycle { get; }

    /// <summary>The requests for access that this process has shown to a provider.</summary>
    public ShownRequests Shown { get; } = new();

    /// <summary>The catalogs to search, in order; registers this node's own products first.</summary>
    public async Task<IReadOnlyList<ProductCatalog>> GetCatalogsAsync(CancellationToken cancellationToken) =>
        [await EnsureAsync(cancellationToken).ConfigureAwait(false)];

    public async Task RegisterAsync(CancellationToken cancellationToken) => await EnsureAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Sees at once what this process has just changed of a product.</summary>
    public async Task ReloadAsync(ProductName product, CancellationToken cancellationToken) =>
        await (await EnsureAsync(cancellationToken).ConfigureAwait(false)).ReloadAsync(product, cancellationToken).ConfigureAwait(false);

    /// <summary>Finds a port that a principal may know. Looking for a hidden one leaves a denial in the owner's records; to the principal it is an absent one.</summary>
    /// <exception cref="PortNotFoundException">There is no such port, or it may not be known.</exception>
    public async Task<PortBinding> ResolveAsync(PortReference reference, MeshPrincipal? principal, Purpose purpose, CancellationToken cancellationToken)
    {
        PortResolver resolver = await ResolverAsync(principal, cancellationToken).ConfigureAwait(false);
        (PortBinding? known, PortBinding? hidden) = await resolver.FindAsync(reference, cancellationToken).ConfigureAwait(false);
        if (hidden is not null)
            await RecordHiddenAsync(hidden, principal, purpose, cancellationToken).ConfigureAwait(false);
        return known ?? throw await resolver.NotFoundAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds a port that a principal may know; null when it may not, or no longer. Leaves no record.</summary>
    public async Task<PortBinding?> TryResolveAsync(PortReference reference, MeshPrincipal? principal, CancellationToken cancellationToken) =>
        (await (await ResolverAsync(principal, cancellationToken).ConfigureAwait(false)).FindAsync(reference, cancellationToken).ConfigureAwait(false)).Known;

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

    /// <summary>Finds a declared port by its record.</summary>
    /// <exception cref="ArgumentException">It is declared with another record.</exception>
    public PortDeclaration<T> FindOutput<T>(PortName port)
        where T : IDataSchema<T>
    {
        PortDeclaration declared = FindOutput(port, typeof(T));
        return declared as PortDeclaration<T>
            ?? throw new ArgumentException($"The port '{port}' is declared with the record '{declared.Record.Name}', not '{typeof(T).Name}': use that record.", nameof(port));
    }

    /// <summary>The inputs of the products that this node declares, each read by its product; unopened.</summary>
    public async Task<IReadOnlyList<InputPort>> BindInputsAsync(CancellationToken cancellationToken)
    {
        List<InputPort> inputs = [];
        foreach (ProductDeclaration product in _declared.Values.Where(p => p.Inputs.Count > 0))
            foreach (ProductCatalog catalog in await GetCatalogsAsync(cancellationToken).ConfigureAwait(false))
                if (await catalog.FindAsync(product.Name, cancellationToken).ConfigureAwait(false) is { } registered)
                    inputs.AddRange(product.Inputs.Select(i => i.Bind(this, ProductPrincipal(registered), at: null)));
        return inputs;
    }

    public async Task<PublishResult> PublishAsync(
        PortDeclaration port, Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, bool isForeign, PublishOptions? options, CancellationToken cancellationToken)
    {
        MajorRules.DemandOwnPublishes(port);
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        LifecycleNotices.DemandServed(binding, "publish to");
        IReadOnlyList<MajorTarget> older = await FindOlderAsync(port, cancellationToken).ConfigureAwait(false);
        if (older.Count > 0 && options?.Branch is not null)
            throw new NotSupportedException($"Cannot publish to a branch of '{port.Name}': older major versions are made from its publishes (MapFrom), and they have no such branch. Publish without Branch.");
        if (older.Count > 0)
            return await _turns.RunAsync([.. older.Select(o => o.Binding), binding], () => new MajorPublish(this, port, binding, older, options ?? new PublishOptions()) { IsForeign = isForeign }.RunAsync(open, cancellationToken), cancellationToken).ConfigureAwait(false);
        return await _turns.RunAsync(binding, () => new PublishPipeline(QualityOf(binding), options ?? new PublishOptions()) { IsForeign = isForeign }.RunAsync(open, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    // The older major versions that are made from it, the oldest first; a retired one gets no rows any more.
    private async Task<IReadOnlyList<MajorTarget>> FindOlderAsync(PortDeclaration port, CancellationToken cancellationToken)
    {
        List<MajorTarget> found = [];
        foreach (OlderMajor older in MajorRules.FindOlder(port, ProductOf(port).Outputs))
            if (await ResolveForWritingAsync(older.Port, cancellationToken).ConfigureAwait(false) is { Contract.Status: not LifecycleStatus.Retired } binding)
                found.Add(new MajorTarget(older, binding));
        return found;
    }

    /// <summary>The refreshes of this node's derived ports.</summary>
    public Refreshes Refreshes => field ??= new Refreshes(this, _turns);

    /// <summary>The runs over several ports.</summary>
    public ProductRuns Runs => field ??= new ProductRuns(this, _turns);

    /// <summary>The ports that this node declares, in every major version.</summary>
    public IEnumerable<PortDeclaration> DeclaredPorts => _declared.Values.SelectMany(p => p.Outputs);

    /// <summary>The product of a declared port.</summary>
    public ProductDeclaration ProductOf(PortDeclaration port) => _declared[port.Name.Product];

    public async IAsyncEnumerable<PublishRecord> LogAsync(PortDeclaration port, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        await foreach (PublishRecord entry in new PortHistory(Services, binding).LogAsync(cancellationToken).ConfigureAwait(false))
            yield return entry;
    }

    public async Task<PublishResult> RollbackAsync(PortDeclaration port, SnapshotSelector to, string reason, CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        LifecycleNotices.DemandServed(binding, "publish to");
        return await _turns.RunAsync(binding, () => new PortHistory(Services, binding).RollbackAsync(to, reason, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<PublishResult> DeleteAsync(PortDeclaration port, Func<PortBinding, TableState, IRowMatch> which, PublishOptions? options, CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        return await _turns.RunAsync(binding, () => new RowDeletion(Services, binding, options ?? new PublishOptions()).RunAsync(table => which(binding, table), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public async Task<EraseResult> EraseAsync(PortDeclaration port, MeshPrincipal? principal, Func<PortBinding, Schema, IReadOnlyList<string>, IRowMatch> which, EraseOptions options, CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        return await new Erasure(Services, await GetCatalogsAsync(cancellationToken).ConfigureAwait(false), binding, options, (principal ?? ProductPrincipal(binding.Product)).ToString()).RunAsync((columns, key) => which(binding, columns, key), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists the erasures of a port, for the product itself and its stewards only.</summary>
    public async IAsyncEnumerable<ErasureProof> ListErasuresAsync(PortDeclaration port, MeshPrincipal? principal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        new ProviderSide(this, principal).Demand(port.Name.Product, binding.Product, "list erasures");
        await foreach (ErasureProof proof in new ErasureHistory(Services, binding).ListAsync(cancellationToken).ConfigureAwait(false))
            yield return proof;
    }

    public async Task FreezeAsync(PortDeclaration port, MeshPrincipal? principal, Func<FreezeSwitch, string, Task> change, CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        await change(new FreezeSwitch(Services, binding), (principal ?? ProductPrincipal(binding.Product)).ToString()).ConfigureAwait(false);
    }

    public async Task WithReferencesAsync(PortDeclaration port, Func<PortReferences, Task> change, CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        LifecycleNotices.DemandServed(binding, "publish to");
        await change(new PortReferences(Services, binding)).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<SnapshotReference> ListReferencesAsync(PortDeclaration port, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        await foreach (SnapshotReference reference in new PortReferences(Services, binding).ListAsync(cancellationToken).ConfigureAwait(false))
            yield return reference;
    }

    public async Task HoldAsync(PortDeclaration port, MeshPrincipal? principal, Func<LegalHolds, string, Task> change, CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        await change(new LegalHolds(Services, binding), (principal ?? ProductPrincipal(binding.Product)).ToString()).ConfigureAwait(false);
    }

    public async Task<MaintenanceResult> MaintainAsync(PortDeclaration port, MaintenanceOptions options, CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        return await new PortMaintenance(Services, binding).RunAsync(options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what publishes of a port did not accept, for the product itself and its stewards only.</summary>
    public async IAsyncEnumerable<TRow> ReadQuarantineAsync<TRow>(
        PortDeclaration port, MeshPrincipal? principal, Func<QuarantineReader, CancellationToken, IAsyncEnumerable<TRow>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        new ProviderSide(this, principal).Demand(port.Name.Product, binding.Product, "read the quarantine");
        await foreach (TRow row in read(new QuarantineReader(Services, binding), cancellationToken).ConfigureAwait(false))
            yield return row;
    }

    /// <summary>Holds the rows of a port against rules, for the product itself and its stewards only.</summary>
    public async Task<QualityCheck> CheckAsync(PortDeclaration port, MeshPrincipal? principal, IReadOnlyList<QualityRule> rules, decimal? quarantineLimit, CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        new ProviderSide(this, principal).Demand(port.Name.Product, binding.Product, "check rows");
        return await new QualityInspection(QualityOf(binding)).RunAsync(rules, quarantineLimit ?? binding.Contract.QuarantineLimit, cancellationToken).ConfigureAwait(false);
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

    /// <summary>What rules of a port need: its product reads other ports as itself.</summary>
    public QualityContext QualityOf(PortBinding binding) => new()
    {
        Services = Services,
        Port = binding,
        OpenInput = (port, purpose, token) => new InputPort(this, port, ProductPrincipal(binding.Product), purpose).OpenScanAsync(token),
    };

    /// <summary>Finds a declared port as it is registered; refuses where its rows may not lie.</summary>
    public async Task<PortBinding> ResolveForWritingAsync(PortDeclaration port, CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveAsync(new PortReference(port.Name, port.Version.Major), principal: null, purpose: default, cancellationToken).ConfigureAwait(false);
        ResidencyRule.Demand(binding, _registrar.RootRegion);
        return binding;
    }

    private async ValueTask<ObjectStoreCatalog> EnsureAsync(CancellationToken cancellationToken)
    {
        ObjectStoreCatalog catalog = await _registrar.EnsureAsync(cancellationToken).ConfigureAwait(false);
        // A process that does not say where it runs is taken to run where its root lies.
        Decider.Region ??= _registrar.RootRegion;
        return catalog;
    }

    private async Task<PortResolver> ResolverAsync(MeshPrincipal? principal, CancellationToken cancellationToken) =>
        new(await GetCatalogsAsync(cancellationToken).ConfigureAwait(false), new Discovery(this, principal));

    // A record that cannot be written must not tell that the port exists; nothing was shown, and the trail has said that it is in trouble.
    private async Task RecordHiddenAsync(PortBinding port, MeshPrincipal? principal, Purpose purpose, CancellationToken cancellationToken)
    {
        AccessDecision denied = new() { Principal = principal, Purpose = purpose, IsAllowed = false, PolicyEpoch = port.Product.Policy?.Epoch };
        MeshTelemetry.Decided(Services.Logger, port, denied);
        try
        {
            await Services.Audit.RecordAsync(AuditRecords.Denied(port, denied, Services.Time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException)
        {
        }
    }

    public static MeshPrincipal ProductPrincipal(ProductRegistration product) => new()
    {
        Name = ProductPrefix + product.Descriptor.Id,
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
