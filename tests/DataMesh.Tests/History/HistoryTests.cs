using DataMesh.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.History;

/// <summary>What was published, taken back and forgotten, from the producer's side.</summary>
public sealed class HistoryTests : IDisposable
{
    private const string Port = "sales/orders/lines";
    private readonly MeshFolder _folder = new();
    private readonly MovableTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_log_says_what_each_publish_did_newest_first()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        Assert.Empty(await Streams.ToListAsync(port.LogAsync(Cancel)));
        PublishResult first = await port.PublishAsync([Line(1), Line(2)], new PublishOptions { Reason = "opening" }, Cancel);
        PublishResult second = await port.PublishAsync([Line(2), Line(3)], cancellationToken: Cancel);

        List<PublishRecord> log = await Streams.ToListAsync(port.LogAsync(Cancel));

        Assert.Equal([second.Snapshot.Id, first.Snapshot.Id], log.Select(e => e.Snapshot.Id));
        Assert.Equal([first.Snapshot.Id, null], log.Select(e => e.Parent));
        Assert.Equal([(3L, 2L), (2L, 0L)], log.Select(e => (e.RowsAdded!.Value, e.RowsRemoved!.Value)));
        Assert.Equal([3L, 2L], log.Select(e => e.Snapshot.TotalRows!.Value));
        Assert.Equal([null, "opening"], log.Select(e => e.Snapshot.Reason));
        Assert.All(log, e => Assert.NotNull(e.Run));
        Assert.All(log, e => Assert.Null(e.RestoredFrom));
    }

    [Fact]
    public async Task A_rollback_is_a_new_snapshot_with_the_old_rows_and_a_reason()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        PublishResult first = await port.PublishAsync([Line(1), Line(2)], cancellationToken: Cancel);
        PublishResult wrong = await port.PublishAsync([Line(2) with { Amount = 0 }, Line(3)], cancellationToken: Cancel);
        int files = DataFiles();

        PublishResult back = await port.RollbackAsync(first.Snapshot, "VAT applied twice", Cancel);

        Assert.Equal([1m, 2m], (await ReadAsync(mesh)).Select(l => l.Amount));
        Assert.Equal(files, DataFiles());
        PublishRecord entry = (await Streams.ToListAsync(port.LogAsync(Cancel)))[0];
        Assert.Equal((back.Snapshot.Id, wrong.Snapshot.Id, first.Snapshot.Id), (entry.Snapshot.Id, entry.Parent, entry.RestoredFrom));
        Assert.Equal("VAT applied twice", entry.Snapshot.Reason);
        Assert.Equal([1m, 0m, 3m], (await ReadAsync(mesh, wrong.Snapshot)).Select(l => l.Amount));
        await port.PublishAsync([Line(4)], cancellationToken: Cancel);
        Assert.Equal([1, 2, 4], (await ReadAsync(mesh)).Select(l => l.Id));
        StoredTable table = new(_folder.Path, Port);
        Assert.Equal(3, (await IndependentReaders.ClickHouseAsync($"select id from icebergLocal('{table.Folder}')")).Count);

        // And back again, to the mistake; a time names a snapshot as well.
        await port.RollbackAsync(SnapshotSelector.At(wrong.Snapshot.CommittedAt), "on second thoughts", Cancel);
        Assert.Equal([1m, 0m, 3m], (await ReadAsync(mesh)).Select(l => l.Amount));
    }

    [Fact]
    public async Task What_cannot_be_rolled_back_is_refused_and_nothing_changes()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => port.RollbackAsync(SnapshotSelector.At(_time.GetUtcNow()), "why", Cancel))).Kind);
        PublishResult first = await port.PublishAsync([Line(1), Line(2)], cancellationToken: Cancel);
        await Assert.ThrowsAsync<ArgumentException>(() => port.RollbackAsync(first.Snapshot, " ", Cancel));
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => port.RollbackAsync(7, "why", Cancel))).Kind);
        StoredTable table = new(_folder.Path, Port);
        await IndependentReaders.ClickHouseSessionAsync("create database d", $"create table d.t engine = IcebergLocal('{table.Folder}', 'Parquet')", "alter table d.t delete where id = 1");

        NotSupportedException refused = await Assert.ThrowsAsync<NotSupportedException>(() => port.RollbackAsync(first.Snapshot, "why", Cancel));

        Assert.Contains("without rewriting their files", refused.Message, StringComparison.Ordinal);
        Assert.Equal([2], (await ReadAsync(mesh)).Select(l => l.Id));
        Assert.Null((await Streams.ToListAsync(port.LogAsync(Cancel)))[0].Snapshot.TotalRows);
    }

    [Fact]
    public async Task A_rollback_after_columns_changed_shows_the_old_rows_in_the_new_columns()
    {
        await using (Mesh first = _folder.Open(m => m.AddProduct<Evolution.Tariffs.V1>("energy/tariffs/current", p => p.Version("0.1.0"))))
            await first.Output<Evolution.Tariffs.V1>("energy/tariffs/current").PublishAsync([new() { Id = 1, Area = "a", Price = 1, Where = new Evolution.Tariffs.Place { City = "c" } }], cancellationToken: Cancel);
        await using Mesh mesh = _folder.Open(m => m.AddProduct<Evolution.Tariffs.V2>("energy/tariffs/current", p => p.Version("0.2.0")));
        IOutputPort<Evolution.Tariffs.V2> port = mesh.Output<Evolution.Tariffs.V2>("energy/tariffs/current");
        await port.PublishAsync([new() { Id = 1, Region = "b", Where = new Evolution.Tariffs.Street { Town = "d" } }], cancellationToken: Cancel);
        long original = (await Streams.ToListAsync(port.LogAsync(Cancel)))[^1].Snapshot.Id;

        await port.RollbackAsync(original, "wrong region", Cancel);

        Evolution.Tariffs.V2 row = Assert.Single(await Streams.ToListAsync((await mesh.OpenAsync<Evolution.Tariffs.V2>("energy/tariffs/current", cancellationToken: Cancel)).ReadAsync(Cancel)));
        Assert.Equal(("a", "c"), (row.Region, row.Where.Town));
    }

    [Fact]
    public async Task Maintenance_keeps_a_week_and_what_was_just_written_by_default()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        List<long> snapshots = [];
        for (int day = 0; day < 10; day++)
        {
            snapshots.Add((await port.PublishAsync([Line(1) with { Amount = day }], new PublishOptions { IdempotencyKey = $"day {day}" }, Cancel)).Snapshot.Id);
            _time.Move(TimeSpan.FromHours(23.9));
        }
        int files = DataFiles();

        MaintenanceResult dry = await port.MaintainAsync(new MaintenanceOptions { DryRun = true }, Cancel);
        Assert.Equal(files, DataFiles());
        MaintenanceResult result = await port.MaintainAsync(cancellationToken: Cancel);

        // The third was current until the fourth came, less than a week ago.
        Assert.Equal(snapshots[..2], result.Expired.Select(s => s.Id));
        Assert.Equal((dry.ExpiredFiles, 0), (result.ExpiredFiles, result.Failures));
        Assert.Equal(files - 2, DataFiles());
        Assert.Equal(snapshots[2..].AsEnumerable().Reverse(), (await Streams.ToListAsync(port.LogAsync(Cancel))).Select(e => e.Snapshot.Id));
        Assert.Equal([2m], (await ReadAsync(mesh, snapshots[2])).Select(l => l.Amount));
        Assert.True((await port.PublishAsync([Line(9)], new PublishOptions { IdempotencyKey = "day 5" }, Cancel)).WasAlreadyPublished);
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => ReadAsync(mesh, snapshots[0]))).Kind);
        Assert.Equal(1, (await port.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero }, Cancel)).Expired.Count(s => s.Id == snapshots[8]));
        Assert.Equal([9m], (await ReadAsync(mesh)).Select(l => l.Amount));
    }

    private Mesh Open() => _folder.Open(m =>
    {
        m.AddProduct<OrderLine>(Port, _ => { });
        m.Services.AddSingleton<TimeProvider>(_time);
    });

    private int DataFiles() => Directory.GetFiles(Path.Combine(new StoredTable(_folder.Path, Port).Folder, "data"), "*.parquet", SearchOption.AllDirectories).Length;

    private static async Task<List<OrderLine>> ReadAsync(Mesh mesh, SnapshotSelector? at = null)
    {
        IInputPort<OrderLine> port = await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);
        return [.. (await Streams.ToListAsync((at is { } selector ? port.AsOf(selector) : port).ReadAsync(Cancel))).OrderBy(l => l.Id)];
    }

    private static OrderLine Line(long i) => new() { Id = i, Customer = $"c{i}", Amount = i };
}
