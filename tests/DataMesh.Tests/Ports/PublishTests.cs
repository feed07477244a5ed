using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Ports;

public sealed class PublishTests : IDisposable
{
    private const string Lines = "sales/orders/lines";
    private const string Readings = "plant/sensors/readings";

    private readonly MeshFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Published_rows_come_back_typed_as_Arrow_and_by_SQL()
    {
        await using Mesh mesh = Orders();
        await mesh.Output<OrderLine>(Lines).PublishAsync([Line(1, 10.25m, "SPRING"), Line(2, 20.50m)], cancellationToken: TestContext.Current.CancellationToken);

        IDataMesh finance = mesh.As("finance");
        IInputPort<OrderLine> orders = await finance.OpenAsync<OrderLine>(Lines, "revenue", TestContext.Current.CancellationToken);
        List<OrderLine> typed = await Streams.ToListAsync(orders.ReadAsync(TestContext.Current.CancellationToken));
        long arrow = await Streams.CountAsync(orders.ReadBatchesAsync(cancellationToken: TestContext.Current.CancellationToken));
        decimal sum = await finance.QueryScalarAsync<decimal>($"select sum(amount) from {orders}", TestContext.Current.CancellationToken);

        Assert.Equal([Line(1, 10.25m, "SPRING"), Line(2, 20.50m)], typed);
        Assert.Equal(2, arrow);
        Assert.Equal(30.75m, sum);
    }

    [Fact]
    public async Task A_condition_runs_where_the_data_is()
    {
        await using Mesh mesh = Orders();
        await mesh.Output<OrderLine>(Lines).PublishAsync([.. Enumerable.Range(1, 100).Select(i => Line(i, i))], cancellationToken: TestContext.Current.CancellationToken);

        IInputPort<OrderLine> orders = await mesh.As("finance").OpenAsync<OrderLine>(Lines, "revenue", TestContext.Current.CancellationToken);
        List<OrderLine> found = await Streams.ToListAsync(orders.ReadAsync(o => o.Amount > 98 && o.Coupon == null, TestContext.Current.CancellationToken));

        Assert.Equal([99, 100], found.Select(o => o.Id));
    }

