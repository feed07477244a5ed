using DataMesh.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.ServiceLevels;

/// <summary>What a port promises, whether it keeps it, and who may know by how much.</summary>
public sealed class PromiseTests : IDisposable
{
    private const string Port = "plant/sensors/samples";

    private readonly MeshFolder _folder = new();
    private readonly MovableTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Freshness_counts_from_the_last_publish_and_not_from_maintenance()
    {
        await using Mesh mesh = Open(p => p.FreshWithin(TimeSpan.FromHours(2)));
        ServiceLevelIndicator empty = await CheckAsync(mesh);
        await PublishAsync(mesh, TimeSpan.FromDays(3));
        ServiceLevelIndicator fresh = await CheckAsync(mesh);
        _time.Move(TimeSpan.FromHours(3));
        await PublishedByMaintenanceAsync(mesh);

        ServiceLevelIndicator old = await CheckAsync(mesh);

        Assert.Equal((false, "nothing was published yet"), (empty.IsKept, empty.Remark));
        Assert.True(fresh.IsKept);
        Assert.InRange(fresh.Time!.Value, TimeSpan.Zero, TimeSpan.FromHours(1));
        Assert.False(old.IsKept);
        Assert.InRange(old.Time!.Value, TimeSpan.FromHours(3), TimeSpan.FromHours(4));
    }

    [Fact]
    public async Task Coverage_is_by_the_time_of_the_facts_that_the_reader_sees()
    {
        await using Mesh mesh = Open(p => p.CoversUpTo(TimeSpan.FromDays(2)), o => o.Grant("old only", g => g.ToDomain("archive").Rows(s => s.Sensor == "old")).Grant("hidden", g => g.ToDomain("hidden").Mask(s => s.At, Mask.Year)));
        await PublishAsync(mesh, TimeSpan.FromDays(1));
        await PublishAsync(mesh, TimeSpan.FromDays(9), "old");

        ServiceLevelIndicator all = await CheckAsync(mesh);
        ServiceLevelIndicator archive = await CheckAsync(mesh, "archive");

        Assert.True(all.IsKept);
        Assert.InRange(all.Time!.Value, TimeSpan.FromDays(1), TimeSpan.FromDays(1.1));
        Assert.False(archive.IsKept);
        Assert.InRange(archive.Time!.Value, TimeSpan.FromDays(9), TimeSpan.FromDays(9.1));
        ServiceLevelIndicator hidden = await CheckAsync(mesh, "hidden");
        Assert.Equal((null, (TimeSpan?)null, "rows or columns are hidden from this reader"), (hidden.IsKept, hidden.Time, hidden.Remark));
        IInputPort port = await mesh.As("hidden").OpenAsync(Port, cancellationToken: Cancel);
        Assert.Empty((await port.GetContractAsync(Cancel)).Promise);
    }

    [Fact]
    public async Task Latency_is_the_longest_time_from_a_publish_s_latest_fact_to_the_publish()
    {
        await using Mesh mesh = Open(p => p.LatencyWithin(TimeSpan.FromHours(6)), o => o.Grant("old only", g => g.ToDomain("archive").Rows(s => s.Sensor == "old")));
        await PublishAsync(mesh, TimeSpan.FromHours(5));
        await PublishAsync(mesh, TimeSpan.FromHours(1));

        ServiceLevelIndicator latency = await CheckAsync(mesh);
        ServiceLevelIndicator archive = await CheckAsync(mesh, "archive");

        Assert.True(latency.IsKept);
        Assert.InRange(latency.Time!.Value, TimeSpan.FromHours(5), TimeSpan.FromHours(5.5));
        Assert.Equal((null, (TimeSpan?)null), (archive.IsKept, archive.Time));
    }

    [Fact]
    public async Task Completeness_is_the_share_of_rows_that_were_accepted_and_a_restricted_reader_hears_nothing_of_hidden_rows()
    {
        await using Mesh mesh = Open(p => p.Complete(0.9m), o => o.Expect(r => r.Range(s => s.Value, 0, 100).QuarantineAtMost(0.5)).Grant("old only", g => g.ToDomain("archive").Rows(s => s.Sensor == "old")));
        await mesh.Output<Sample>(Port).PublishAsync([Row(1), Row(2), Row(3), Row(-4)], cancellationToken: Cancel);

        ServiceLevelIndicator all = await CheckAsync(mesh);
        ServiceLevelIndicator archive = await CheckAsync(mesh, "archive");

        Assert.Equal((false, 0.75m), (all.IsKept, all.Share));
        Assert.Equal((null, (decimal?)null, "rows or columns are hidden from this reader"), (archive.IsKept, archive.Share, archive.Remark));
    }

    [Fact]
    public async Task Availability_is_the_share_of_publishes_that_came_about()
    {
        await using Mesh mesh = Open(p => p.Available(0.8m), o => o.Expect(r => r.RowCount(atLeast: 1, atMost: 2)));
        await mesh.Output<Sample>(Port).PublishAsync([Row(1)], cancellationToken: Cancel);
        await mesh.Output<Sample>(Port).PublishAsync([Row(1)], cancellationToken: Cancel);
        await mesh.Output<Sample>(Port).PublishAsync([Row(1)], cancellationToken: Cancel);
        await Assert.ThrowsAsync<QualityGateException>(() => mesh.Output<Sample>(Port).PublishAsync([Row(1), Row(2), Row(3)], cancellationToken: Cancel));

        ServiceLevelIndicator now = await CheckAsync(mesh);
        _time.Move(TimeSpan.FromDays(31));
        ServiceLevelIndicator later = await CheckAsync(mesh);

        Assert.Equal((false, 0.75m), (now.IsKept, now.Share));
        Assert.Equal((null, "no publish was recorded within 30 days"), (later.IsKept, later.Remark));
    }

