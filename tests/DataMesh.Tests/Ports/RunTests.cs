using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Ports;

/// <summary>Runs that publish to several ports of one product: readers as of a run see all ports with their rows or none, whatever happens in between.</summary>
public sealed class RunTests : IDisposable
{
    private const string Log = "crash/run/log", Keyed = "crash/run/keyed", Whole = "crash/run/whole";

    private static readonly ProductName Product = "crash/run";

    private static readonly RunOptions Monday = new() { IdempotencyKey = "monday", Reason = "the week begins" };

    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Fault> Faults => [Fault.ShortWrite, Fault.AnswerLost, Fault.Died, Fault.DiedAfter];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ports_that_are_read_as_of_one_run_belong_together_whatever_is_published_later()
    {
        await using Mesh mesh = Open();
        RunResult first = await PublishAsync(mesh, 1, Monday), second = await PublishAsync(mesh, 2, new() { IdempotencyKey = "tuesday" });
        await mesh.Output<CrashRow>(Whole).PublishAsync(Rows(3), cancellationToken: Cancel);
        IDataMesh consumer = mesh.As("finance");

        List<ProductRun> runs = await Streams.ToListAsync(consumer.ListRunsAsync(Product, cancellationToken: Cancel));

        Assert.Equal([second.Id, first.Id], runs.Select(r => r.Id));
        Assert.Equal([$"{Keyed}@1", $"{Log}@1", $"{Whole}@1"], runs[0].Snapshots.Keys.Select(p => p.ToString()).Order(StringComparer.Ordinal));
        Assert.All(runs[1].Snapshots, s => Assert.Equal(first.Ports[s.Key].Snapshot.Id, s.Value));
        Assert.Equal((long[])[1, 1, 1], await OperationsAsync(consumer, first.Id));
        Assert.Equal((long[])[2, 2, 2], await OperationsAsync(consumer, second.Id));
        Assert.Equal("the week begins", first.Ports[new PortReference(Log, 1)].Snapshot.Reason);
        IInputPort log = (await consumer.OpenAsync(Log, cancellationToken: Cancel)).AsOfRun(first.Id), whole = (await consumer.OpenAsync(Whole, cancellationToken: Cancel)).AsOfRun(first.Id);
        Assert.Equal(5, await consumer.QueryScalarAsync<long>($"select count(*) from {log} l join {whole} w on l.id = w.id and l.operation = w.operation", Cancel));
    }

    [Fact]
    public async Task The_run_of_a_publish_to_one_port_is_read_as_well()
    {
        await using Mesh mesh = Open();
        PublishResult first = await mesh.Output<CrashRow>(Whole).PublishAsync(Rows(1), cancellationToken: Cancel);
        await mesh.Output<CrashRow>(Whole).PublishAsync(Rows(2), cancellationToken: Cancel);

        Assert.Equal(1, await OperationAsync(mesh, Whole, first.Run!.Value));
        DataMeshException absent = await Assert.ThrowsAsync<DataMeshException>(() => OperationAsync(mesh, Whole, Guid.CreateVersion7()));

        Assert.Equal(DataMeshErrorKind.NotFound, absent.Kind);
        Assert.Empty(await Streams.ToListAsync(mesh.ListRunsAsync(Product, cancellationToken: Cancel)));
    }

