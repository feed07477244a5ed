using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Policies;
using DataMesh.Tests.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Quality;

/// <summary>What becomes of rows that break rules about single rows.</summary>
public sealed class QuarantineTests : IDisposable
{
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_that_break_a_rule_wait_in_quarantine_and_the_others_are_published()
    {
        await using Mesh mesh = Open(r => r.Range(t => t.Delay, -120, 1440).Row("flying", t => t.Speed > 0 && t.Origin != "XXX"));
        IOutputPort<Trip> port = mesh.Output<Trip>(Trips.Port);
        Trip late = new() { Id = 1000, Origin = "JFK", Delay = 5000, Passenger = "Q" }, both = new() { Id = 1001, Origin = "XXX", Delay = -9000, Speed = 3.5 };

        PublishResult result = await port.PublishAsync([.. Trips.Good(150), late, .. Trips.Good(149, 200), both], cancellationToken: Cancel);

        Assert.Equal((299, 2, 2), (result.RowsPublished, result.Quarantined, result.Warnings));
        Assert.Equal(299, (await Trips.ReadAsync(mesh, Cancel)).Count);
        List<QuarantinedRow<Trip>> rows = [.. (await Streams.ToListAsync(port.ReadQuarantineAsync(cancellationToken: Cancel))).OrderBy(r => r.Ordinal)];
        Assert.Equal([late, both], rows.Select(r => r.Row));
        Assert.Equal([150L, 300L], rows.Select(r => r.Ordinal));
        Assert.Equal(["delay in range"], rows[0].Rules);
        Assert.Equal(["delay in range", "flying"], rows[1].Rules);
        Assert.Equal("delay between -120 and 1440", rows[0].Reason);
        Assert.All(rows, r => Assert.Equal(result.Run, r.Run));
        Assert.Equal([(2L, 150L, QualityStatus.Warn), (1L, 300L, QualityStatus.Warn)], result.Quality.Select(q => (q.Rows!.Value, q.FirstRow!.Value, q.Status)));
        Assert.Equal(2, Assert.Single(await Streams.ToListAsync(port.LogAsync(Cancel))).Quarantined);
    }

    [Fact]
    public async Task Corrected_rows_are_published_like_any_others()
    {
        await using Mesh mesh = Open(r => r.Range(t => t.Delay, atMost: 1440).QuarantineAtMost(0.5));
        IOutputPort<Trip> port = mesh.Output<Trip>(Trips.Port);
        PublishResult first = await port.PublishAsync([.. Trips.Good(2), new() { Id = 7, Origin = "SEA", Delay = 9999 }], cancellationToken: Cancel);

        List<Trip> corrected = [.. (await Streams.ToListAsync(port.ReadQuarantineAsync(first.Run, Cancel))).Select(r => r.Row with { Delay = 99 })];
        PublishResult second = await port.PublishAsync(corrected, cancellationToken: Cancel);

        Assert.Equal((1, 0), (second.RowsPublished, second.Quarantined));
        Assert.Equal([0L, 1L, 7L], (await Trips.ReadAsync(mesh, Cancel)).Select(t => t.Id).Order());
        Assert.Empty(await Streams.ToListAsync(port.ReadQuarantineAsync(second.Run, Cancel)));
    }

    [Fact]
    public async Task A_warning_keeps_the_rows_and_counts_them()
    {
        await using Mesh mesh = Open(r => r.Range(t => t.Delay, atMost: 50, severity: Severity.Warning).NotNull(t => t.At, Severity.Warning));

        PublishResult result = await mesh.Output<Trip>(Trips.Port).PublishAsync(Trips.Good(60), cancellationToken: Cancel);

        Assert.Equal((60, 0, 2), (result.RowsPublished, result.Quarantined, result.Warnings));
        Assert.Equal([("delay in range", 9L, 51L), ("at has a value", 60L, 0L)], result.Quality.Select(q => (q.Rule.Name, q.Rows!.Value, q.FirstRow!.Value)));
        Assert.Empty(await Streams.ToListAsync(mesh.Output<Trip>(Trips.Port).ReadQuarantineAsync(cancellationToken: Cancel)));
    }

