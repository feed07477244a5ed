using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataMesh.Tests.Hosting;

/// <summary>What a host does by itself.</summary>
public sealed class HostedWorkTests : IDisposable
{
    private const string Port = "sales/orders/lines", Sums = "reports/sums/all";
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_port_is_maintained_without_a_word_of_the_application()
    {
        SteppedTime time = new();
        LogLines log = new();
        await using ServiceProvider provider = Provide(time, log);
        IOutputPort<OrderLine> port = provider.GetRequiredService<IDataMesh>().Output<OrderLine>(Port);
        List<long> snapshots = [];
        for (int day = 0; day < 12; day++)
        {
            snapshots.Add((await port.PublishAsync([new OrderLine { Id = day, Customer = "c", Amount = day }], cancellationToken: Cancel)).Snapshot.Id);
            time.Step(TimeSpan.FromDays(1));
        }
        IHostedService[] hosts = [.. provider.GetServices<IHostedService>()];
        foreach (IHostedService host in hosts)
            await host.StartAsync(Cancel);

        while (!log.Lines.Any(l => l.Contains($"Maintained: Maintenance of port '{Port}'", StringComparison.Ordinal)))
        {
            time.Step(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }
        foreach (IHostedService host in hosts)
            await host.StopAsync(Cancel);

        List<long> left = await port.LogAsync(Cancel).Select(e => e.Snapshot.Id).ToListAsync(Cancel);
        Assert.DoesNotContain(snapshots[0], left);
        Assert.Contains(snapshots[^1], left);
        Assert.Equal(12, await Streams.CountAsync((await provider.GetRequiredService<IDataMesh>().OpenAsync(Port, cancellationToken: Cancel)).ReadBatchesAsync(cancellationToken: Cancel)));
    }

    [Fact]
    public async Task A_derived_port_follows_the_publishes_of_its_input()
    {
        LogLines log = new();
        await using ServiceProvider provider = Provide(TimeProvider.System, log);
        IDataMesh mesh = provider.GetRequiredService<IDataMesh>();
        IHostedService[] hosts = [.. provider.GetServices<IHostedService>()];
        foreach (IHostedService host in hosts)
            await host.StartAsync(Cancel);
        IInputPort<OrderSum> sums = await mesh.As("board").OpenAsync<OrderSum>(Sums, cancellationToken: Cancel);

        // A feed of the derived port: its pages come when the host has refreshed it.
        await using IAsyncEnumerator<ChangeSet<OrderSum>> feed = sums.FollowAsync(Cursor.Beginning, Cancel).GetAsyncEnumerator(Cancel);
        List<decimal?> seen = [];
        for (int i = 1; i <= 3; i++)
        {
            await mesh.Output<OrderLine>(Port).PublishAsync([new OrderLine { Id = i, Customer = "c", Amount = 10 }], cancellationToken: Cancel);
            while (seen.Count == 0 || seen[^1] != i * 10)
            {
                Assert.True(await feed.MoveNextAsync());
                seen.AddRange(feed.Current.Inserted.Select(r => r.Amount));
            }
        }
        foreach (IHostedService host in hosts)
            await host.StopAsync(Cancel);

        Assert.Contains(log.Lines, l => l.Contains("Refreshed: Port 'reports/sums/all' was refreshed (InputChange)", StringComparison.Ordinal));
        List<RefreshRun> runs = await mesh.ListRefreshesAsync(Sums, Cancel).ToListAsync(Cancel);
        Assert.All(runs, r => Assert.Equal((RefreshTrigger.InputChange, RefreshOutcome.Published), (r.Trigger, r.Outcome)));
        Assert.InRange(runs.Count, 3, 4);
    }

    [Fact]
    public void What_is_declared_wrongly_is_refused()
    {
        Assert.Contains("not derived", Assert.Throws<InvalidOperationException>(() => _folder.Open(m => m.AddProduct<OrderLine>(Port, p => p.Refresh(r => r.OnInputChange())))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _folder.Open(m => m.AddProduct<OrderLine>(Port, p => p.Refresh(_ => { }))));
        Assert.Throws<ArgumentException>(() => _folder.Open(m => m.AddProduct<OrderLine>(Port, p => p.Maintain(new MaintenanceOptions { DryRun = true }))));
        Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() =>
        {
            using ServiceProvider provider = new ServiceCollection().AddDataMesh(_folder.Path, m => m.ConfigureHostedWork(o => o.LeaseTime = TimeSpan.Zero)).BuildServiceProvider();
            provider.GetServices<IHostedService>().Count();
        });
    }

    private ServiceProvider Provide(TimeProvider time, LogLines log)
    {
        ServiceCollection services = new();
        services.AddSingleton(time);
        services.AddSingleton<ILoggerFactory>(log);
        services.AddDataMesh(_folder.Path, m => m
            .AddProduct<OrderLine>(Port, p => p.Grant("reports", g => g.ToDomain("reports")))
            .AddDomain("reports", d => d.AddProduct("sums", p => p.Input<OrderLine>($"{Port}@1")
                .Output<OrderSum>("all", o => o.Grant("board", g => g.ToDomain("board")).FromSql("select sum(amount)::decimal(18,2) as amount from lines").Refresh(r => r.OnInputChange())))));
        return services.BuildServiceProvider();
    }

    /// <summary>A clock that is moved on by hand and rings the timers on its way.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private readonly Lock _gate = new();
        private readonly List<Timer> _timers = [];
        private DateTimeOffset _now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow()
        {
            lock (_gate)
                return _now;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timer timer = new(this, () => callback(state));
            timer.Change(dueTime, period);
            return timer;
        }

        public void Step(TimeSpan by)
        {
            Timer[] due;
            lock (_gate)
            {
                _now += by;
                due = [.. _timers.Where(t => t.Due <= _now)];
                foreach (Timer timer in due)
                    timer.Schedule(timer.Period);
            }
            foreach (Timer timer in due)
                timer.Ring();
        }

        private sealed class Timer(SteppedTime time, Action ring) : ITimer
        {
            public DateTimeOffset? Due { get; private set; }

            public TimeSpan Period { get; private set; }

            public void Ring() => ring();

            public void Schedule(TimeSpan dueTime)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
                if (Due is null)
                    time._timers.Remove(this);
                else if (!time._timers.Contains(this))
                    time._timers.Add(this);
            }

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                lock (time._gate)
                {
                    Period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
                    Schedule(dueTime);
                }
                return true;
            }

            public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}

[DataSchema]
public sealed partial record OrderSum
{
    [DecimalPrecision(18, 2)]
    public decimal? Amount { get; init; }
}
