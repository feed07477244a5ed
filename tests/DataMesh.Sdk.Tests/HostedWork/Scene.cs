using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.HostedWork;

[DataSchema]
public sealed partial record Sale
{
    [Key]
    public required long Id { get; init; }

    public required DateTime At { get; init; }
}

[DataSchema]
public sealed partial record Sales
{
    public required long Count { get; init; }
}

/// <summary>A clock that is moved by hand, and on which nobody waits.</summary>
internal sealed class MovedTime : TimeProvider
{
    private long _ticks = new DateTime(2026, 3, 1, 6, 0, 0, DateTimeKind.Utc).Ticks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Move(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    // Pauses between attempts are over at once; what repeats, or waits for minutes, never rings.
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, period == Timeout.InfiniteTimeSpan && dueTime < TimeSpan.FromMinutes(1) ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}

/// <summary>One product, derived from another, as several replicas see it over one store.</summary>
internal sealed class Scene : IDisposable
{
    public static readonly PortName Sold = "shop/sales/sold";
    public static readonly PortName Counted = "shop/figures/counted";

    private readonly List<ServiceProvider> _providers = [];
    private readonly InMemoryObjectStore _store = new();

    public Scene() => Tables = new MaintainedTables(new InMemoryTableFormat(Time));

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public MaintainedTables Tables { get; }

    public MovedTime Time { get; } = new();

    /// <summary>What the code of the derived port throws, in turn.</summary>
    public static AsyncLocal<Queue<Exception>?> Failures { get; } = new();

    public HostedWorkOptions Options { get; } = new();

    public (IDataMesh Mesh, MeshRuntime Runtime) Replica(Action<RefreshTriggers>? when = null, bool followsTime = false)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(Time);
        services.AddDataMeshCore(m => m.Use<ObjectStore>("test", _ => _store).Use<TableFormat>("test", _ => Tables)
            .AddProduct<Sale>(Sold, p => p.Grant("figures", g =>
            {
                g.ToDomain("shop");
                if (followsTime)
                    g.Rows(s => s.At < Policy.Now);
            }))
            .AddDomain("shop", d => d.AddProduct("figures", p => p.Input<Sale>("shop/sales/sold@1").Output<Sales>("counted", o =>
            {
                o.From<Count>();
                if (when is not null)
                    o.Refresh(when);
            }))));
        ServiceProvider provider = services.BuildServiceProvider();
        _providers.Add(provider);
        return (provider.GetRequiredService<IDataMesh>(), provider.GetRequiredService<MeshRuntime>());
    }

    public RefreshJob Job(MeshRuntime runtime, string node) => new(runtime, runtime.FindOutput(Counted), Options, node);

    public Task PublishAsync(IDataMesh mesh, long id) => mesh.Output<Sale>(Sold).PublishAsync([new Sale { Id = id, At = Time.GetUtcNow().UtcDateTime }], cancellationToken: Cancel);

    public static async Task<int> SnapshotsAsync(IDataMesh mesh) => await mesh.Output<Sales>(Counted).LogAsync(Cancel).CountAsync(Cancel);

    public static async Task<List<RefreshRun>> RunsAsync(IDataMesh mesh) => await mesh.ListRefreshesAsync(Counted, Cancel).ToListAsync(Cancel);

    public void Dispose()
    {
        foreach (ServiceProvider provider in _providers)
            provider.Dispose();
    }

    internal sealed class Count(IInputPort<Sale> sold) : Transformation<Sales>
    {
        public override async IAsyncEnumerable<Sales> RunAsync(TransformationRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (Failures.Value is { Count: > 0 } failures)
                throw failures.Dequeue();
            yield return new Sales { Count = await sold.ReadAsync(cancellationToken).LongCountAsync(cancellationToken) };
        }
    }
}