    [Fact]
    public async Task When_the_gate_of_one_port_is_closed_no_port_has_rows_and_no_file_stays()
    {
        await using Mesh mesh = Open(p => p.Expect(r => r.RowCount(atLeast: 6)));

        await Assert.ThrowsAsync<QualityGateException>(() => PublishAsync(mesh, 1, Monday));

        foreach (string port in (string[])[Log, Keyed, Whole])
            Assert.Empty(await Streams.ToListAsync((await mesh.OpenAsync<CrashRow>(port, cancellationToken: Cancel)).ReadAsync(Cancel)));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.parquet", SearchOption.AllDirectories));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Whatever_call_goes_wrong_readers_as_of_the_run_see_all_of_it_or_nothing_and_the_same_run_again_completes_it(Fault fault)
    {
        InMemoryObjectStore basis = new();
        await using (Mesh mesh = Open(new FaultPointStore(basis)))
            await PublishAsync(mesh, 1, new RunOptions { IdempotencyKey = "before" });
        int points = await AttemptAsync(new FaultPointStore(await FaultPointStore.CopyAsync(basis, Cancel), fault)), struck = 0, partly = 0;

        await Parallel.ForEachAsync(Enumerable.Range(1, points), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = Cancel }, async (point, _) =>
        {
            string where = $"{fault} at call {point} of {points}";
            InMemoryObjectStore inner = await FaultPointStore.CopyAsync(basis, Cancel);
            FaultPointStore store = new(inner, fault, point);
            await AttemptAsync(store);
            // When the catalog looks for what others have registered depends on the time, so a run may make a call or two less.
            if (!store.HasStruck)
                return;
            Interlocked.Increment(ref struck);

            await using Mesh mesh = Open(new FaultPointStore(inner));
            int changed = 0;
            Guid? partial = null;
            foreach (string port in (string[])[Log, Keyed, Whole])
                if (await mesh.Output<CrashRow>(port).LogAsync(Cancel).FirstAsync(Cancel) is { Snapshot.Reason: { } } entry)
                    (changed, partial) = (changed + 1, entry.Run);
            List<ProductRun> runs = await Streams.ToListAsync(mesh.ListRunsAsync(Product, cancellationToken: Cancel));
            Assert.True(runs.Count == 1 || changed == 3, $"{where}: the run is listed, and {changed} ports have changed");
            if (runs.Count == 1 && partial is Guid run)
            {
                Interlocked.Increment(ref partly);
                foreach (string port in (string[])[Log, Keyed, Whole])
                    Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => OperationAsync(mesh, port, run))).Kind);
            }
            Assert.Equal((long[])[1, 1, 1], await OperationsAsync(mesh, runs[^1].Id));

            RunResult again = await PublishAsync(mesh, 2, Monday);

