using static DataMesh.Tests.HostedWork.Scene;

namespace DataMesh.Tests.HostedWork;

/// <summary>When a host refreshes a derived port, and which of its replicas does.</summary>
public sealed class RefreshJobTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task On_a_schedule_one_replica_refreshes_at_each_interval_and_none_while_nothing_has_changed()
    {
        (IDataMesh mesh, MeshRuntime one) = _scene.Replica(r => r.Every(TimeSpan.FromHours(1)));
        RefreshJob first = _scene.Job(one, "one"), second = _scene.Job(_scene.Replica(r => r.Every(TimeSpan.FromHours(1))).Runtime, "two");
        await _scene.PublishAsync(mesh, 1);

        Assert.Equal(TimeSpan.FromHours(1), await first.TickAsync(Cancel));
        Assert.Equal(TimeSpan.FromHours(1), await second.TickAsync(Cancel));
        Assert.Equal(1, await SnapshotsAsync(mesh));

        await _scene.PublishAsync(mesh, 2);
        _scene.Time.Move(TimeSpan.FromMinutes(59));
        Assert.Equal(TimeSpan.FromMinutes(1), await second.TickAsync(Cancel));
        Assert.Equal(1, await SnapshotsAsync(mesh));
        _scene.Time.Move(TimeSpan.FromMinutes(1));
        await second.TickAsync(Cancel);
        await first.TickAsync(Cancel);
        Assert.Equal(2, await SnapshotsAsync(mesh));

        _scene.Time.Move(TimeSpan.FromHours(5));
        Assert.Equal(TimeSpan.FromHours(1), await first.TickAsync(Cancel));
        Assert.Equal(2, await SnapshotsAsync(mesh));
        Assert.Equal([(RefreshTrigger.Schedule, RefreshOutcome.Published), (RefreshTrigger.Schedule, RefreshOutcome.Published)], (await RunsAsync(mesh)).Select(r => (r.Trigger, r.Outcome)));
    }

    [Fact]
    public async Task Rows_that_follow_from_the_time_are_refreshed_by_one_replica_at_each_interval_and_never_for_the_sake_of_the_time_alone()
    {
        static void When(RefreshTriggers r) => r.Every(TimeSpan.FromHours(1)).OnInputChange();
        (IDataMesh mesh, MeshRuntime one) = _scene.Replica(When, followsTime: true);
        RefreshJob first = _scene.Job(one, "one"), second = _scene.Job(_scene.Replica(When, followsTime: true).Runtime, "two");
        await _scene.PublishAsync(mesh, 1);

        for (int hour = 1; hour <= 4; hour++)
        {
            await Task.WhenAll(first.TickAsync(Cancel), second.TickAsync(Cancel));
            await first.TickAsync(Cancel);
            await second.TickAsync(Cancel);
            Assert.Equal(hour, await SnapshotsAsync(mesh));
            _scene.Time.Move(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task On_a_change_of_an_input_it_refreshes_and_looks_again_before_long()
    {
        (IDataMesh mesh, MeshRuntime runtime) = _scene.Replica(r => r.OnInputChange());
        RefreshJob job = _scene.Job(runtime, "one");
        await job.TickAsync(Cancel);
        int empty = await SnapshotsAsync(mesh);

        await _scene.PublishAsync(mesh, 1);
        Assert.Equal(_scene.Options.LookForChangesEvery, await job.TickAsync(Cancel));
        Assert.Equal(_scene.Options.LookForChangesEvery, await job.TickAsync(Cancel));

        Assert.Equal(empty + 1, await SnapshotsAsync(mesh));
        RefreshRun run = (await RunsAsync(mesh))[0];
        Assert.Equal((RefreshTrigger.InputChange, RefreshOutcome.Published, 1, 1L), (run.Trigger, run.Outcome, run.Attempts, run.Rows));
        Assert.Equal(run.Snapshot, (await mesh.Output<Sales>(Counted).LogAsync(Cancel).FirstAsync(Cancel)).Snapshot.Id);
    }

    [Fact]
    public async Task What_another_node_holds_is_left_to_it_until_it_says_nothing_more()
    {
        (IDataMesh mesh, MeshRuntime runtime) = _scene.Replica(r => r.Every(TimeSpan.FromHours(1)));
        RefreshJob job = _scene.Job(runtime, "one");
        await _scene.PublishAsync(mesh, 1);
        WorkLease other = new(runtime.Services, await runtime.ResolveForWritingAsync(runtime.FindOutput(Counted), Cancel), "refresh", "dead", _scene.Options.LeaseTime);
        Assert.NotNull(await other.TryTakeAsync(Cancel));

        Assert.Equal(_scene.Options.LookForChangesEvery, await job.TickAsync(Cancel));
        Assert.Equal(0, await SnapshotsAsync(mesh));
        _scene.Time.Move(_scene.Options.LeaseTime);
        await job.TickAsync(Cancel);

        Assert.Equal(1, await SnapshotsAsync(mesh));
    }

    [Fact]
    public async Task A_failure_that_passes_is_tried_again_and_one_that_does_not_is_recorded_and_left_alone_for_longer_each_time()
    {
        (IDataMesh mesh, MeshRuntime runtime) = _scene.Replica(r => r.OnInputChange());
        RefreshJob job = _scene.Job(runtime, "one");
        await _scene.PublishAsync(mesh, 1);
        DataMeshException away = new(DataMeshErrorKind.StorageUnavailable, "The store is away.");
        Failures.Value = new([away, away, new InvalidOperationException("secret 17"), new InvalidOperationException("secret 18")]);

        await job.TickAsync(Cancel);
        RefreshRun failed = Assert.Single(await RunsAsync(mesh));
        Assert.Equal((RefreshOutcome.Failed, 3, "InvalidOperationException"), (failed.Outcome, failed.Attempts, failed.Error));

        await job.TickAsync(Cancel);
        Assert.Equal(2, Failures.Value.Count + 1);
        _scene.Time.Move(_scene.Options.LookForChangesEvery);
        await job.TickAsync(Cancel);
        Assert.Empty(Failures.Value);
        _scene.Time.Move(_scene.Options.LookForChangesEvery);
        await job.TickAsync(Cancel);
        Assert.Equal(0, await SnapshotsAsync(mesh));
        _scene.Time.Move(_scene.Options.LookForChangesEvery);
        await job.TickAsync(Cancel);

        Assert.Equal(1, await SnapshotsAsync(mesh));
        Assert.Equal([RefreshOutcome.Published, RefreshOutcome.Failed, RefreshOutcome.Failed], (await RunsAsync(mesh)).Select(r => r.Outcome));
    }

    [Fact]
    public async Task The_application_s_own_refreshes_are_recorded_too_and_old_records_go()
    {
        (IDataMesh mesh, _) = _scene.Replica();
        await _scene.PublishAsync(mesh, 1);
        Failures.Value = new([new DataMeshException(DataMeshErrorKind.InvalidRequest, "No.")]);

        await Assert.ThrowsAsync<DataMeshException>(() => mesh.RefreshAsync(Counted, Cancel));
        for (int i = 0; i < 120; i++)
        {
            await mesh.RefreshAsync(Counted, Cancel);
            _scene.Time.Move(TimeSpan.FromSeconds(1));
        }
        await mesh.RefreshIfChangedAsync(Counted, Cancel);

        List<RefreshRun> runs = await RunsAsync(mesh);
        Assert.Equal(100, runs.Count);
        Assert.All(runs, r => Assert.Equal((RefreshTrigger.Manual, RefreshOutcome.Published), (r.Trigger, r.Outcome)));
        Assert.Equal(runs.OrderByDescending(r => r.StartedAt).Select(r => r.Id), runs.Select(r => r.Id));
    }

    [Fact]
    public void A_plan_knows_its_next_time()
    {
        DateTimeOffset noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        RefreshPlan daily = new() { DailyAt = new TimeOnly(6, 0) }, both = daily with { Every = TimeSpan.FromHours(8) };

        Assert.Equal(noon, daily.NextDue(null, noon));
        Assert.Equal(noon.AddHours(-6), daily.NextDue(noon.AddHours(-7), noon));
        Assert.Equal(noon.AddHours(18), daily.NextDue(noon.AddHours(-6), noon));
        Assert.Equal(noon.AddHours(-30), daily.NextDue(noon.AddDays(-3), noon.AddHours(-12)));
        Assert.Equal(noon.AddHours(3), both.NextDue(noon.AddHours(-5), noon));
        Assert.Null(new RefreshPlan { OnInputChange = true }.NextDue(null, noon));
    }
}
