using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataMesh.Tests.Policies;

/// <summary>One port on the shipped stack (local files, Iceberg, ParquetSharp, DuckDB), whose policy document can be replaced at will, and consumers' nodes in several regions.</summary>
internal sealed class PolicyMesh : IAsyncDisposable
{
    public const string Port = "people/records/rows";

    private static readonly TimeSpan SeenByAll = TimeSpan.FromSeconds(6);

    private readonly Dictionary<string, ServiceProvider> _nodes = [];
    private readonly ServiceProvider _producer;
    private readonly SchemaPort _port;
    private readonly int _batchRows;
    private readonly int _threads;
    private readonly int _parallelism;
    private readonly Action<IDataMeshBuilder>? _configure;
    private readonly List<ScalarValue[]> _rows = [];

    private PolicyMesh(SchemaObject schema, PortPolicy? policy, int batchRows, int threads, PublishMode mode, int parallelism, Action<IDataMeshBuilder>? configure)
    {
        _parallelism = parallelism;
        _configure = configure;
        Folder = Directory.CreateTempSubdirectory("datamesh-policies-").FullName;
        Schema = schema;
        _batchRows = batchRows;
        _threads = threads;
        _port = new SchemaPort(schema)
        {
            Name = PortName.Parse(Port),
            Description = null,
            Version = new SemanticVersion(1, 0, 0),
            Mode = mode,
            Partitioning = [],
            Policy = policy ?? new PortPolicy { Port = "rows", Major = 1 },
            Derivation = null,
            Promise = SchemaPort.PromiseAll(schema),
        };
        _producer = Build(region: null, _port);
    }

    public string Folder { get; }

    public int BatchRows => _batchRows;

    public SchemaObject Schema { get; }

    public ManualTime Time { get; } = new(TableGen.Epoch);

    public LogLines Log { get; } = new();

    /// <summary>The rows of each snapshot, by its id.</summary>
    public List<(long Id, IReadOnlyList<ScalarValue[]> Rows)> Snapshots { get; } = [];

    /// <summary>The runs that published, by snapshot.</summary>
    public Dictionary<long, Guid> Runs { get; } = [];

    public ProductId Product { get; private set; }

    public IDataMesh Producer => _producer.GetRequiredService<IDataMesh>();

    public MeshRuntime ProducerRuntime => _producer.GetRequiredService<MeshRuntime>();

    public static async Task<PolicyMesh> CreateAsync(SchemaObject schema, int batchRows = 32_768, int threads = 1, PortPolicy? policy = null, PublishMode mode = PublishMode.Append, int parallelism = 2, Action<IDataMeshBuilder>? configure = null)
    {
        PolicyMesh mesh = new(schema, policy, batchRows, threads, mode, parallelism, configure);
        await mesh.Producer.RegisterAsync(Cancel);
        mesh.Product = (await mesh.LoadAsync()).Head.Product;
        return mesh;
    }

