using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Opens the root and registers the declared products, once per process; after a failure the next call tries again.</summary>
internal sealed class ProductRegistrar(MeshServices services, IReadOnlyList<ProductDeclaration> declared) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile ObjectStoreCatalog? _catalog;

    /// <summary>The catalog of the root, with this node's products in it.</summary>
    public async ValueTask<ObjectStoreCatalog> EnsureAsync(CancellationToken cancellationToken)
    {
        if (_catalog is { } done)
            return done;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _catalog ??= await RegisterAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<ObjectStoreCatalog> RegisterAsync(CancellationToken cancellationToken)
    {
        MeshRoot root = await MeshRoot.OpenAsync(services.Store, services.Environment, createIfMissing: declared.Count > 0, services.Time, cancellationToken).ConfigureAwait(false);
        ProductRegistry registry = new(root, services.Time);
        foreach (ProductDeclaration product in declared)
        {
            RegistrationResult result = await registry.RegisterAsync(Define(product), cancellationToken).ConfigureAwait(false);
            if (result.Outdated.Count > 0)
                Log.OlderDefinition(services.Logger, product.Name.ToString());
            else if (result.Changed)
                Log.Registered(services.Logger, product.Name.ToString(), result.Registration.Head);
        }
        return new ObjectStoreCatalog(services.Store, services.Time);
    }

    private ProductDefinition Define(ProductDeclaration product) => new()
    {
        Name = product.Name,
        Description = product.Description,
        Owner = product.Owner,
        Tags = product.Tags,
        Archetype = product.Archetype,
        Inputs = [.. product.Inputs.Select(i => new InputPortDescriptor { Name = i.Name, Source = i.Source, Purpose = i.Purpose })],
        Ports = [.. product.Outputs.Select(o => Define(o, product))],
    };

    private PortDefinition Define(PortDeclaration port, ProductDeclaration product) => new()
    {
        Contract = new DataContract
        {
            Port = port.Name,
            Version = port.Version,
            Description = port.Description,
            Owner = product.Owner,
            Tags = product.Tags,
            Schema = port.Schema,
            Mode = port.Mode,
            Partitioning = port.Partitioning,
        },
        Grants = port.Grants,
        TableFormat = services.Tables.Name,
        CreateTable = CreateTableAsync,
        LoadTable = LoadTableAsync,
    };

    private async Task<Schema> CreateTableAsync(ObjectPath path, Guid tableId, DataContract contract, CancellationToken cancellationToken)
    {
        TableDefinition definition = new()
        {
            TableId = tableId,
            Schema = contract.Schema.ToArrowSchema(),
            Key = [.. contract.Schema.Key.Select(p => p.Name)],
            Partitioning = contract.Partitioning,
            WithoutBounds = [.. contract.Schema.Properties.Where(p => PropertySensitivity.Of(p).Level >= Classification.Confidential).Select(p => p.Name)],
        };
        return (await services.Tables.CreateAsync(Locate(path), definition, cancellationToken).ConfigureAwait(false)).Schema;
    }

    private async Task<Schema> LoadTableAsync(ObjectPath path, CancellationToken cancellationToken) =>
        (await services.Tables.LoadAsync(Locate(path), cancellationToken).ConfigureAwait(false))?.Schema
        ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot register: the table '{path}' that a descriptor names is not there. Restore the folder from a backup.") { Operation = "register" };

    private TableLocation Locate(ObjectPath path) => new() { Store = services.Store, Path = path };
}
