using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Hosting;

public sealed class RegistrationTests : IDisposable
{
    private readonly MeshFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Output_ports_are_injected_by_record_or_by_key()
    {
        ServiceCollection services = new();
        services.AddDataMesh(_folder.Path, m => m.AddProduct<OrderLine>("sales/orders/lines", _ => { }));
        await using ServiceProvider provider = services.BuildServiceProvider();

        IOutputPort<OrderLine> byRecord = provider.GetRequiredService<IOutputPort<OrderLine>>();
        IOutputPort<OrderLine> byKey = provider.GetRequiredKeyedService<IOutputPort<OrderLine>>("sales/orders/lines");

        Assert.Same(byKey, byRecord);
        Assert.Equal("sales/orders/lines", byRecord.Name.ToString());
    }

    [Fact]
    public async Task Two_ports_of_one_record_resolve_only_by_key()
    {
        ServiceCollection services = new();
        services.AddDataMesh(_folder.Path, m => m.AddProduct<OrderLine>("sales/orders/lines", _ => { }).AddProduct<OrderLine>("sales/returns/lines", _ => { }));
        await using ServiceProvider provider = services.BuildServiceProvider();

        InvalidOperationException ambiguous = Assert.Throws<InvalidOperationException>(provider.GetRequiredService<IOutputPort<OrderLine>>);

        Assert.Contains("'sales/orders/lines', 'sales/returns/lines'", ambiguous.Message, StringComparison.Ordinal);
        Assert.Equal("sales/returns/lines", provider.GetRequiredKeyedService<IOutputPort<OrderLine>>("sales/returns/lines").Name.ToString());
    }

    [Fact]
    public async Task An_input_is_injected_and_read_by_the_process_s_principal()
    {
        await using (Mesh producer = _folder.Open(m => m.AddProduct<Reading>("plant/sensors/readings", p => p.Grant("lab", g => g.ToDomain("lab")))))
            await producer.Output<Reading>("plant/sensors/readings").PublishAsync([new() { At = DateTime.UnixEpoch, Sensor = "s1" }], cancellationToken: TestContext.Current.CancellationToken);
        ServiceCollection services = new();
        services.AddDataMesh(_folder.Path, m => m.RunAs("lab").AddInput<Reading>("plant/sensors/readings@1"));
        await using ServiceProvider provider = services.BuildServiceProvider();

        await using AsyncServiceScope scope = provider.CreateAsyncScope();
        IInputPort<Reading> input = scope.ServiceProvider.GetRequiredService<IInputPort<Reading>>();

        Assert.Single(await Streams.ToListAsync(input.ReadAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void A_slot_is_filled_once()
    {
        InvalidOperationException twice = Assert.Throws<InvalidOperationException>(() => Mesh.Create(_folder.Path, m => m.UseLocalFiles("elsewhere")));

        Assert.Contains("UseLocalFiles", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_no_package_provides_says_what_to_do()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Mesh.Create("s3://bucket/mesh"));

        Assert.Contains("s3://", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_and_the_environment_come_from_the_configuration()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("DataMesh:Root", _folder.Path), new("DataMesh:Environment", "staging")]).Build();
        ServiceCollection services = new();
        services.AddDataMesh(configuration, m => m.AddProduct<Reading>("plant/sensors/readings", _ => { }));
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IDataMesh>().RegisterAsync(TestContext.Current.CancellationToken);

        await using Mesh production = _folder.Open(m => m.UseEnvironment("production").RunAs("lab"));
        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => production.OpenAsync("plant/sensors/readings", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(DataMeshErrorKind.EnvironmentMismatch, refused.Kind);
        Assert.Contains("staging", refused.Message, StringComparison.Ordinal);
        Assert.Contains("production", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_without_a_root_says_which_key_is_missing()
    {
        DataMeshException missing = Assert.Throws<DataMeshException>(() => new ServiceCollection().AddDataMesh(new ConfigurationBuilder().Build()));

        Assert.Contains("DataMesh:Root", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_nodes_that_register_one_product_at_once_agree_on_its_identity()
    {
        Mesh[] nodes = [.. Enumerable.Range(0, 4).Select(_ => _folder.Open(m => m.AddProduct<Reading>("plant/sensors/readings", _ => { })))];

        await Task.WhenAll(nodes.Select(n => Task.Run(() => n.RegisterAsync(TestContext.Current.CancellationToken))));

        List<ProductId> ids = [];
        foreach (Mesh node in nodes)
        {
            await foreach (CatalogEntry entry in node.Catalog.ListAsync(TestContext.Current.CancellationToken))
                ids.Add(entry.Id);
            await node.DisposeAsync();
        }
        Assert.Equal(4, ids.Count);
        Assert.Single(ids.Distinct());
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder.Path, "plant", "sensors", "heads")));
    }

    [Fact]
    public async Task The_same_contract_version_with_another_shape_is_refused()
    {
        await using (Mesh first = _folder.Open(m => m.AddProduct<Reading>("plant/sensors/readings", _ => { })))
            await first.RegisterAsync(TestContext.Current.CancellationToken);
        await using Mesh second = _folder.Open(m => m.AddProduct<OrderLine>("plant/sensors/readings", _ => { }));

        BreakingChangeException refused = await Assert.ThrowsAsync<BreakingChangeException>(() => second.RegisterAsync(TestContext.Current.CancellationToken));

        Assert.Equal(DataMeshErrorKind.InvalidDefinition, refused.Kind);
        Assert.Contains("1.0.0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_declared_twice_is_refused_at_start() =>
        Assert.Throws<InvalidOperationException>(() => _folder.Open(m => m.AddProduct<Reading>("plant/sensors/a", _ => { }).AddProduct<Reading>("plant/sensors/b", _ => { })));
}
