using DataMesh.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Erasure;

/// <summary>What is erased is in no file any more, and what is held is erased by nobody.</summary>
public sealed class EraseTests : IDisposable
{
    private const string Port = "town/people/seen", Marker = "zq7Kx9Wv2Lp4", Case = "case 4711";

    private readonly MeshFolder _folder = new();
    private readonly MovableTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Erased_rows_are_in_no_file_of_the_root(bool byKey)
    {
        await using Mesh mesh = Open();
        IOutputPort<Person> port = mesh.Output<Person>(Port);
        await PublishHistoryAsync(port);
        string[] kinds = [.. RootBytes.FilesWith(_folder.Path, Marker).Select(KindOf).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["data", "manifest", "quarantine", "run"], kinds);

        EraseOptions options = new() { Reference = Case };
        EraseResult result = byKey ? await port.EraseAsync([new PersonKey { Id = 1 }, new PersonKey { Id = -1 }], options, Cancel)
            : await port.EraseAsync(Filter.StartsWith("name", Marker), options, Cancel);

        Assert.Equal((1L, 1L, 0, true), (result.RowsErased, result.QuarantinedRowsErased, result.UnfinishedFiles, result.IsComplete));
        Assert.Empty(RootBytes.FilesWith(_folder.Path, Marker));
        Assert.Equal([0, 2, 3, 4, 5], (await ReadAsync(mesh)).Select(p => p.Id).Order());
        Assert.Equal([-2L], (await Streams.ToListAsync(port.ReadQuarantineAsync(cancellationToken: Cancel))).Select(r => r.Row.Id));
        Assert.Single(await Streams.ToListAsync((await mesh.OpenAsync<Person>(Port, cancellationToken: Cancel)).ListSnapshotsAsync(Cancel)));
        Assert.Equal(5, (await IndependentReaders.ClickHouseAsync($"select toString(id) as id from icebergLocal('{new StoredTable(_folder.Path, Port).Folder}')")).Count);
        await port.PublishAsync([Seen(9, "afterwards")], cancellationToken: Cancel);
        Assert.Equal(6, (await ReadAsync(mesh)).Count);
    }

    [Fact]
    public async Task What_a_statement_found_in_erased_rows_is_forgotten_and_that_it_was_run_is_not()
    {
        const long Id = 987_654_321_012_345;
        await using Mesh mesh = Open(p => p.Expect(r => r.Sql("largest", "select max(id) from seen", atLeast: 1, atMost: null).QuarantineAtMost(0.9)));
        IOutputPort<Person> port = mesh.Output<Person>(Port);
        await port.PublishAsync([Seen(Id, "a"), Seen(2, "b")], cancellationToken: Cancel);
        string run = Assert.Single(RootBytes.FilesWith(_folder.Path, "metric: result"));
        Assert.Contains(run, RootBytes.FilesWith(_folder.Path, $"{Id}"));

        await port.EraseAsync([new PersonKey { Id = Id }], new EraseOptions { Reference = Case }, Cancel);

        Assert.Empty(RootBytes.FilesWith(_folder.Path, $"{Id}"));
        Assert.Contains(run, RootBytes.FilesWith(_folder.Path, "name: largest"));
    }

    [Fact]
    public async Task What_was_done_is_recorded_without_values_and_the_case_is_nowhere_a_consumer_reads()
    {
        await using Mesh mesh = Open();
        IOutputPort<Person> port = mesh.Output<Person>(Port);
        await PublishHistoryAsync(port);

        EraseResult result = await port.EraseAsync(p => p.Name.StartsWith(Marker), new EraseOptions { Reference = Case }, Cancel);

        string[] files = [.. RootBytes.FilesWith(_folder.Path, Case)];
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.Contains($"town/people/private/erasures/seen/", file, StringComparison.Ordinal));
        Assert.All(files, file => Assert.Contains(result.Id.ToString("D"), file, StringComparison.Ordinal));
        string end = await File.ReadAllTextAsync(Path.Combine(_folder.Path, files[1]), Cancel);
        foreach (string line in (string[])["status: complete", "rowsErased: 1", "quarantinedRowsErased: 1", $"snapshotsExpired: {result.SnapshotsExpired}"])
            Assert.Contains(line, end, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_no_snapshot_reads_may_hold_such_rows_and_is_said_to()
    {
        await using Mesh mesh = Open();
        IOutputPort<Person> port = mesh.Output<Person>(Port);
        await PublishHistoryAsync(port);
        string data = Path.Combine(new StoredTable(_folder.Path, Port).Folder, "data"), left = Path.Combine(data, "left.parquet");
        File.Copy(Directory.GetFiles(data, "*.parquet", SearchOption.AllDirectories)[0], left);

        EraseResult first = await port.EraseAsync([new PersonKey { Id = 1 }], new EraseOptions { Reference = Case }, Cancel);
        Assert.Equal((1, false), (first.UnfinishedFiles, first.IsComplete));
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-2));
        EraseResult second = await port.EraseAsync([new PersonKey { Id = 1 }], new EraseOptions { Reference = Case }, Cancel);

