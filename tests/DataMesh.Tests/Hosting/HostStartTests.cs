using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataMesh.Tests.Hosting;

public sealed class HostStartTests : IDisposable
{
    private readonly MeshFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_registers_its_products_at_start()
    {
        ServiceCollection services = new();
        services.AddDataMesh(_folder.Path, m => m.AddProduct<Reading>("plant/sensors/readings", _ => { }));
        await using ServiceProvider provider = services.BuildServiceProvider();

        await RunHostedServicesAsync(provider);

        Assert.True(File.Exists(Path.Combine(_folder.Path, "plant", "sensors", "product.yaml")));
    }

    [Fact]
    public async Task A_host_that_only_reads_starts_before_there_is_a_mesh()
    {
        ServiceCollection services = new();
        services.AddDataMesh(Path.Combine(_folder.Path, "later"), m => m.RunAs("finance").AddInput<Reading>("plant/sensors/readings@1"));
        await using ServiceProvider provider = services.BuildServiceProvider();

        await RunHostedServicesAsync(provider);

        DataMeshException absent = await Assert.ThrowsAsync<DataMeshException>(() => provider.GetRequiredService<IDataMesh>().OpenAsync("plant/sensors/readings", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(DataMeshErrorKind.NotFound, absent.Kind);
    }

    [Fact]
    public async Task A_store_that_is_away_at_start_delays_registration_and_does_not_fail_the_host()
    {
        InMemoryObjectStore inner = new();
        AwayStore store = new(inner, failures: 3);
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(new ImpatientTime());
        services.AddDataMesh(m => m.Use<ObjectStore>("Test", _ => store).AddProduct<Reading>("plant/sensors/readings", _ => { }));
        await using ServiceProvider provider = services.BuildServiceProvider();

        await RunHostedServicesAsync(provider);

        Assert.Equal(0, store.FailuresLeft);
        Assert.NotNull(await inner.FindAsync("plant/sensors/product.yaml", TestContext.Current.CancellationToken));
    }

    private static async Task RunHostedServicesAsync(ServiceProvider provider)
    {
        foreach (BackgroundService service in provider.GetServices<IHostedService>().OfType<BackgroundService>().Where(s => s.GetType().Name == "RegistrationService"))
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
            await service.ExecuteTask!;
        }
    }

    /// <summary>Waits for nothing.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    /// <summary>Cannot be reached for the first calls.</summary>
    private sealed class AwayStore(ObjectStore inner, int failures) : ObjectStore
    {
        public int FailuresLeft { get; private set; } = failures;

        public override StoreCapabilities Capabilities => inner.Capabilities;

        public override Uri Root => inner.Root;

        public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) => FailuresLeft-- > 0
            ? throw new DataMeshException(DataMeshErrorKind.StorageUnavailable, "The store is away.") { IsTransient = true }
            : Reached(inner.FindAsync(path, cancellationToken));

        public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) => inner.ReadAsync(path, offset, destination, cancellationToken);

        public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) => inner.BeginUploadAsync(path, condition, cancellationToken);

        public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

        public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, options, cancellationToken);

        private T Reached<T>(T result)
        {
            FailuresLeft = 0;
            return result;
        }
    }
}
