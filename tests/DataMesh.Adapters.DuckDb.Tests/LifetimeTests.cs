using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

public sealed class LifetimeTests
{
    private static readonly DuckDbQueryEngine Engine = new(new DuckDbOptions { Threads = 2 });

    private readonly TrackedBatches _batches = new();

    [Fact]
    public async Task Cancelling_a_running_statement_ends_its_scans()
    {
        using CancellationTokenSource cancel = new();
        TestRelation endless = _batches.Relation("endless");

        Task<QueryRun> start = Engine.StartAsync(new QueryPlan { Sql = "select count(*) from endless a join (select max(id) as id from endless) b using (id)", Relations = [endless] }, cancel.Token);
        await _batches.Many;
        await cancel.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Equal(cancel.Token, cancelled.CancellationToken);
        AssertNothingIsLeft(endless);
    }

    [Fact]
    public async Task Cancelling_ends_a_statement_that_reads_nothing()
    {
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Engine.RowsAsync("select count(*) from range(1000000000) a, range(1000000000) b where (a.range * b.range) % 7 = 1", [], [], cancel.Token));
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_relation_that_never_answers()
    {
        using CancellationTokenSource cancel = new();
        TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TestRelation silent = new("silent", TrackedBatches.Schema, (_, token) => Wait(token));

        Task<List<string>> rows = Engine.RowsAsync("select sum(id) from silent", [silent], [], cancel.Token);
        await opened.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rows);
        AssertNothingIsLeft(silent);

        async IAsyncEnumerable<RecordBatch> Wait([EnumeratorCancellation] CancellationToken token)
        {
            opened.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            yield break;
        }
    }

    [Fact]
    public async Task Cancelling_the_reading_ends_the_statement()
    {
        using CancellationTokenSource cancel = new();
        TestRelation endless = _batches.Relation("endless");
        await using QueryRun run = await Engine.StartAsync(new QueryPlan { Sql = "select id from endless", Relations = [endless] }, TestContext.Current.CancellationToken);

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (RecordBatch batch in run.ReadAsync(cancel.Token))
            {
                batch.Dispose();
                await cancel.CancelAsync();
            }
        });

        Assert.Equal(cancel.Token, cancelled.CancellationToken);
        AssertNothingIsLeft(endless);
    }

    [Fact]
    public async Task A_cancelled_token_starts_nothing()
    {
        TestRelation endless = _batches.Relation("endless");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Engine.StartAsync(new QueryPlan { Sql = "select id from endless", Relations = [endless] }, new CancellationToken(true)));

        Assert.Equal(0, endless.Opened);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disposing_a_run_ends_everything_it_reads(bool asynchronously)
    {
        TestRelation endless = _batches.Relation("endless");
        QueryRun run = await Engine.StartAsync(new QueryPlan { Sql = "select a.id from endless a", Relations = [endless] }, TestContext.Current.CancellationToken);

        if (asynchronously)
            await run.DisposeAsync();
        else
            run.Dispose();

        AssertNothingIsLeft(endless);
        await run.DisposeAsync();
    }

    [Fact]
    public async Task Leaving_the_loop_ends_the_statement()
    {
        TestRelation endless = _batches.Relation("endless");
        await using QueryRun run = await Engine.StartAsync(new QueryPlan { Sql = "select id from endless", Relations = [endless], BatchRows = 100 }, TestContext.Current.CancellationToken);

        await foreach (RecordBatch batch in run.ReadAsync(TestContext.Current.CancellationToken))
            using (batch)
                break;

        AssertNothingIsLeft(endless);
    }

    [Fact]
    public async Task A_limit_closes_scans_that_have_more()
    {
        TestRelation endless = _batches.Relation("endless");

        List<string> rows = await Engine.RowsAsync("select id from endless limit 3", endless);

        Assert.Equal(["0", "1", "2"], rows);
        AssertNothingIsLeft(endless);
    }

    [Fact]
    public async Task The_exception_of_a_relation_reaches_the_caller_as_it_is()
    {
        PolicyDeniedException denied = new("no longer allowed");
        TestRelation failing = new("failing", TrackedBatches.Schema, (_, _) => Fail());

        Exception seen = await Assert.ThrowsAnyAsync<Exception>(() => Engine.RowsAsync("select count(*) from failing a join failing b using (id)", failing));

        Assert.Same(denied, seen);
        AssertNothingIsLeft(failing);

        async IAsyncEnumerable<RecordBatch> Fail()
        {
            yield return _batches.Next(0, 100);
            await Task.Yield();
            throw denied;
        }
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_a_result_reaches_the_reader_after_the_rows_before_it()
    {
        TestRelation failing = new("failing", TrackedBatches.Schema, (_, _) => Fail());
        await using QueryRun run = await Engine.StartAsync(new QueryPlan { Sql = "select id from failing", Relations = [failing], BatchRows = 1_000 }, TestContext.Current.CancellationToken);
        int rows = 0;

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (RecordBatch batch in run.ReadAsync(TestContext.Current.CancellationToken))
                using (batch)
                    rows += batch.Length;
        });

        Assert.InRange(rows, 1, 2_000_000);
        AssertNothingIsLeft(failing);

        async IAsyncEnumerable<RecordBatch> Fail()
        {
            for (int i = 0; i < 1_000; i++)
                yield return _batches.Next(i, 2_000);
            await Task.Yield();
            throw new InvalidDataException("broken");
        }
    }

    [Fact]
    public async Task Batches_in_flight_stay_few_however_many_rows_a_relation_has()
    {
        TestRelation big = _batches.Relation("big", rows: 20_000, batches: 500);

        List<string> rows = await Engine.RowsAsync("select count(*) from big a join big b on a.id = b.id where b.id % 1000 = 0", big);

        Assert.Equal(["10000"], rows);
        // Two scans, each with two batches ahead, one in work and one being made.
        Assert.InRange(_batches.Most, 1, 8);
        AssertNothingIsLeft(big);
    }

    [Fact]
    public async Task Rows_that_do_not_fit_in_memory_are_spilled_and_the_spill_folder_goes_away()
    {
        string folder = Directory.CreateTempSubdirectory("duckdb-spill-test").FullName;
        try
        {
            using DuckDbQueryEngine small = new(new DuckDbOptions { Threads = 1, MemoryLimitBytes = 64L << 20, SpillFolder = folder });
            List<string> rows = await small.RowsAsync("select count(*), sum(n) from (select id, md5(id::varchar) as hash, count(*) as n from big group by all)", _batches.Relation("big", 20_000, 75));

            Assert.Equal(["1500000|1500000"], rows);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void AssertNothingIsLeft(TestRelation relation)
    {
        Assert.Equal(0, relation.Open);
        Assert.Equal(0, _batches.Alive);
        Assert.Equal(0, _batches.DisposedTwice);
    }
}