    [Fact]
    public async Task A_keyed_port_replaces_rows_of_the_same_key_and_keeps_the_others()
    {
        await using Mesh mesh = Orders();
        IOutputPort<OrderLine> output = mesh.Output<OrderLine>(Lines);
        await output.PublishAsync([Line(1, 1m), Line(2, 2m), Line(3, 3m)], cancellationToken: TestContext.Current.CancellationToken);

        PublishResult second = await output.PublishAsync([Line(2, 22m), Line(4, 4m), Line(4, 44m)], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(2, second.RowsPublished);
        Assert.Equal(1, second.RowsReplaced);
        Assert.Equal([1m, 22m, 3m, 44m], (await ReadAsync(mesh)).OrderBy(o => o.Id).Select(o => o.Amount));
    }

    [Fact]
    public async Task An_upsert_in_many_steps_equals_one_in_a_single_step()
    {
        await using Mesh mesh = _folder.Open(m => Declare(m).ConfigureLimits(limits => limits.UpsertStepRows = 64).ConfigureLimits(limits => limits.BatchRows = 16));
        IOutputPort<OrderLine> output = mesh.Output<OrderLine>(Lines);
        await output.PublishAsync([.. Enumerable.Range(0, 500).Select(i => Line(i % 300, i))], cancellationToken: TestContext.Current.CancellationToken);

        PublishResult second = await output.PublishAsync([.. Enumerable.Range(0, 400).Select(i => Line(i * 7 % 450, 1000 + i))], cancellationToken: TestContext.Current.CancellationToken);

        Dictionary<long, decimal> expected = [];
        for (int i = 0; i < 500; i++)
            expected[i % 300] = i;
        for (int i = 0; i < 400; i++)
            expected[i * 7 % 450] = 1000 + i;
        Assert.Equal(expected.OrderBy(e => e.Key), (await ReadAsync(mesh)).ToDictionary(o => o.Id, o => o.Amount).OrderBy(e => e.Key));
        Assert.Equal(400, second.RowsPublished);
        Assert.Equal(Enumerable.Range(0, 400).Count(i => i * 7 % 450 < 300), second.RowsReplaced);
    }

    [Fact]
    public async Task Publishing_under_one_idempotency_key_commits_once_and_reads_the_rows_once()
    {
        await using Mesh mesh = Orders();
        IOutputPort<Reading> output = mesh.Output<Reading>(Readings);
        PublishOptions options = new() { IdempotencyKey = "batch 17" };
        PublishResult first = await output.PublishAsync([Measure(1)], options, TestContext.Current.CancellationToken);

        PublishResult again = await output.PublishAsync(Throwing(), options, TestContext.Current.CancellationToken);

        Assert.True(again.WasAlreadyPublished);
        Assert.Equal(first.Snapshot.Id, again.Snapshot.Id);
        Assert.Equal(1, again.RowsPublished);

        static IEnumerable<Reading> Throwing()
        {
            yield return Measure(2);
            throw new InvalidOperationException("must not be read");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_empty_idempotency_key_is_refused_because_it_would_make_all_publishes_one(string key)
    {
        await using Mesh mesh = Orders();

        await Assert.ThrowsAsync<ArgumentException>(() => mesh.Output<Reading>(Readings).PublishAsync([Measure(1)], new PublishOptions { IdempotencyKey = key }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_progress_reporter_that_fails_at_the_end_does_not_undo_the_publish()
    {
        await using Mesh mesh = Orders();

        PublishResult result = await mesh.Output<Reading>(Readings).PublishAsync([Measure(1)], new PublishOptions { Progress = new FailingAtTheEnd() }, TestContext.Current.CancellationToken);

        Assert.Equal(1, result.RowsPublished);
    }

    [Fact]
    public async Task Upserts_of_one_process_take_turns()
    {
        await using Mesh mesh = Orders();
        IOutputPort<OrderLine> output = mesh.Output<OrderLine>(Lines);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => output.PublishAsync([Line(i, i), Line(100, i)], cancellationToken: TestContext.Current.CancellationToken))));

        Assert.Equal(9, (await ReadAsync(mesh)).Count);
    }

    [Fact]
    public async Task A_publish_whose_commit_finds_the_disk_full_leaves_no_data_file_and_succeeds_later_under_its_key()
    {
        FullAtCommit store = new(new Adapters.LocalFilesObjectStore(_folder.Path));
        await using Mesh mesh = Mesh.Create(m => m.Use<ObjectStore>("Test", _ => store).AddProduct<Reading>(Readings, _ => { }));
        await mesh.RegisterAsync(TestContext.Current.CancellationToken);
        store.IsFull = true;

        DataMeshException full = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Output<Reading>(Readings).PublishAsync([Measure(1)], new PublishOptions { IdempotencyKey = "k" }, TestContext.Current.CancellationToken));

        Assert.Equal(DataMeshErrorKind.StorageFull, full.Kind);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.parquet", SearchOption.AllDirectories));
        store.IsFull = false;
        Assert.False((await mesh.Output<Reading>(Readings).PublishAsync([Measure(1)], new PublishOptions { IdempotencyKey = "k" }, TestContext.Current.CancellationToken)).WasAlreadyPublished);
    }

    [Fact]
    public async Task Racing_publishes_with_one_idempotency_key_commit_once()
    {
        await using Mesh mesh = Orders();
        IOutputPort<Reading> output = mesh.Output<Reading>(Readings);
        await mesh.RegisterAsync(TestContext.Current.CancellationToken);

        PublishResult[] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            output.PublishAsync([Measure(1), Measure(2)], new PublishOptions { IdempotencyKey = "one" }, TestContext.Current.CancellationToken))));

