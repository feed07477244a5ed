using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataMesh.Tests.Hosting;

/// <summary>What an application expects of its inputs is held against the mesh when it starts.</summary>
public sealed class ExpectationTests : IDisposable
{
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_whose_inputs_fit_starts()
    {
        await RegisterAsync();

        await StartAsync(m => m.RunAs("finance").AddInput<Amount>("sales/orders/lines@1").AddInput<CustomerCity>("sales/customers/current@1").ValidateOnStart());
    }

    [Fact]
    public async Task Every_mismatch_of_every_input_stops_the_start_at_once()
    {
        await RegisterAsync();

        ContractMismatchException refused = await Assert.ThrowsAsync<ContractMismatchException>(() => StartAsync(m => m.RunAs("finance")
            .AddInput<WrongLine>("sales/orders/lines@1").AddInput<Amount>("sales/orders/lines2@1").AddInput<CustomerMailRequired>("sales/customers/current@1").ValidateOnStart()));

        Assert.StartsWith("Cannot start: 2 of 3 inputs cannot be read as declared. (1) The record 'WrongLine' does not fit 'sales/orders/lines' 1.0.0", refused.Message, StringComparison.Ordinal);
        Assert.Contains("(2) The record 'CustomerMailRequired' does not fit 'sales/customers/current' 1.0.0", refused.Message, StringComparison.Ordinal);
        // The e-mail is confidential: what finance sees of it may be null, whatever is stored.
        Assert.Equal(["id", "amont", "email"], refused.Mismatches.Select(m => m.Column));
    }

    [Fact]
    public async Task An_input_that_is_absent_or_denied_stops_the_start_as_well()
    {
        await RegisterAsync();

        PortNotFoundException absent = await Assert.ThrowsAsync<PortNotFoundException>(() => StartAsync(m => m.RunAs("finance").AddInput<Amount>("sales/orders/lnies@1").ValidateOnStart()));
        DataMeshException both = await Assert.ThrowsAsync<DataMeshException>(() => StartAsync(m => m.RunAs("finance").AddInput<Amount>("sales/orders/lnies@1").AddInput<WrongLine>("sales/orders/lines@1").ValidateOnStart()));

        Assert.Contains("Did you mean 'sales/orders/lines'", absent.Message, StringComparison.Ordinal);
        Assert.Equal((DataMeshErrorKind.InvalidConfiguration, 2), (both.Kind, Assert.IsType<AggregateException>(both.InnerException).InnerExceptions.Count));
    }

    [Fact]
    public async Task Inputs_of_declared_products_are_checked_as_the_product_sees_them()
    {
        await RegisterAsync();

        ContractMismatchException refused = await Assert.ThrowsAsync<ContractMismatchException>(() => StartAsync(m => m.AddDomain("finance", d => d.AddProduct("revenue", p => p
            .Input<WrongLine>("sales/orders/lines@1")
            .Output<CityTotal>("totals", o => o.FromSql("select 'all' as sensor, count(*) as readings, null as warmest from lines")))).ValidateOnStart()));

        Assert.Contains(refused.Mismatches, m => m.Column == "amont");
    }

    [Fact]
    public async Task Without_ValidateOnStart_nothing_is_opened_before_the_first_read()
    {
        await RegisterAsync();

        await StartAsync(m => m.RunAs("finance").AddInput<WrongLine>("sales/orders/lines@1"));
    }

    [Fact]
    public async Task A_store_that_is_away_is_no_mismatch_and_is_logged()
    {
        LogLines log = new();

        await StartAsync(services => services.AddDataMesh(m => m.Use<ObjectStore>("Test", _ => new GoneStore(new InMemoryObjectStore())).RunAs("finance").AddInput<Amount>("sales/orders/lines@1").ValidateOnStart()), log);

        Assert.Single(log.Lines, l => l.StartsWith("Warning ExpectationsUnchecked", StringComparison.Ordinal));
    }

    private async Task RegisterAsync()
    {
        await using Mesh producer = _folder.Open(m => m.AddDomain("sales", d => d
            .AddProduct("orders", p => p.Output<OrderLine>("lines", o => o.Grant("finance", g => g.ToDomain("finance"))).Output<OrderLine>("lines2", o => o.Grant("finance", g => g.ToDomain("finance"))))
            .AddProduct("customers", p => p.Output<Customer>("current", o => o.Grant("finance", g => g.ToDomain("finance"))))));
        await producer.RegisterAsync(Cancel);
    }

    private Task StartAsync(Action<IDataMeshBuilder> configure) => StartAsync(services => services.AddDataMesh(_folder.Path, configure), new LogLines());

    private static async Task StartAsync(Action<IServiceCollection> add, LogLines log)
    {
        ServiceCollection services = new();
        services.AddSingleton<ILoggerFactory>(log);
        add(services);
        await using ServiceProvider provider = services.BuildServiceProvider();
        foreach (IHostedService service in provider.GetServices<IHostedService>().Where(s => s is not BackgroundService))
            await service.StartAsync(Cancel);
    }

    private sealed class GoneStore(ObjectStore inner) : ObjectStore
    {
        public override StoreCapabilities Capabilities => inner.Capabilities;

        public override Uri Root => inner.Root;

        public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) => throw Gone();

        public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) => throw Gone();

        public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) => throw Gone();

        public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => throw Gone();

        public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) => throw Gone();

        private static DataMeshException Gone() => new(DataMeshErrorKind.StorageUnavailable, "The store is away.") { IsTransient = true };
    }
}

[DataSchema]
public sealed partial record WrongLine
{
    public required int Id { get; init; }

    [DecimalPrecision(18, 2)]
    public required decimal Amont { get; init; }
}

[DataSchema]
public sealed partial record CustomerMailRequired
{
    public required string Email { get; init; }
}
