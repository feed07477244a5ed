using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>Statements that would never end, on every lane, and more statements than may run.</summary>
public sealed class LimitTests : IDisposable
{
    private const string Endless = "select sum(a.id * b.range % 7) from orders a, range(1000000000000) b";

    // Far above the limits that are tested, far below for ever.
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly OrderFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(Lane.Batches)]
    [InlineData(Lane.Files)]
    [InlineData(Lane.Guard)]
    public async Task A_statement_past_its_deadline_is_stopped(Lane lane)
    {
        using DuckDbQueryEngine engine = new(new DuckDbOptions { TimeLimit = TimeSpan.FromMilliseconds(300), Threads = 2 });

        DataMeshException late = await Assert.ThrowsAsync<DataMeshException>(() => engine.RowsAsync(Endless, _files.Relation(lane)).WaitAsync(s_hang, TestContext.Current.CancellationToken));

        Assert.Equal(DataMeshErrorKind.LimitExceeded, late.Kind);
        Assert.Contains("TimeLimit", late.Message, StringComparison.Ordinal);
        Assert.Equal(["20"], await new DuckDbQueryEngine().RowsAsync("select count(*) from orders", _files.Relation(lane)));
    }

    [Fact]
    public async Task A_statement_that_waits_for_the_guard_is_stopped_at_its_deadline()
    {
        using DuckDbQueryEngine engine = new(new DuckDbOptions { TimeLimit = TimeSpan.FromMilliseconds(500), Threads = 2 });
        using LargeFile large = new();

        DataMeshException late = await Assert.ThrowsAsync<DataMeshException>(() =>
            engine.RowsAsync("select max(text) from large", large.Relation()).WaitAsync(s_hang, TestContext.Current.CancellationToken));

        Assert.Equal((DataMeshErrorKind.LimitExceeded, ""), (late.Kind, late.Kind == DataMeshErrorKind.LimitExceeded ? "" : late.ToString()));
        Assert.Equal(["1"], await engine.RowsAsync("select 1"));
    }

    [Fact]
    public async Task Cancelling_stops_the_guard()
    {
        using DuckDbQueryEngine engine = new(new DuckDbOptions { Threads = 2 });
        using LargeFile large = new();
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.RowsAsync("select max(text) from large", [large.Relation()], [], cancel.Token).WaitAsync(s_hang, TestContext.Current.CancellationToken));

        Assert.Equal(["20"], await engine.RowsAsync("select count(*) from orders", _files.Relation(Lane.Guard)));
    }

    [Theory]
    [InlineData(Lane.Batches)]
    [InlineData(Lane.Files)]
    [InlineData(Lane.Guard)]
    public async Task The_time_counts_until_the_last_row_is_read(Lane lane)
    {
        using DuckDbQueryEngine engine = new(new DuckDbOptions { TimeLimit = TimeSpan.FromMilliseconds(300) });

        DataMeshException late = await Assert.ThrowsAsync<DataMeshException>(async () =>
        {
            await using QueryRun run = await engine.StartAsync(new QueryPlan { Sql = "select a.id from orders a, range(1000000000) b", Relations = [_files.Relation(lane)] }, TestContext.Current.CancellationToken);
            await foreach (RecordBatch batch in run.ReadAsync(TestContext.Current.CancellationToken))
                batch.Dispose();
        }).WaitAsync(s_hang, TestContext.Current.CancellationToken);

        Assert.Equal(DataMeshErrorKind.LimitExceeded, late.Kind);
    }

    [Fact]
    public async Task A_statement_too_many_waits_for_its_turn_and_gives_up_in_time()
    {
        using DuckDbQueryEngine engine = new(new DuckDbOptions { MaximumStatements = 1, MaximumWait = TimeSpan.FromMilliseconds(50) });
        QueryRun first = await engine.StartAsync(new QueryPlan { Sql = "select a.id from orders a, range(1000000) b", Relations = [_files.Relation(Lane.Batches)] }, TestContext.Current.CancellationToken);

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => engine.RowsAsync("select 1"));
        await first.DisposeAsync();

        Assert.Equal(DataMeshErrorKind.LimitExceeded, refused.Kind);
        Assert.Contains("MaximumStatements", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], await engine.RowsAsync("select 1"));
    }

    [Fact]
    public async Task Many_statements_share_a_guard_and_each_gets_its_own_rows()
    {
        using DuckDbQueryEngine engine = new(new DuckDbOptions { Threads = 2 });

        List<string>[] all = await Task.WhenAll(Enumerable.Range(0, 24).Select(i =>
            engine.RowsAsync($"select count(*), min(name) from orders where id >= {i % 20}", _files.Relation(i % 3 == 0 ? Lane.Files : Lane.Guard))));

        Assert.Equal(Enumerable.Range(0, 24).Select(i => $"{20 - i % 20}|{Enumerable.Range(i % 20, 20 - i % 20).Select(n => $"{n}-visible").Min(StringComparer.Ordinal)}"), all.Select(rows => rows[0]));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new DuckDbQueryEngine(new DuckDbOptions { TimeLimit = TimeSpan.Zero }));
        Assert.Throws<ArgumentException>(() => new DuckDbQueryEngine(new DuckDbOptions { MaximumWait = TimeSpan.FromSeconds(-1) }));
        Assert.Throws<ArgumentException>(() => new DuckDbQueryEngine(new DuckDbOptions { MaximumStatements = 0 }));
    }
}
