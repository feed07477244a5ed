using DataMesh.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.History;

/// <summary>Tags and branches of a port: write, look, publish; and names that stay readable, under the policy of the day.</summary>
public sealed class ReferenceTests : IDisposable
{
    private const string Log = "plant/sensors/readings";
    private readonly MeshFolder _folder = new();
    private readonly MovableTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_published_to_a_branch_is_seen_by_the_producer_only_until_it_is_fast_forwarded_at_once()
    {
        await using Mesh mesh = Open();
        IOutputPort<Reading> port = mesh.Output<Reading>(Log);
        PublishResult first = await port.PublishAsync([At(0, "ab")], cancellationToken: Cancel);
        IInputPort<Reading> reader = await mesh.As("graz").OpenAsync<Reading>(Log, "plans", Cancel);
        Cursor cursor = (await reader.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        await port.CreateBranchAsync("audit", cancellationToken: Cancel);
        PublishOptions once = new() { Branch = "audit", IdempotencyKey = "tuesday" };

        PublishResult staged = await port.PublishAsync([At(1, "ab"), At(2, "bad")], once, Cancel);
        await port.DeleteAsync(r => r.Sensor == "bad", new PublishOptions { Branch = "audit" }, Cancel);
        PublishResult repeated = await port.PublishAsync([At(1, "ab"), At(2, "bad")], once, Cancel);

        Assert.True(repeated.WasAlreadyPublished);
        Assert.Equal(["00 ab", "01 ab"], await RowsAsync((await mesh.OpenAsync<Reading>(Log, cancellationToken: Cancel)).AsOf(SnapshotSelector.Branch("audit"))));
        Assert.Equal(["00 ab"], await RowsAsync(reader));
        Assert.Equal([first.Snapshot.Id], await reader.ListSnapshotsAsync(Cancel).Select(s => s.Id).ToListAsync(Cancel));
        Assert.Single(await Streams.ToListAsync(port.LogAsync(Cancel)));
        foreach (SnapshotSelector at in (SnapshotSelector[])[SnapshotSelector.Branch("audit"), staged.Snapshot])
            Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => RowsAsync(reader.AsOf(at)))).Kind);
        Assert.Equal(["00 ab"], await RowsAsync(reader.AsOf(DateTimeOffset.UtcNow.AddMinutes(1))));

        Snapshot now = await port.FastForwardAsync("audit", Cancel);

        Assert.Equal(["00 ab", "01 ab"], await RowsAsync(reader));
        Assert.Equal(now.Id, (await reader.ListSnapshotsAsync(Cancel).LastAsync(Cancel)).Id);
        List<ChangeSet<Reading>> changes = await reader.ChangesAsync(cursor, Cancel).ToListAsync(Cancel);
        Assert.All(changes, c => Assert.Null(c.Reset));
        Assert.Equal(1, changes.Sum(c => c.Inserted.Count) - changes.Sum(c => c.Deleted.Count));
        Assert.Equal(["00 ab"], await RowsAsync(reader.AsOf(staged.Snapshot.CommittedAt)));
        Assert.Equal(["audit", "main"], await port.ListReferencesAsync(Cancel).Select(r => r.Name).ToListAsync(Cancel));
        string folder = new StoredTable(_folder.Path, Log).Folder;
        Assert.Equal(2, (await IndependentReaders.IcebirdAsync(folder)).Count);
        Assert.Equal(2, (await IndependentReaders.ClickHouseAsync($"select sensor from icebergLocal('{folder}')")).Count);
    }

    [Fact]
    public async Task A_branch_that_the_port_has_left_behind_is_refused_and_so_is_one_of_a_frozen_port()
    {
        await using Mesh mesh = Open();
        IOutputPort<Reading> port = mesh.Output<Reading>(Log);
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => port.CreateBranchAsync("audit", cancellationToken: Cancel))).Kind);
        await port.PublishAsync([At(0, "ab")], cancellationToken: Cancel);
        await port.CreateBranchAsync("audit", cancellationToken: Cancel);
        await port.PublishAsync([At(1, "ab")], new PublishOptions { Branch = "audit" }, Cancel);
        await port.FreezeAsync("weights doubled", Cancel);
        Assert.Equal(DataMeshErrorKind.Frozen, (await Assert.ThrowsAsync<DataMeshException>(() => port.FastForwardAsync("audit", Cancel))).Kind);
        await port.UnfreezeAsync(Cancel);
        PublishResult published = await port.PublishAsync([At(2, "ab")], cancellationToken: Cancel);

        CommitConflictException refused = await Assert.ThrowsAsync<CommitConflictException>(() => port.FastForwardAsync("audit", Cancel));
        await Assert.ThrowsAsync<CommitConflictException>(() => port.MoveReferenceAsync("audit", published.Snapshot, cancellationToken: Cancel));
        await port.MoveReferenceAsync("audit", published.Snapshot, force: true, Cancel);
        await port.FastForwardAsync("audit", Cancel);

        Assert.Contains("was not made from snapshot", refused.Message, StringComparison.Ordinal);
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => port.PublishAsync([At(3, "ab")], new PublishOptions { Branch = "other" }, Cancel))).Kind);
        Assert.Equal(DataMeshErrorKind.AlreadyExists, (await Assert.ThrowsAsync<DataMeshException>(() => port.CreateTagAsync("audit", cancellationToken: Cancel))).Kind);
        await Assert.ThrowsAsync<ArgumentException>(() => port.DropReferenceAsync("main", Cancel));
        Assert.Equal(["00 ab", "02 ab"], await RowsAsync(await mesh.OpenAsync<Reading>(Log, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task A_tag_outlives_maintenance_and_is_read_under_the_policy_of_today()
    {
        await using (Mesh first = Open())
        {
            IOutputPort<Reading> port = first.Output<Reading>(Log);
            await port.PublishAsync([At(0, "ab"), At(1, "hot")], cancellationToken: Cancel);
            await port.CreateTagAsync("q1", cancellationToken: Cancel);
            await port.CreateTagAsync("brief", options: new ReferenceOptions { MaxAge = TimeSpan.FromDays(1) }, cancellationToken: Cancel);
            await port.DeleteAsync(Filter.True, cancellationToken: Cancel);
            Assert.Equal(["00 ab", "01 hot"], await RowsAsync((await first.As("graz").OpenAsync<Reading>(Log, "plans", Cancel)).AsOf(SnapshotSelector.Tag("q1"))));
            _time.Move(TimeSpan.FromDays(30));
            await port.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.FromDays(1) }, Cancel);
            Assert.Equal(["main", "q1"], await port.ListReferencesAsync(Cancel).Select(r => r.Name).ToListAsync(Cancel));
        }
        await using Mesh mesh = Open(p => p.RestrictRows("no heat", r => r.Sensor != "hot"));
        await mesh.RegisterAsync(Cancel);
        IInputPort<Reading> reader = await mesh.As("graz").OpenAsync<Reading>(Log, "plans", Cancel);

        Assert.Empty(await RowsAsync(reader));
        Assert.Equal(["00 ab"], await RowsAsync(reader.AsOf(SnapshotSelector.Tag("q1"))));
        Assert.Equal(1, await mesh.As("graz").QueryScalarAsync<long>($"select count(*) from {reader.AsOf(SnapshotSelector.Tag("q1"))}", Cancel));
        await Assert.ThrowsAnyAsync<DataMeshException>(async () => await RowsAsync((await mesh.As("linz").OpenAsync<Reading>(Log, "plans", Cancel)).AsOf(SnapshotSelector.Tag("q1"))));
        Assert.Equal(["q1"], (await reader.ListSnapshotsAsync(Cancel).FirstAsync(Cancel)).Tags);

        await mesh.Output<Reading>(Log).EraseAsync(r => r.Sensor == "hot", new EraseOptions { Reference = "case" }, Cancel);

        Assert.Equal(["main"], await mesh.Output<Reading>(Log).ListReferencesAsync(Cancel).Select(r => r.Name).ToListAsync(Cancel));
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => RowsAsync(reader.AsOf(SnapshotSelector.Tag("q1"))))).Kind);
    }

    [Fact]
    public async Task A_tag_does_not_keep_rows_past_the_retention_of_the_policy_unless_a_legal_hold_stands()
    {
        await using Mesh mesh = _folder.Open(m =>
        {
            m.Services.AddSingleton<TimeProvider>(_time);
            m.AddProduct<Sighting>("web/visits/all", p => p.Retain(TimeSpan.FromDays(30)));
        });
        IOutputPort<Sighting> port = mesh.Output<Sighting>("web/visits/all");
        await port.PublishAsync([new Sighting { Id = 1, At = DateTime.UtcNow }], cancellationToken: Cancel);
        await port.CreateTagAsync("q1", cancellationToken: Cancel);
        MaintenanceOptions week = new() { ChangeRetention = TimeSpan.FromDays(7) };

        _time.Move(TimeSpan.FromDays(34));
        await port.MaintainAsync(week, Cancel);
        Assert.Equal(2, await port.ListReferencesAsync(Cancel).CountAsync(Cancel));
        _time.Move(TimeSpan.FromDays(10));
        await port.HoldAsync("lawsuit", Cancel);
        await port.MaintainAsync(week, Cancel);
        Assert.Equal(2, await port.ListReferencesAsync(Cancel).CountAsync(Cancel));
        await port.ReleaseHoldAsync("lawsuit", Cancel);
        await port.MaintainAsync(week, Cancel);

        Assert.Equal(["main"], await port.ListReferencesAsync(Cancel).Select(r => r.Name).ToListAsync(Cancel));
        Assert.Empty(await new StoredTable(_folder.Path, "web/visits/all").FilesAsync());
        Assert.Empty(Directory.GetFiles(new StoredTable(_folder.Path, "web/visits/all").Folder, "*.parquet", SearchOption.AllDirectories));
    }

    private Mesh Open(Action<OutputPortBuilder<Reading>>? more = null) => _folder.Open(m =>
    {
        m.Services.AddSingleton<TimeProvider>(_time);
        m.AddProduct<Reading>(Log, p =>
        {
            p.Grant("graz", g => g.ToDomain("graz").For("plans"));
            more?.Invoke(p);
        });
    });

    private static async Task<List<string>> RowsAsync(IInputPort<Reading> port) => Text(await Streams.ToListAsync(port.ReadAsync(Cancel)));

    private static List<string> Text(IEnumerable<Reading> rows) => [.. rows.Select(r => $"{r.At.Hour:00} {r.Sensor}").Order(StringComparer.Ordinal)];

    private static Reading At(int hours, string sensor) => new() { At = DateTime.UnixEpoch.AddHours(hours), Sensor = sensor };
}

[DataSchema]
public sealed partial record Sighting
{
    [System.ComponentModel.DataAnnotations.Key]
    public required long Id { get; init; }

    [EventTime]
    public required DateTime At { get; init; }
}