        Assert.Equal((0L, 0, true), (second.RowsErased, second.UnfinishedFiles, second.IsComplete));
        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task Under_a_legal_hold_nothing_is_erased_and_nothing_expires_until_the_last_is_released()
    {
        await using Mesh mesh = Open(p => p.Retain(TimeSpan.FromDays(10)));
        IOutputPort<Person> port = mesh.Output<Person>(Port);
        await PublishHistoryAsync(port);
        await port.HoldAsync("lawsuit A", Cancel);
        await port.HoldAsync("lawsuit B", Cancel);
        await port.HoldAsync("lawsuit B", Cancel);
        _time.Move(TimeSpan.FromDays(30));
        int snapshots = (await Streams.ToListAsync(port.LogAsync(Cancel))).Count;

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => port.EraseAsync([new PersonKey { Id = 1 }], new EraseOptions { Reference = Case }, Cancel));
        await port.ReleaseHoldAsync("lawsuit A", Cancel);
        MaintenanceResult held = await port.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero, SmallFileBytes = 0 }, Cancel);
        await port.ReleaseHoldAsync("lawsuit B", Cancel);
        MaintenanceResult free = await port.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero, SmallFileBytes = 0 }, Cancel);

        Assert.Equal(DataMeshErrorKind.InvalidRequest, refused.Kind);
        Assert.Contains("'lawsuit A', 'lawsuit B'", refused.Message, StringComparison.Ordinal);
        Assert.Equal((true, 0, 0L), (held.IsHeld, held.Expired.Count, held.RowsPastRetention));
        Assert.Equal((false, 6L), (free.IsHeld, free.RowsPastRetention));
        Assert.True(free.Expired.Count >= snapshots, $"{free.Expired.Count} of {snapshots} snapshots expired");
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => port.ReleaseHoldAsync("lawsuit A", Cancel))).Kind);
    }

    [Fact]
    public async Task Rows_past_retention_leave_the_files_with_maintenance_and_younger_ones_stay()
    {
        await using Mesh mesh = Open(p => p.Retain(TimeSpan.FromDays(10)));
        IOutputPort<Person> port = mesh.Output<Person>(Port);
        await port.PublishAsync([Seen(1, Marker), Seen(2, "other") with { SeenAt = _time.GetUtcNow().UtcDateTime.AddDays(15) }], cancellationToken: Cancel);
        _time.Move(TimeSpan.FromDays(11));

        MaintenanceResult first = await port.MaintainAsync(cancellationToken: Cancel);
        _time.Move(TimeSpan.FromDays(8));
        MaintenanceResult second = await port.MaintainAsync(cancellationToken: Cancel);

        Assert.Equal((1L, 0L), (first.RowsPastRetention, second.RowsPastRetention));
        Assert.DoesNotContain(RootBytes.FilesWith(_folder.Path, Marker), file => KindOf(file) == "data");
        Assert.Equal([2L], (await ReadAsync(mesh)).Select(p => p.Id));
    }

    // The person was seen, renamed, moved to other files, and once sent to quarantine.
    private async Task PublishHistoryAsync(IOutputPort<Person> port)
    {
        await port.PublishAsync([Seen(0, "a"), Seen(1, Marker), Seen(2, "b")], cancellationToken: Cancel);
        await port.PublishAsync([Seen(1, Marker + " the second"), Seen(-1, Marker + " wrong"), Seen(-2, "wrong as well")], cancellationToken: Cancel);
        foreach (long id in (long[])[3, 4, 5])
            await port.PublishAsync([Seen(id, "c")], cancellationToken: Cancel);
        await port.MaintainAsync(cancellationToken: Cancel);
    }

    private Mesh Open(Action<OutputPortBuilder<Person>>? configure = null) => _folder.Open(m =>
    {
        m.Services.AddSingleton<TimeProvider>(_time);
        m.AddProduct<Person>(Port, p =>
        {
            p.Expect(r => r.Row("known", x => x.Id >= 0).QuarantineAtMost(0.9));
            configure?.Invoke(p);
        });
    });

    private static string KindOf(string file) => file.Contains("/private/quarantine/", StringComparison.Ordinal) ? "quarantine" : file.Contains("/private/runs/", StringComparison.Ordinal) ? "run"
        : file.EndsWith(".parquet", StringComparison.Ordinal) ? "data" : file.EndsWith(".avro", StringComparison.Ordinal) ? "manifest" : file;

    private static async Task<List<Person>> ReadAsync(Mesh mesh) => await Streams.ToListAsync((await mesh.OpenAsync<Person>(Port, cancellationToken: Cancel)).ReadAsync(Cancel));

    private Person Seen(long id, string name) => new() { Id = id, Name = name, SeenAt = _time.GetUtcNow().UtcDateTime };
}