            Assert.True(partial is null || partial == again.Id, where);
            Assert.Equal((long[])[2, 2, 2], await OperationsAsync(mesh, again.Id));
            Assert.Equal([again.Id, runs[^1].Id], (await Streams.ToListAsync(mesh.ListRunsAsync(Product, cancellationToken: Cancel))).Select(r => r.Id));
            Assert.Equal(10, (await Streams.ToListAsync((await mesh.OpenAsync<CrashRow>(Log, cancellationToken: Cancel)).ReadAsync(Cancel))).Count);
        });

        TestContext.Current.TestOutputHelper?.WriteLine("{0} of {1} calls, each hit once; {2} left a run between its ports", struck, points, partly);
        Assert.InRange(struck, points - 5, points);
        Assert.True(partly > 0, "no fault left a run between its ports");
    }

    [Fact]
    public async Task A_run_that_is_complete_reads_no_rows_when_it_is_repeated_and_its_key_is_for_its_ports_only()
    {
        await using Mesh mesh = Open();
        RunResult first = await PublishAsync(mesh, 1, Monday);

        RunResult again = await mesh.PublishRunAsync(run => run.Publish(Whole, Unread()).Publish(Log, Unread()).Publish(Keyed, Unread()), Monday, Cancel);
        DataMeshException others = await Assert.ThrowsAsync<DataMeshException>(() => mesh.PublishRunAsync(run => run.Publish(Log, Rows(2)).Publish(Keyed, Rows(2)), Monday, Cancel));
        await mesh.Output<CrashRow>(Log).PublishAsync(Rows(3), new PublishOptions { IdempotencyKey = "alone" }, Cancel);
        DataMeshException alone = await Assert.ThrowsAsync<DataMeshException>(() => mesh.PublishRunAsync(run => run.Publish(Log, Rows(2)).Publish(Keyed, Rows(2)), new RunOptions { IdempotencyKey = "alone" }, Cancel));

        Assert.Equal((first.Id, true), (again.Id, again.WasAlreadyPublished));
        Assert.Equal(first.Ports.Values.Select(p => p.Snapshot.Id).Order(), again.Ports.Values.Select(p => p.Snapshot.Id).Order());
        Assert.All((DataMeshException[])[others, alone], refused => Assert.Equal(DataMeshErrorKind.InvalidRequest, refused.Kind));
    }

    [Fact]
    public async Task A_port_that_another_process_replaces_in_between_leaves_the_run_incomplete_and_says_which_ports_have_rows()
    {
        await using Mesh mesh = Open(), other = Open();

        CommitConflictException conflict = await Assert.ThrowsAsync<CommitConflictException>(() => mesh.PublishRunAsync(run => run.Publish(Log, Rows(1)).Publish(Whole, Interrupted()), Monday, Cancel));
        Guid half = (await mesh.Output<CrashRow>(Log).LogAsync(Cancel).FirstAsync(Cancel)).Run!.Value;
        DataMeshException unfinished = await Assert.ThrowsAsync<DataMeshException>(() => OperationAsync(mesh, Log, half));
        RunResult again = await mesh.PublishRunAsync(run => run.Publish(Log, Unread()).Publish(Whole, Rows(1)), Monday, Cancel);

        Assert.Contains($"'{Log}@1' has its rows", conflict.Message, StringComparison.Ordinal);
        Assert.Equal(DataMeshErrorKind.NotFound, unfinished.Kind);
        Assert.Equal((half, false), (again.Id, again.WasAlreadyPublished));
        Assert.Equal((1, 1), (await OperationAsync(mesh, Log, half), await OperationAsync(mesh, Whole, half)));

        async IAsyncEnumerable<CrashRow> Interrupted()
        {
            foreach (CrashRow row in Rows(1))
                yield return row;
            await other.Output<CrashRow>(Whole).PublishAsync(Rows(9), cancellationToken: Cancel);
        }
    }

    [Fact]
    public async Task Of_attempts_under_one_key_at_the_same_time_one_makes_the_run()
    {
        await using Mesh one = Open(), two = Open();

        RunResult[] results = await Task.WhenAll(((Mesh[])[one, two, one, two]).Select(mesh => Task.Run(async () =>
        {
            while (true)
                try
                {
                    return await PublishAsync(mesh, 1, Monday);
                }
                catch (CommitConflictException)
                {
                    // As its message says: again, under the same key.
                }
        }, Cancel)));

        Guid run = Assert.Single(results.Select(r => r.Id).Distinct());
        Assert.Equal((long[])[1, 1, 1], await OperationsAsync(one, run));
        Assert.Equal(5, (await Streams.ToListAsync((await one.OpenAsync<CrashRow>(Log, cancellationToken: Cancel)).ReadAsync(Cancel))).Count);
    }

    [Fact]
    public async Task Two_major_versions_of_a_port_are_published_by_one_run()
    {
        await using Mesh mesh = _folder.Open(m => m.AddDomain("crash", d => d.AddProduct("run", p => p
            .Output<CrashRow>("log", o => o.Mode(PublishMode.Replace))
            .Output<OrderLine>("log", o => o.Version("2.0.0").Mode(PublishMode.Replace)))));

        RunResult result = await mesh.PublishRunAsync(run => run.Publish(Log, Rows(1)).Publish(Log, [new OrderLine { Id = 1, Customer = "ann@example.com", Amount = 5 }]), Monday, Cancel);

        Assert.Equal([$"{Log}@1", $"{Log}@2"], result.Ports.Keys.Select(p => p.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(1, await OperationAsync(mesh, $"{Log}@1", result.Id));
        Assert.Equal(5m, Assert.Single(await Streams.ToListAsync((await mesh.OpenAsync<Amount>($"{Log}@2", cancellationToken: Cancel)).AsOfRun(result.Id).ReadAsync(Cancel))).Value);
    }

    [Fact]
    public async Task A_run_shows_the_ports_that_may_be_read_only_and_nothing_to_strangers()
    {
        await using Mesh mesh = Open(p => p.Grant("support", g => g.ToDomain("support").For("complaints")));
        RunResult run = await PublishAsync(mesh, 1, Monday);

        ProductRun seen = Assert.Single(await Streams.ToListAsync(mesh.As("support").ListRunsAsync(Product, "complaints", Cancel)));

        Assert.Equal((run.Id, $"{Whole}@1"), (seen.Id, Assert.Single(seen.Snapshots).Key.ToString()));
        Assert.Empty(await Streams.ToListAsync(mesh.As("support").ListRunsAsync(Product, cancellationToken: Cancel)));
        Assert.Empty(await Streams.ToListAsync(mesh.As("strangers").ListRunsAsync(Product, cancellationToken: Cancel)));
        Assert.Empty(await Streams.ToListAsync(mesh.As("support").ListRunsAsync("crash/nothing", cancellationToken: Cancel)));
    }

    [Fact]
    public async Task A_run_names_declared_ports_of_one_product_once_each()
    {
        await using Mesh mesh = Open();

        foreach (Action<RunBuilder> wrong in (Action<RunBuilder>[])[_ => { }, run => run.Publish(Log, Rows(1)).Publish(Log, Rows(2)), run => run.Publish(Log, Rows(1)).Publish("crash/other/rows", Rows(1)), run => run.Publish(Log, Array.Empty<OrderLine>())])
            await Assert.ThrowsAsync<ArgumentException>(() => mesh.PublishRunAsync(wrong, Monday, Cancel));
        await Assert.ThrowsAsync<PortNotFoundException>(() => mesh.PublishRunAsync(run => run.Publish("crash/run/nothing", Rows(1)), Monday, Cancel));
        Assert.Throws<ArgumentException>(() => new RunOptions { IdempotencyKey = " " });
        Assert.Throws<ArgumentException>(() => SnapshotSelector.OfRun(Guid.Empty));
    }

    private static async Task<int> AttemptAsync(FaultPointStore store)
    {
        await using Mesh mesh = Open(store);
        await mesh.RegisterAsync(Cancel);
        store.Arm();
        try
        {
            await PublishAsync(mesh, 2, Monday);
        }
        catch (Exception error) when (error is DataMeshException or ProcessDiedException)
        {
        }
        return store.Calls;
    }

    private static Task<RunResult> PublishAsync(Mesh mesh, long operation, RunOptions options) =>
        mesh.PublishRunAsync(run => run.Publish(Log, Rows(operation)).Publish(Whole, Rows(operation)).Publish(Keyed, Rows(operation).ToAsyncEnumerable()), options, Cancel);

    private static async Task<List<long>> OperationsAsync(IDataMesh mesh, Guid run) => [await OperationAsync(mesh, Log, run), await OperationAsync(mesh, Keyed, run), await OperationAsync(mesh, Whole, run)];

    // What the newest rows as of a run were written by.
    private static async Task<long> OperationAsync(IDataMesh mesh, PortReference port, Guid run) =>
        (await Streams.ToListAsync((await mesh.OpenAsync<CrashRow>(port, cancellationToken: Cancel)).AsOfRun(run).ReadAsync(Cancel))).Max(r => r.Operation);

    private Mesh Open(Action<OutputPortBuilder<CrashRow>>? whole = null) => _folder.Open(m => Declare(m, whole));

    private static Mesh Open(ObjectStore store) => Mesh.Create(m =>
    {
        m.Services.AddSingleton<TimeProvider>(new HurriedTime(TimeSpan.Zero));
        m.Use<ObjectStore>("UseFaultPoints", _ => store);
        Declare(m, null);
    });

    private static void Declare(IDataMeshBuilder mesh, Action<OutputPortBuilder<CrashRow>>? whole) => mesh.AddDomain("crash", d => d
        .AddProduct("other", p => p.Output<CrashRow>("rows", _ => { }))
        .AddProduct("run", p => p
            .Output<CrashRow>("log", o => o.Mode(PublishMode.Append).Grant("finance", g => g.ToDomain("finance")))
            .Output<CrashRow>("keyed", o => o.Mode(PublishMode.Upsert).Grant("finance", g => g.ToDomain("finance")))
            .Output<CrashRow>("whole", o =>
            {
                o.Mode(PublishMode.Replace).Grant("finance", g => g.ToDomain("finance"));
                whole?.Invoke(o);
            })));

    private static IEnumerable<CrashRow> Rows(long operation) => Enumerable.Range(0, 5).Select(i => new CrashRow { Id = i, Operation = operation });

    private static IEnumerable<CrashRow> Unread() => Enumerable.Range(0, 1).Select(CrashRow (_) => throw new InvalidOperationException("The rows of a port that has them are read again."));
}