        Assert.Single(results, r => !r.WasAlreadyPublished);
        Assert.Single(results.Select(r => r.Snapshot.Id).Distinct());
        Assert.Equal(2, await CountAsync(mesh, Readings));
    }

    [Fact]
    public async Task Eight_concurrent_writers_lose_nothing()
    {
        await using Mesh mesh = Orders();
        IOutputPort<Reading> output = mesh.Output<Reading>(Readings);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 5; i++)
                await output.PublishAsync([.. Enumerable.Range(0, 10).Select(r => Measure(writer * 100 + i * 10 + r))], cancellationToken: TestContext.Current.CancellationToken);
        })));

        Assert.Equal(400, await CountAsync(mesh, Readings));
        IInputPort port = await mesh.OpenAsync(Readings, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(40, (await Streams.ToListAsync(port.ListSnapshotsAsync(TestContext.Current.CancellationToken))).Count);
    }

    [Fact]
    public async Task Rows_that_break_the_contract_are_refused_with_every_rule_and_nothing_is_published()
    {
        await using Mesh mesh = Orders();
        IOutputPort<Reading> output = mesh.Output<Reading>(Readings);
        await output.PublishAsync([Measure(1)], cancellationToken: TestContext.Current.CancellationToken);

        ContractViolationException refused = await Assert.ThrowsAsync<ContractViolationException>(() => output.PublishAsync(
            [Measure(2), Measure(3) with { Sensor = "a" }, Measure(4) with { Celsius = 151 }, Measure(5) with { Celsius = -51 }], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal([("celsius", 2L), ("celsius", 3L), ("sensor", 1L)], refused.Violations.Select(v => (v.Column, v.FirstRow)).Order());
        Assert.Contains(Readings, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("151", refused.Message.Replace("150", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(mesh, Readings));
    }

    [Fact]
    public async Task A_local_time_is_refused_with_its_row()
    {
        await using Mesh mesh = Orders();

        ContractViolationException refused = await Assert.ThrowsAsync<ContractViolationException>(() => mesh.Output<Reading>(Readings).PublishAsync(
            [Measure(1), Measure(2) with { At = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Local) }], cancellationToken: TestContext.Current.CancellationToken));

        ContractViolation violation = Assert.Single(refused.Violations);
        Assert.Equal(("at", 1L), (violation.Column, violation.FirstRow));
        Assert.Equal(Readings, refused.Port.ToString());
        Assert.Contains(Readings, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_source_publishes_nothing_and_leaves_no_data_file()
    {
        await using Mesh mesh = Orders();
        await mesh.RegisterAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(() => mesh.Output<Reading>(Readings).PublishAsync(Failing(), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(0, await CountAsync(mesh, Readings));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.parquet", SearchOption.AllDirectories));

        static IEnumerable<Reading> Failing()
        {
            for (int i = 0; i < 100_000; i++)
                yield return Measure(i);
            throw new InvalidOperationException("the source broke");
        }
    }

    [Fact]
    public async Task A_cancelled_publish_leaves_nothing()
    {
        await using Mesh mesh = Orders();
        await mesh.RegisterAsync(TestContext.Current.CancellationToken);
        using CancellationTokenSource cancel = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mesh.Output<Reading>(Readings).PublishAsync(Endless(cancel), cancellationToken: cancel.Token));

        Assert.Equal(0, await CountAsync(mesh, Readings));

        static IEnumerable<Reading> Endless(CancellationTokenSource cancel)
        {
            for (int i = 0; ; i++)
            {
                if (i == 100_000)
                    cancel.Cancel();
                yield return Measure(i);
            }
        }
    }

    [Fact]
    public async Task SQL_opens_only_the_files_that_its_condition_needs()
    {
        await using Mesh mesh = Orders();
        await mesh.Output<Reading>(Readings).PublishAsync([.. Enumerable.Range(0, 90).Select(Measure)], cancellationToken: TestContext.Current.CancellationToken);
        IInputPort readings = await mesh.OpenAsync(Readings, cancellationToken: TestContext.Current.CancellationToken);
        DateTime march = new(2001, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (string file in Directory.EnumerateFiles(_folder.Path, "*.parquet", SearchOption.AllDirectories).Where(f => !f.Contains("2001-03", StringComparison.Ordinal)))
            File.Delete(file);

        long rows = await mesh.QueryScalarAsync<long>($"select count(*) from {readings} where \"at\" >= {march}", TestContext.Current.CancellationToken);

        Assert.Equal(30, rows);
    }

    [Fact]
    public async Task Earlier_snapshots_stay_readable()
    {
        await using Mesh mesh = Orders();
        IOutputPort<OrderLine> output = mesh.Output<OrderLine>(Lines);
        PublishResult first = await output.PublishAsync([Line(1, 1m)], new PublishOptions { Reason = "first load" }, TestContext.Current.CancellationToken);
        await output.PublishAsync([Line(1, 100m), Line(2, 2m)], cancellationToken: TestContext.Current.CancellationToken);

        IInputPort<OrderLine> orders = await mesh.As("finance").OpenAsync<OrderLine>(Lines, "revenue", TestContext.Current.CancellationToken);
        List<OrderLine> then = await Streams.ToListAsync(orders.AsOf(first.Snapshot).ReadAsync(TestContext.Current.CancellationToken));
        decimal thenBySql = await mesh.QueryScalarAsync<decimal>($"select sum(amount) from {orders.AsOf(first.Snapshot)}", TestContext.Current.CancellationToken);
        decimal difference = await mesh.QueryScalarAsync<decimal>($"select (select sum(amount) from {orders}) - (select sum(amount) from {orders.AsOf(first.Snapshot)})", TestContext.Current.CancellationToken);

        Assert.Equal(["first load", null], (await Streams.ToListAsync(orders.ListSnapshotsAsync(TestContext.Current.CancellationToken))).Select(s => s.Reason));
        Assert.Equal([Line(1, 1m)], then);
        Assert.Equal(1m, thenBySql);
        Assert.Equal(101m, difference);
        DataMeshException absent = await Assert.ThrowsAsync<DataMeshException>(() => Streams.ToListAsync(orders.AsOf(12345).ReadAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(DataMeshErrorKind.NotFound, absent.Kind);
    }

    [Fact]
    public async Task Progress_counts_rows_and_ends_with_the_commit()
    {
        await using Mesh mesh = Orders();
        Recorder recorder = new();

        await mesh.Output<Reading>(Readings).PublishAsync(Enumerable.Range(0, 70_000).Select(Measure), new PublishOptions { Progress = recorder }, TestContext.Current.CancellationToken);

        Assert.Equal([32_768, 65_536, 70_000, 70_000], recorder.Seen.Select(p => p.RowsRead));
        Assert.Equal([false, false, false, true], recorder.Seen.Select(p => p.IsCommitted));
    }

    private Mesh Orders() => _folder.Open(m => Declare(m));

    private static IDataMeshBuilder Declare(IDataMeshBuilder mesh) => mesh
        .AddProduct<OrderLine>(Lines, p => p.Describe("One row per order line.").Grant("finance", g => g.ToDomain("finance").For("revenue")))
        .AddProduct<Reading>(Readings, p => p.PartitionBy(r => r.At, PartitionTransform.Month));

    private static OrderLine Line(long id, decimal amount, string? coupon = null) => new() { Id = id, Customer = $"c{id}@example.com", Amount = amount, Coupon = coupon };

    private static Reading Measure(int i) => new() { At = new DateTime(2001, 1 + i % 3, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i), Sensor = $"s{i % 10}", Celsius = i % 100 };

    private static async Task<List<OrderLine>> ReadAsync(Mesh mesh)
    {
        IInputPort<OrderLine> orders = await mesh.As("finance").OpenAsync<OrderLine>(Lines, "revenue", TestContext.Current.CancellationToken);
        return await Streams.ToListAsync(orders.ReadAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<long> CountAsync(Mesh mesh, string port) =>
        await Streams.CountAsync((await mesh.OpenAsync(port, cancellationToken: TestContext.Current.CancellationToken)).ReadBatchesAsync(cancellationToken: TestContext.Current.CancellationToken));

    private sealed class FailingAtTheEnd : IProgress<PublishProgress>
    {
        public void Report(PublishProgress value)
        {
            if (value.IsCommitted)
                throw new InvalidOperationException("the reporter is broken");
        }
    }

    private sealed class Recorder : IProgress<PublishProgress>
    {
        public List<PublishProgress> Seen { get; } = [];

        public void Report(PublishProgress value) => Seen.Add(value);
    }
}