    /// <summary>Appends rows as a snapshot of its own.</summary>
    public async Task PublishAsync(IReadOnlyList<ScalarValue[]> rows)
    {
        PublishResult result = await ProducerRuntime.PublishAsync(_port, _ => Batches.Of(Schema, rows, Math.Max(2, rows.Count / 3)), isForeign: true, options: null, Cancel);
        if (_port.Mode == PublishMode.Replace)
            _rows.Clear();
        _rows.AddRange(rows);
        Snapshots.Add((result.Snapshot.Id, [.. _rows]));
        Runs[result.Snapshot.Id] = result.Run!.Value;
        Time.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>Publishes the rows of an earlier snapshot again, if it has not expired.</summary>
    public async Task RollbackAsync(long snapshot)
    {
        try
        {
            PublishResult result = await ProducerRuntime.RollbackAsync(_port, SnapshotSelector.Snapshot(snapshot), "a mistake", Cancel);
            Snapshots.Add((result.Snapshot.Id, []));
        }
        catch (DataMeshException expired) when (expired.Kind == DataMeshErrorKind.NotFound)
        {
        }
        Time.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>Deletes rows; which ones are left, only the port knows.</summary>
    public async Task<PublishResult> DeleteAsync(Filter where)
    {
        PublishResult result = await ProducerRuntime.DeleteAsync(_port, (binding, table) => DeletedRows.Where(binding, table.Schema, where), options: null, Cancel);
        Time.Advance(TimeSpan.FromSeconds(1));
        return result;
    }

    public Task<MaintenanceResult> MaintainAsync(MaintenanceOptions options) => ProducerRuntime.MaintainAsync(_port, options, Cancel);

    /// <summary>Replaces the product's policy by a document of the next epoch, as another process would, and waits until every node must have seen it.</summary>
    public async Task<PolicyDocument> SetPolicyAsync(Func<PolicyDocument, PolicyDocument> change, IReadOnlyList<AccessAgreement>? agreements = null)
    {
        LoadedProduct current = await LoadAsync();
        DocumentFiles files = new(Store);
        long epoch = current.Head.Policy.Number + 1;
        PolicyDocument document = change(new PolicyDocument { Epoch = epoch, Product = current.Head.Product });
        PinnedFile policy = await CreateAsync(files, MeshLayout.Policy(epoch), epoch, PolicyDocumentYaml.Write(document));
        ProductHead head = current.Head with
        {
            Number = current.Head.Number + 1,
            Policy = policy,
            Agreements = agreements is null ? current.Head.Agreements : await PinAsync(files, agreements),
            Previous = current.PinHead(),
        };
        Assert.True(await head.TryCreateAsync(files, Cancel));
        Time.Advance(SeenByAll);
        return document;
    }

    /// <summary>Replaces the product's policy file by any bytes, pinned as if they were a policy.</summary>
    public async Task SetRawPolicyAsync(byte[] content)
    {
        LoadedProduct current = await LoadAsync();
        long epoch = current.Head.Policy.Number + 1;
        string path = Path.Combine(Folder, PortName.Parse(Port).Product.ToString(), MeshLayout.Policy(epoch));
        await File.WriteAllBytesAsync(path, content, Cancel);
        ProductHead head = current.Head with { Number = current.Head.Number + 1, Policy = new PinnedFile(epoch, MeshLayout.Policy(epoch), StoredFile.Digest(content)), Previous = current.PinHead() };
        Assert.True(await head.TryCreateAsync(new DocumentFiles(Store), Cancel));
        Time.Advance(SeenByAll);
    }

    /// <summary>The columns of the port bound to the table's field ids, as registration binds them.</summary>
    public async Task<IReadOnlyList<ColumnClassification>> BindColumnsAsync()
    {
        Schema stored = (await ProducerRuntime.Services.Tables.LoadAsync((await ResolveAsync()).Location, Cancel))!.Schema;
        return [.. Schema.Properties.Select(p => new ColumnClassification
        {
            FieldId = stored.FieldsList.First(f => f.Name == p.Name).GetFieldId()!.Value,
            Name = p.Name,
            Level = ColumnLevels.Effective(p.Classification, p.Categories),
            Categories = p.Categories,
        })];
    }

    public Task<PortBinding> ResolveAsync() => ProducerRuntime.ResolveAsync(Port, null, default, Cancel);

    /// <summary>A consumer's node that runs in a region.</summary>
    public IDataMesh Node(string? region) => Services(region).GetRequiredService<IDataMesh>();

    /// <summary>What is behind a consumer's node.</summary>
    public MeshRuntime Runtime(string? region) => Services(region).GetRequiredService<MeshRuntime>();

    private ServiceProvider Services(string? region)
    {
        lock (_nodes)
        {
            if (!_nodes.TryGetValue(region ?? "", out ServiceProvider? node))
                _nodes[region ?? ""] = node = Build(region, declared: null);
            return node;
        }
    }

    /// <summary>The key of a scope, as the law spells it.</summary>
    public byte[] Key(MaskKeyScope scope) => TestKeys.Key(scope, Product);

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider node in _nodes.Values)
            await node.DisposeAsync();
        await _producer.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ObjectStore Store => ProducerRuntime.Services.Store;

    private async Task<LoadedProduct> LoadAsync() => (await new RegistrationReader(new DocumentFiles(Store)).LoadNewestAsync(PortName.Parse(Port).Product, known: null, Cancel))!;

    private static async Task<PinnedFile> CreateAsync(DocumentFiles files, string relative, long number, YamlMapping document)
    {
        ObjectPath path = MeshLayout.Product(PortName.Parse(Port).Product) / relative;
        byte[] content = YamlText.Write(path.ToString(), document);
        Assert.True(await files.TryCreateAsync(path, content, Cancel));
        return new PinnedFile(number, relative, StoredFile.Digest(content));
    }

    private static async Task<List<PinnedAgreement>> PinAsync(DocumentFiles files, IReadOnlyList<AccessAgreement> agreements)
    {
        List<PinnedAgreement> pinned = [];
        foreach (AccessAgreement agreement in agreements.OrderBy(a => a.Id))
        {
            string path = MeshLayout.Agreement(agreement.Consumer.Domain, agreement.Id, agreement.Number);
            PinnedFile file = await CreateAsync(files, path, agreement.Number, AgreementDocument.Write(agreement));
            pinned.Add(new PinnedAgreement(agreement.Id, agreement.Consumer.Domain, agreement.Number, path, file.Sha256));
        }
        return pinned;
    }

    private ServiceProvider Build(string? region, SchemaPort? declared)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<ILoggerFactory>(Log);
        services.AddDataMesh(Folder, mesh =>
        {
            mesh.ConfigureLimits(limits => (limits.BatchRows, limits.Parallelism) = (_batchRows, _parallelism)).UseDuckDb(options => options.Threads = _threads);
            if (_configure is null)
                mesh.UseMaskKeys(_ => new TestKeys());
            _configure?.Invoke(mesh);
            if (region is not null)
                mesh.UseRegion(region);
        });
        if (declared is not null)
            services.AddSingleton(new ProductDeclaration { Name = declared.Name.Product, Description = null, Owner = "owner@example.com", Tags = [], Archetype = ProductArchetype.SourceAligned, Stewards = Recipients.Nobody, Purposes = [], Inputs = [], Outputs = [declared] });
        return services.BuildServiceProvider();
    }
}