    [Fact]
    public async Task A_missing_value_breaks_only_what_asks_for_the_value()
    {
        await using Mesh mesh = Open(r => r.Row("fast", t => t.Speed > 100).Row("known", t => t.Speed != null && t.Speed > 1, Severity.Warning).Row("not 7", t => !(t.Delay == 7))
            .Range(t => t.Delay, 0, 10).OneOf(t => t.Passenger, ["a", "b"]).Pattern(t => t.Passenger, "[ab]").NotNull(t => t.Delay, Severity.Warning));

        PublishResult result = await mesh.Output<Trip>(Trips.Port).PublishAsync([new() { Id = 1, Origin = "SEA" }], cancellationToken: Cancel);

        Assert.Equal(["known", "delay has a value"], result.Quality.Where(q => q.Rows > 0).Select(q => q.Rule.Name));
        Assert.Equal(1, result.RowsPublished);
    }

    [Fact]
    public async Task Too_many_rows_for_the_quarantine_refuse_the_publish_without_naming_a_value()
    {
        await using Mesh mesh = Open(r => r.Row("plausible", t => t.Delay < 1000));
        IOutputPort<Trip> port = mesh.Output<Trip>(Trips.Port);
        PublishResult before = await port.PublishAsync(Trips.Good(10), cancellationToken: Cancel);
        string[] files = Files();

        QualityGateException refused = await Assert.ThrowsAsync<QualityGateException>(() => port.PublishAsync([.. Trips.Good(98), .. Enumerable.Repeat(new Trip { Id = 1, Origin = "SEA", Delay = 4711 }, 2)], cancellationToken: Cancel));

        Assert.Equal((2, 100, DataMeshErrorKind.QualityGate), (refused.Rejected, refused.Rows, refused.Kind));
        Assert.Equal($"Cannot publish to '{Trips.Port}': the rows do not keep the quality rules of the contract 1.0.0: 2 of 100 rows break rules about single rows ('plausible': 2, first at row 98), and at most 1 % may go to quarantine. Nothing changed; consumers still read snapshot {before.Snapshot.Id}. Correct the rows and publish again.", refused.Message);
        Assert.DoesNotContain("4711", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(10, (await Trips.ReadAsync(mesh, Cancel)).Count);
        Assert.Empty(await Streams.ToListAsync(port.ReadQuarantineAsync(cancellationToken: Cancel)));
        Assert.Equal(files, Files());
    }

    [Fact]
    public async Task A_share_at_the_limit_is_still_allowed()
    {
        await using Mesh mesh = Open(r => r.Row("plausible", t => t.Delay < 1000));

        PublishResult result = await mesh.Output<Trip>(Trips.Port).PublishAsync([.. Trips.Good(99), new() { Id = 1, Origin = "SEA", Delay = 4711 }], cancellationToken: Cancel);

        Assert.Equal((99, 1), (result.RowsPublished, result.Quarantined));
    }

    [Fact]
    public async Task Only_the_product_and_its_stewards_read_the_quarantine()
    {
        await using Mesh mesh = _folder.Open(m => m.AddDomain("travel", d => d.AddProduct("trips", p => p.Stewards(new Recipients { Users = ["sam"] })
            .Output<Trip>("all", o => o.Expect(r => r.Row("plausible", t => t.Delay < 1000).QuarantineAtMost(1)).Grant("planners", g => g.ToDomain("planning"))))));
        await mesh.Output<Trip>(Trips.Port).PublishAsync([new() { Id = 1, Origin = "SEA", Delay = 4711 }, .. Trips.Good(1)], cancellationToken: Cancel);

        Assert.Single(await Streams.ToListAsync(mesh.Output<Trip>(Trips.Port).ReadQuarantineAsync(cancellationToken: Cancel)));
        Assert.Single(await Streams.ToListAsync(mesh.As(new MeshPrincipal { Name = "sam", Kind = PrincipalKind.User }).Output<Trip>(Trips.Port).ReadQuarantineAsync(cancellationToken: Cancel)));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.ToListAsync(mesh.As("planning").Output<Trip>(Trips.Port).ReadQuarantineAsync(cancellationToken: Cancel)));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.CountAsync(mesh.As("planning").Output<Trip>(Trips.Port).ReadQuarantineBatchesAsync(cancellationToken: Cancel)));
        Assert.Single(await Trips.ReadAsync(mesh, Cancel));
        Assert.Single((await Streams.ToListAsync(mesh.As("planning").Catalog.ListAsync(Cancel))).SelectMany(e => e.Ports));
    }

    [Fact]
    public async Task The_same_idempotency_key_sends_rows_to_quarantine_once()
    {
        await using Mesh mesh = Open(r => r.Row("plausible", t => t.Delay < 1000).QuarantineAtMost(1));
        IOutputPort<Trip> port = mesh.Output<Trip>(Trips.Port);
        Trip[] rows = [.. Trips.Good(3), new() { Id = 1, Origin = "SEA", Delay = 4711 }];
        PublishOptions once = new() { IdempotencyKey = "file 1" };
        PublishResult first = await port.PublishAsync(rows, once, Cancel);

        PublishResult again = await port.PublishAsync(rows, once, Cancel);

        Assert.True(again.WasAlreadyPublished);
        Assert.Equal((first.Quarantined, first.Warnings, first.Run), (again.Quarantined, again.Warnings, again.Run));
        Assert.Single(await Streams.ToListAsync(port.ReadQuarantineAsync(cancellationToken: Cancel)));
    }

    [Fact]
    public async Task What_a_publish_sent_to_quarantine_does_not_show_when_the_publish_did_not_come_about()
    {
        FullAtCommit store = new(new LocalFilesObjectStore(_folder.Path)) { Only = $"{Trips.Port[..Trips.Port.LastIndexOf('/')]}/ports/" };
        await using Mesh mesh = Mesh.Create(m =>
        {
            m.AddTrips(r => r.Row("plausible", t => t.Delay < 1000).QuarantineAtMost(1));
            m.Services.AddSingleton<ObjectStore>(store);
        });
        IOutputPort<Trip> port = mesh.Output<Trip>(Trips.Port);
        await port.PublishAsync(Trips.Good(1), cancellationToken: Cancel);
        Trip[] rows = [new() { Id = 1, Origin = "SEA", Delay = 4711 }];

        store.IsFull = true;
        await Assert.ThrowsAsync<DataMeshException>(() => port.PublishAsync(rows, cancellationToken: Cancel));
        store.IsFull = false;

        Assert.Empty(await Streams.ToListAsync(port.ReadQuarantineAsync(cancellationToken: Cancel)));
        PublishResult second = await port.PublishAsync(rows, cancellationToken: Cancel);
        Assert.Equal(second.Run, Assert.Single(await Streams.ToListAsync(port.ReadQuarantineAsync(cancellationToken: Cancel))).Run);
    }

    [Fact]
    public async Task Rows_stay_in_quarantine_when_the_snapshot_of_their_publish_has_expired()
    {
        MovableTime time = new();
        await using Mesh mesh = _folder.Open(m =>
        {
            m.AddTrips(r => r.Row("plausible", t => t.Delay < 1000).QuarantineAtMost(1));
            m.Services.AddSingleton<TimeProvider>(time);
        });
        IOutputPort<Trip> port = mesh.Output<Trip>(Trips.Port);
        PublishResult first = await port.PublishAsync([new() { Id = 1, Origin = "SEA", Delay = 4711 }], cancellationToken: Cancel);
        foreach (string record in Directory.GetFiles(_folder.Path, "*.oors.yaml", SearchOption.AllDirectories))
            File.Delete(record); // as after a crash right behind the commit
        time.Move(TimeSpan.FromDays(8));
        await port.PublishAsync(Trips.Good(1), cancellationToken: Cancel);
        time.Move(TimeSpan.FromDays(8));

        MaintenanceResult result = await port.MaintainAsync(cancellationToken: Cancel);

        Assert.Equal([first.Snapshot.Id], result.Expired.Select(s => s.Id));
        Assert.Equal(first.Run, Assert.Single(await Streams.ToListAsync(port.ReadQuarantineAsync(cancellationToken: Cancel))).Run);
    }

    [Fact]
    public async Task Batches_of_others_with_encoded_texts_are_divided_like_records()
    {
        await using Mesh mesh = Open(r => r.OneOf(t => t.Origin, ["SEA", "JFK"]).Pattern(t => t.Passenger, "[a-z]+").QuarantineAtMost(1));
        SchemaObject schema = SchemaOf<Trip>();
        DictionaryArray origins = new(new Apache.Arrow.Types.DictionaryType(Apache.Arrow.Types.Int32Type.Default, Apache.Arrow.Types.StringType.Default, false),
            new Int32Array.Builder().AppendRange([0, 1, 2, 1]).Build(), new StringArray.Builder().AppendRange(["SEA", "XXX", "JFK"]).Build());
        IArrowArray[] columns =
        [
            new Int64Array.Builder().AppendRange([1, 2, 3, 4]).Build(), origins, new Int32Array.Builder().AppendNull().AppendNull().AppendNull().AppendNull().Build(),
            new DoubleArray.Builder().AppendNull().AppendNull().AppendNull().AppendNull().Build(),
            new TimestampArray.Builder(schema.ToArrowSchema().GetFieldByName("at").DataType as Apache.Arrow.Types.TimestampType).AppendNull().AppendNull().AppendNull().AppendNull().Build(),
            new StringArray.Builder().Append("ok").Append("ok").Append("NO").AppendNull().Build(),
        ];
        RecordBatch batch = new(new Schema([.. schema.ToArrowSchema().FieldsList.Select((f, i) => f.WithEncodings(columns[i].Data.DataType))], null), columns, 4);

        PublishResult result = await mesh.Output<Trip>(Trips.Port).PublishBatchesAsync(Once(batch), cancellationToken: Cancel);

        Assert.Equal((1, 3), (result.RowsPublished, result.Quarantined));
        List<QuarantinedRow<Trip>> rows = await Streams.ToListAsync(mesh.Output<Trip>(Trips.Port).ReadQuarantineAsync(cancellationToken: Cancel));
        Assert.Equal([(2L, "XXX"), (3L, "JFK"), (4L, "XXX")], rows.OrderBy(r => r.Ordinal).Select(r => (r.Row.Id, r.Row.Origin)));
    }

    [Fact]
    public async Task A_publish_of_which_every_batch_loses_rows_keeps_exactly_the_others()
    {
        await using Mesh mesh = _folder.Open(m => m.AddTrips(r => r.Row("even", t => t.Speed == 0).Row("thousand", t => t.Delay != 3).QuarantineAtMost(1)).ConfigureLimits(l => l.BatchRows = 1000));
        const int Count = 150_000;
        IEnumerable<Trip> rows = Enumerable.Range(0, Count).Select(i => new Trip { Id = i, Origin = "SEA", Speed = i % 2, Delay = i % 1000 });

        PublishResult result = await mesh.Output<Trip>(Trips.Port).PublishAsync(rows, cancellationToken: Cancel);

        Assert.Equal((Count / 2, Count / 2), (result.RowsPublished, result.Quarantined));
        Assert.Equal(Enumerable.Range(0, Count / 2).Select(i => 2L * i), (await Trips.ReadAsync(mesh, Cancel)).Select(t => t.Id).Order());
        HashSet<long> quarantined = [];
        await foreach (QuarantinedRow<Trip> row in mesh.Output<Trip>(Trips.Port).ReadQuarantineAsync(cancellationToken: Cancel))
        {
            Assert.True(quarantined.Add(row.Ordinal));
            Assert.Equal(row.Row.Id, row.Ordinal);
            Assert.Equal(row.Row.Delay == 3 ? ["even", "thousand"] : (string[])["even"], row.Rules);
        }
        Assert.Equal(Count / 2, quarantined.Count);
    }

    private static SchemaObject SchemaOf<T>()
        where T : IDataSchema<T> => T.Schema;

    private static async IAsyncEnumerable<RecordBatch> Once(RecordBatch batch)
    {
        await Task.CompletedTask;
        yield return batch;
    }

    // Data and metadata of the port and of its quarantine; what is recorded of runs is another matter.
    private string[] Files() => [.. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/private/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private Mesh Open(Action<QualityRules<Trip>> rules) => _folder.Open(m => m.AddTrips(rules));
}
