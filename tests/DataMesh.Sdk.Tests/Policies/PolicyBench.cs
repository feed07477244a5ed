using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Catalog;
using DataMesh.Tests.Filters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataMesh.Tests.Policies;

/// <summary>A port with a column of every type in a table in memory, and a policy that tests change at will.</summary>
internal sealed class PolicyBench
{
    public const int BatchRows = 7;
    public static readonly ProductId Id = Examples.Id;
    public static readonly PortName Port = new("sales/orders", "lines");

    private static readonly IServiceScopeFactory Scopes = new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>();

    private readonly TableLocation _location = new() { Store = new InMemoryObjectStore(), Path = "sales/orders/ports/lines/v1" };

    private PolicyBench() => Decider = new AccessDecider([], Time, NullLogger.Instance);

    public static SchemaObject Schema { get; } = new()
    {
        Name = "row",
        Properties = [.. Rows.Columns.Select(c => new SchemaProperty { Name = c.Name, Type = c.Type, IsEventTime = c.Name == "at" })],
    };

    public ManualTime Time { get; } = new();

    public RecordingTables Tables { get; } = new(new InMemoryTableFormat());

    public AccessDecider Decider { get; }

    public IMaskKeyProvider? Keys { get; set; } = new FixedKeys();

    public DataContract Contract { get; set; } = new() { Port = Port, Version = "1.0.0", Schema = Schema, Mode = PublishMode.Append };

    public IReadOnlyList<AccessAgreement> Agreements { get; set; } = [];

    public PolicyDocument? Policy { get; set; }

    public MeshServices Services => new()
    {
        Store = _location.Store,
        Tables = Tables,
        Queries = null,
        PolicyEngines = [],
        Limits = new MeshLimits { BatchRows = BatchRows },
        Audit = new AuditTrail(new AuditFolder(_location.Store, new ManualTime()), [], new AuditOptions(), new ManualTime(), NullLogger.Instance),
        Time = Time,
        Logger = NullLogger.Instance,
        Environment = null,
        Scopes = Scopes,
        MaskKeys = Keys,
    };

    public PortBinding Binding
    {
        get
        {
            OutputPortDescriptor output = new() { Name = "lines", Version = Contract.Version, TablePath = _location.Path.ToString(), Format = "memory" };
            DataProductDescriptor descriptor = new() { Id = Id, Name = Port.Product, Owner = "owner@sales.example", OutputPorts = [output] };
            ProductRegistration product = new() { Head = 1, Descriptor = descriptor, Contracts = [Contract], Policy = Policy, Agreements = Agreements, Store = _location.Store };
            return new PortBinding { Name = Port, Product = product, Output = output, Contract = Contract };
        }
    }

    /// <summary>A bench whose table holds rows, a file for each array.</summary>
    public static async Task<PolicyBench> CreateAsync(params ScalarValue[][][] files)
    {
        PolicyBench bench = new();
        TableState state = await bench.Tables.CreateAsync(bench._location, new TableDefinition { TableId = Guid.CreateVersion7(), Schema = Rows.Schema }, TestContext.Current.CancellationToken);
        foreach (ScalarValue[][] rows in files)
            state = await bench.AppendAsync(state, rows);
        return bench;
    }

    /// <summary>Classifications that bind every column by its field id.</summary>
    public static ColumnClassification[] Bind(Func<string, (Classification Level, Category Categories)>? classify = null) =>
        [.. Rows.Columns.Select((c, i) => new ColumnClassification { FieldId = i + 1, Name = c.Name, Level = classify?.Invoke(c.Name).Level ?? Classification.Internal, Categories = classify?.Invoke(c.Name).Categories ?? Category.None })];

    public void Set(PortPolicy policy, Recipients? stewards = null, params PurposeDefinition[] purposes) =>
        Policy = new PolicyDocument { Epoch = (Policy?.Epoch ?? 0) + 1, Product = Id, Ports = [policy], Purposes = purposes, Stewards = stewards ?? Recipients.Nobody };

    /// <summary>Everything in clear to a domain, under a condition.</summary>
    public static PortPolicy Open(params Grant[] grants) => new() { Port = "lines", Major = 1, Grants = grants, Columns = Bind() };

    public static Grant Grant(string name = "all", string domain = "finance", Sight? gives = null) => new() { Name = name, To = new Recipients { Domains = [domain] }, Gives = gives ?? Sight.All };

    public AccessDecision Decide(MeshPrincipal? principal, Purpose purpose = default, string? offer = null) => Decider.Decide(Binding, principal, purpose, offer);

    public Task<EnforcementScan> OpenAsync(MeshPrincipal principal, Purpose purpose = default, SnapshotSelector? at = null) =>
        EnforcementScan.OpenAsync(Services, Binding, Decide(principal, purpose), at, TestContext.Current.CancellationToken);

    private async Task<TableState> AppendAsync(TableState state, ScalarValue[][] rows)
    {
        List<DataFile> files = [];
        await foreach (DataFile file in Tables.WriteAsync(state, Batches(rows), TableWriteOptions.Default, TestContext.Current.CancellationToken))
            files.Add(file);
        return (await Tables.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = Guid.NewGuid().ToString(), Added = files }, TestContext.Current.CancellationToken)).State;
    }

    private static async IAsyncEnumerable<RecordBatch> Batches(ScalarValue[][] rows)
    {
        await Task.CompletedTask;
        foreach (ScalarValue[][] part in rows.Chunk(5))
            yield return Rows.Build(part, 2);
    }

    public sealed class FixedKeys : IMaskKeyProvider
    {
        public ValueTask<ReadOnlyMemory<byte>?> FindKeyAsync(string scope, CancellationToken cancellationToken = default) => ValueTask.FromResult<ReadOnlyMemory<byte>?>(MaskOracle.Key);
    }
}
