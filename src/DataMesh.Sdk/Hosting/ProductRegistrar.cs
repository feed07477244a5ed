using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>Opens the root and registers the declared products, once per process; after a failure the next call tries again.</summary>
internal sealed class ProductRegistrar(MeshServices services, IReadOnlyList<ProductDeclaration> declared) : IDisposable
{
    private const int MostAttempts = 10;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile ObjectStoreCatalog? _catalog;

    /// <summary>The region of the root, once it is open; null when it names none.</summary>
    public string? RootRegion { get; private set; }

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
        RootRegion = root.Region;
        ProductRegistry registry = new(root, services.Time);
        foreach (ProductDeclaration product in declared)
        {
            RegistrationResult result = await registry.RegisterAsync(Define(product), cancellationToken).ConfigureAwait(false);
            if (result.Outdated.Count > 0)
                Log.OlderDefinition(services.Logger, product.Name.ToString());
            else if (result.Changed)
                Log.Registered(services.Logger, product.Name.ToString(), result.Registration.Head);
        }
        return new ObjectStoreCatalog(services.Store, services.Time, loaded: LogProblems);
    }

    // Names of agreement holders are the owner's business.
    private void LogProblems(ProductRegistration product)
    {
        if (declared.Any(d => d.Name == product.Descriptor.Name))
            foreach (string problem in product.AgreementProblems)
                Log.AgreementUnreadable(services.Logger, product.Descriptor.Name.ToString(), problem);
    }

    private ProductDefinition Define(ProductDeclaration product) => new()
    {
        Name = product.Name,
        Description = product.Description,
        Owner = product.Owner,
        Tags = product.Tags,
        Archetype = product.Archetype,
        Stewards = product.Stewards,
        Purposes = product.Purposes,
        Inputs = [.. product.Inputs.Select(i => new InputPortDescriptor { Name = i.Name, Source = i.Source, Purpose = i.Purpose, Columns = [.. i.Schema.Properties.Select(p => p.Name)] })],
        Ports = [.. product.Outputs.Select(o => Define(o, product))],
    };

    private PortDefinition Define(PortDeclaration port, ProductDeclaration product)
    {
        DataContract contract = Describe(port, product);
        string file = ContractSupplement.FileOf(port.Name, port.Version.Major, isLowest: product.Outputs.All(o => o.Name != port.Name || o.Version.Major >= port.Version.Major));
        string? committed = CommittedContracts.Find(file);
        return new PortDefinition
        {
            Contract = committed is null ? contract : ContractSupplement.Complete(contract, file, committed),
            IsCommitted = committed is not null,
            Policy = port.Policy,
            TableFormat = services.Tables.Name,
            CreateTable = (path, tableId, contract, token) => CreateTableAsync(path, tableId, contract, port.Policy, token),
            LoadTable = async (path, token) => (await LoadTableAsync(path, token).ConfigureAwait(false)).Schema,
            EvolveTable = (path, contract, token) => EvolveTableAsync(path, contract, port.Policy, token),
        };
    }

    private static DataContract Describe(PortDeclaration port, ProductDeclaration product) => new()
    {
        Port = port.Name,
        Version = port.Version,
        Status = port.Status,
        Description = port.Description,
        Owner = product.Owner,
        Tags = product.Tags,
        Schema = port.Schema,
        Mode = port.Mode,
        Partitioning = port.Partitioning,
        SortOrder = port.SortOrder,
        Promise = port.Promise,
        Quality = port.Quality,
        QuarantineLimit = port.QuarantineLimit,
    };

    private async Task<Schema> CreateTableAsync(ObjectPath path, Guid tableId, DataContract contract, PortPolicy policy, CancellationToken cancellationToken)
    {
        TableDefinition definition = new()
        {
            TableId = tableId,
            Schema = contract.Schema.ToArrowSchema(),
            Key = [.. contract.Schema.Key.Select(p => p.Name)],
            Partitioning = contract.Partitioning,
            SortOrder = contract.SortOrder,
            WithoutBounds = ColumnRules.Withheld(contract.Schema, policy),
        };
        return (await services.Tables.CreateAsync(Locate(path), definition, cancellationToken).ConfigureAwait(false)).Schema;
    }

    private async Task EvolveTableAsync(ObjectPath path, DataContract contract, PortPolicy policy, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            TableState table = await LoadTableAsync(path, cancellationToken).ConfigureAwait(false);
            if (TableColumns.FindEvolution(table, contract) is not { } plan)
                return;
            TableEvolution evolution = new() { Schema = plan.Schema, Partitioning = contract.Partitioning, SortOrder = contract.SortOrder, WithoutBounds = ColumnRules.Withheld(contract.Schema, policy), Properties = TableColumns.Mark(contract) };
            try
            {
                await services.Tables.EvolveAsync(table, evolution, cancellationToken).ConfigureAwait(false);
                Log.TableEvolved(services.Logger, contract.Port.ToString(), contract.Version.ToString());
                return;
            }
            catch (CommitConflictException) when (attempt < MostAttempts)
            {
            }
        }
    }

    private async Task<TableState> LoadTableAsync(ObjectPath path, CancellationToken cancellationToken) =>
        await services.Tables.LoadAsync(Locate(path), cancellationToken).ConfigureAwait(false)
        ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot register: the table '{path}' that a descriptor names is not there. Restore the folder from a backup.") { Operation = "register" };

    private TableLocation Locate(ObjectPath path) => new() { Store = services.Store, Path = path };
}
