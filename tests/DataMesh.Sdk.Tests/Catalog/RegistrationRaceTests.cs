using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Catalog;

public sealed class RegistrationRaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-registry-").FullName;
    private readonly FakeTables _tables = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Processes_that_register_the_same_at_once_end_with_one_identity_and_one_head(bool inMemory)
    {
        using ObjectStore store = Open(inMemory);
        await store.OpenAsync();

        RegistrationResult[] results = await AtOnce(8, _ => store.RegisterAsync(_tables.Orders()));

        Assert.Single(results, r => r.Changed);
        Assert.Single(results.Select(r => r.Registration.Descriptor.Id).Distinct());
        Assert.Single(results.Select(r => r.Registration.Descriptor.OutputPorts[0].TablePath).Distinct());
        Assert.Single(await store.PathsAsync("sales/orders/heads"));
        Assert.NotNull((await store.FindOrdersAsync())!.Policy);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Processes_that_register_different_ports_at_once_are_serialised(bool inMemory)
    {
        using ObjectStore store = Open(inMemory);
        await store.OpenAsync();
        const int processes = 6;

        await AtOnce(processes, i => store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract() with { Port = new PortName(Examples.Orders, $"port-{i}") }, Examples.Finance))));

        ProductRegistration product = (await store.FindOrdersAsync())!;
        Assert.Equal(Enumerable.Range(0, processes).Select(i => $"port-{i}"), product.Descriptor.OutputPorts.Select(p => p.Name));
        Assert.Equal(processes, product.Policy!.Ports.Count);
        Assert.Equal(processes, product.Head);
        Assert.All(product.Descriptor.OutputPorts, port => Assert.Contains(port.TablePath, _tables.Created.Keys.Select(k => k.ToString())));
    }

    [Fact]
    public async Task Racing_versions_end_with_the_newest()
    {
        using ObjectStore store = Open(inMemory: true);

        await AtOnce(6, i => store.RegisterAsync(_tables.Orders(_tables.Port(Examples.Contract($"1.{i}.0") with { Description = $"Version {i}." }, Examples.Finance))));

        Assert.Equal("1.5.0", (await store.FindOrdersAsync())!.Descriptor.OutputPorts.Single().Version.ToString());
    }

    private ObjectStore Open(bool inMemory) => inMemory ? new InMemoryObjectStore() : new LocalFilesObjectStore(_folder);

    private static async Task<RegistrationResult[]> AtOnce(int processes, Func<int, Task<RegistrationResult>> register)
    {
        using Barrier start = new(processes);
        return await Task.WhenAll(Enumerable.Range(0, processes).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return register(i);
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
    }
}