    [Fact]
    public async Task Retention_is_what_the_policy_lets_be_read()
    {
        await using Mesh mesh = Open(p => p.RetainedFor(TimeSpan.FromDays(30)), o => o.Retain(TimeSpan.FromDays(90)));

        ServiceLevelIndicator retained = await CheckAsync(mesh);

        Assert.Equal((true, TimeSpan.FromDays(90)), (retained.IsKept, retained.Time));
        Assert.Contains("but Retain lets them be read for", Assert.Throws<InvalidOperationException>(() => Open(p => p.RetainedFor(TimeSpan.FromDays(91)), o => o.Retain(TimeSpan.FromDays(90)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promises_are_part_of_the_contract_and_a_worse_one_breaks_readers()
    {
        await using (Mesh mesh = Open(p => p.FreshWithin(TimeSpan.FromHours(2)).CoversUpTo(TimeSpan.FromDays(1)).LatencyWithin(TimeSpan.FromMinutes(90)).Complete(0.995m).RetainedFor(TimeSpan.FromDays(365)).Available(0.999m)))
        {
            IInputPort port = await mesh.As("lab").OpenAsync(Port, cancellationToken: Cancel);
            Assert.Equal(
                [
                    "the last publish is at most PT2H old", "rows cover what happened up to P1D ago", "rows are published at most PT1H30M after what they tell of",
                    "at least 99.5 % of the rows are accepted", "rows can be read for at least P365D", "at least 99.9 % of the publishes come about",
                ],
                (await port.GetContractAsync(Cancel)).Promise.Select(o => o.Describe()));
        }
        string document = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "plant", "sensors", "contracts", "samples", "1.0.0.odcs.yaml"), Cancel);
        Assert.Contains("property: latency", document, StringComparison.Ordinal);
        Assert.Contains("element: sample.at", document, StringComparison.Ordinal);

        await using Mesh worse = Open(p => p.FreshWithin(TimeSpan.FromHours(3)).CoversUpTo(TimeSpan.FromDays(1)).LatencyWithin(TimeSpan.FromMinutes(90)).Complete(0.995m).RetainedFor(TimeSpan.FromDays(365)).Available(0.999m), o => o.Version("1.1.0"));
        await using Mesh better = Open(p => p.FreshWithin(TimeSpan.FromHours(1)).CoversUpTo(TimeSpan.FromDays(1)).LatencyWithin(TimeSpan.FromMinutes(90)).Complete(0.999m).RetainedFor(TimeSpan.FromDays(365)).Available(0.999m), o => o.Version("1.0.1"));

        Assert.Contains("the promise 'freshness' changed from '2 h' to '3 h'", (await Assert.ThrowsAsync<BreakingChangeException>(() => worse.RegisterAsync(Cancel))).Message, StringComparison.Ordinal);
        await better.RegisterAsync(Cancel);
    }

    [Fact]
    public void A_promise_that_cannot_be_measured_or_is_made_twice_is_refused_at_once()
    {
        Assert.Contains("put [EventTime] on that property", Assert.Throws<InvalidOperationException>(() => _folder.Open(m => m.AddProduct<OrderLine>("sales/orders/lines", p => p.Promise(s => s.CoversUpTo(TimeSpan.FromDays(1)))))).Message, StringComparison.Ordinal);
        Assert.Contains("promises FreshWithin twice", Assert.Throws<InvalidOperationException>(() => Open(p => p.FreshWithin(TimeSpan.FromDays(1)).FreshWithin(TimeSpan.FromDays(2)))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(p => p.Complete(1.1m)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Open(p => p.FreshWithin(TimeSpan.Zero)));
    }

    [Fact]
    public async Task A_port_that_promises_nothing_has_nothing_to_check()
    {
        await using Mesh mesh = _folder.Open(m => m.AddProduct<Sample>(Port, p => p.Grant("lab", g => g.ToDomain("lab"))));

        IInputPort port = await mesh.As("lab").OpenAsync(Port, cancellationToken: Cancel);

        Assert.Empty(await port.CheckPromiseAsync(Cancel));
    }

    private Mesh Open(Action<DataMesh.ServiceLevels> promise, Action<OutputPortBuilder<Sample>>? more = null) => _folder.Open(m =>
    {
        m.AddProduct<Sample>(Port, port =>
        {
            port.Promise(promise).Grant("lab", g => g.ToDomain("lab"));
            more?.Invoke(port);
        });
        m.Services.AddSingleton<TimeProvider>(_time);
    });

    private Sample Row(int value, TimeSpan age = default, string sensor = "s1") => new() { At = _time.GetUtcNow().UtcDateTime - age, Sensor = sensor, Value = value };

    private Task<PublishResult> PublishAsync(Mesh mesh, TimeSpan age, string sensor = "s1") => mesh.Output<Sample>(Port).PublishAsync([Row(1, age, sensor)], cancellationToken: Cancel);

    // A deletion makes a snapshot as maintenance does, and brings nothing new.
    private static Task<PublishResult> PublishedByMaintenanceAsync(Mesh mesh) => mesh.Output<Sample>(Port).DeleteAsync(s => s.Value == 1, cancellationToken: Cancel);

    private static async Task<ServiceLevelIndicator> CheckAsync(Mesh mesh, string domain = "lab")
    {
        IInputPort port = await mesh.As(domain).OpenAsync(Port, cancellationToken: Cancel);
        return Assert.Single(await port.CheckPromiseAsync(Cancel));
    }
}

[DataSchema]
public sealed partial record Sample
{
    [EventTime]
    public required DateTime At { get; init; }

    public required string Sensor { get; init; }

    public required int Value { get; init; }
}
