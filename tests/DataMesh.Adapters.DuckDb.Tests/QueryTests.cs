using System.Collections.Concurrent;
using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

public sealed class QueryTests
{
    private static readonly DuckDbQueryEngine Engine = new(new DuckDbOptions { Threads = 2 });

    private static TestRelation Orders(int rows = 10_000) => TestRelation.Of("orders", 999,
        ("id", Sql.Type(Kind.Int64), Sql.Longs(Enumerable.Range(0, rows).Select(i => (long)i))),
        ("customer", Sql.Type(Kind.Int64), Sql.Longs(Enumerable.Range(0, rows).Select(i => (long)(i % 7)))),
        ("note", Sql.Type(Kind.String), Sql.Strings(Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? null : $"note number {i}"))));

    private static TestRelation Customers() => TestRelation.Of("customers", 3,
        ("id", Sql.Type(Kind.Int64), Sql.Longs([0, 1, 2, 3, 4, 5, 6])),
        ("name", Sql.Type(Kind.String), Sql.Strings(["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", null])));

    [Fact]
    public async Task Two_relations_join()
    {
        List<string> rows = await Engine.RowsAsync("select c.name, count(*), sum(o.id) from orders o join customers c on c.id = o.customer group by c.name order by c.name nulls last limit 2",
            Orders(), Customers());

        Assert.Equal(["Ann|1429|7142142", "Bob|1429|7143571"], rows);
    }

    [Fact]
    public async Task A_self_join_reads_the_relation_twice_and_finds_every_row()
    {
        TestRelation orders = Orders();

        List<string> rows = await Engine.RowsAsync("select count(*) from orders a join orders b on a.id = b.id", orders);

        Assert.Equal(["10000"], rows);
        Assert.Equal(2, orders.Opened);
        Assert.Equal(0, orders.Open);
    }

    [Fact]
    public async Task A_common_table_expression_may_be_used_twice()
    {
        List<string> rows = await Engine.RowsAsync(
            "with late as (select id from orders where id >= 9000) select count(*), sum(a.id - b.id) from late a join late b on a.id = b.id", Orders());

        Assert.Equal(["1000|0"], rows);
    }

    [Fact]
    public async Task One_thread_is_enough_for_many_scans_of_one_relation()
    {
        using DuckDbQueryEngine single = new(new DuckDbOptions { Threads = 1 });

        List<string> rows = await single.RowsAsync("""
            with t as not materialized (select id from orders)
            select count(*) from t a join t b using (id) join t c using (id) join orders d using (id) where exists (select 1 from orders e where e.id = a.id)
            """, Orders());

        Assert.Equal(["10000"], rows);
    }

    [Theory]
    [InlineData("select count(*) from big join small on big.id = small.id")]
    [InlineData("select count(*) from small join big on big.id = small.id")]
    public async Task The_smaller_side_of_a_join_is_read_first(string sql)
    {
        ConcurrentQueue<string> opened = [];
        TestRelation big = Numbers("big", 5_000, opened), small = Numbers("small", 5, opened);

        Assert.Equal(["5"], await Engine.RowsAsync(sql, big, small));
        Assert.Equal(["small", "big"], opened);
    }

    private static TestRelation Numbers(string name, int rows, ConcurrentQueue<string> opened)
    {
        TrackedBatches batches = new();
        return new(name, TrackedBatches.Schema, (_, token) => batches.Numbers(rows, 1, token)) { Estimate = rows, OnOpen = () => opened.Enqueue(name) };
    }

    [Fact]
    public async Task Only_the_columns_a_statement_reads_are_opened()
    {
        TestRelation orders = Orders();

        await Engine.RowsAsync("select sum(customer) from orders where id > 5", orders);

        Assert.Equal(["customer", "id"], Assert.Single(orders.Projections).Order());
    }

    [Fact]
    public async Task Rows_are_counted_without_reading_every_column()
    {
        TestRelation orders = Orders();

        List<string> rows = await Engine.RowsAsync("select count(*) from orders", orders);

        Assert.Equal(["10000"], rows);
        Assert.True(Assert.Single(orders.Projections).Count <= 1);
    }

    [Fact]
    public async Task Names_that_are_key_words_work_when_they_are_quoted()
    {
        TestRelation relation = TestRelation.Of("order", 10, ("select", Sql.Type(Kind.Int64), Sql.Longs([1, 2])));

        Assert.Equal(["3"], await Engine.RowsAsync("select sum(\"select\") from \"order\"", relation));
    }

    [Fact]
    public async Task Results_come_in_batches_of_the_size_asked_for()
    {
        await using QueryRun run = await Engine.StartAsync(new QueryPlan { Sql = "select id, note from orders", Relations = [Orders()], BatchRows = 3_000 },
            TestContext.Current.CancellationToken);
        List<int> lengths = [];
        long sum = 0;

        await foreach (RecordBatch batch in run.ReadAsync(TestContext.Current.CancellationToken))
            using (batch)
            {
                lengths.Add(batch.Length);
                for (int i = 0; i < batch.Length; i++)
                {
                    long id = ((Int64Array)batch.Column(0)).GetValue(i)!.Value;
                    sum += id;
                    Assert.Equal(id % 3 == 0 ? "null" : $"note number {id}", Sql.Text(batch.Column(1), i));
                }
            }

        Assert.Equal([3_000, 3_000, 3_000, 1_000], lengths);
        Assert.Equal(49_995_000, sum);
    }

    [Fact]
    public async Task An_empty_result_has_columns_and_no_batches()
    {
        await using QueryRun run = await Engine.StartAsync(new QueryPlan { Sql = "select id, note from orders where id < 0", Relations = [Orders()] }, TestContext.Current.CancellationToken);

        Assert.Equal(["id", "note"], run.Schema.FieldsList.Select(field => field.Name));
        Assert.Empty(await run.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_result_is_read_once()
    {
        await using QueryRun run = await Engine.StartAsync(new QueryPlan { Sql = "select 1" }, TestContext.Current.CancellationToken);
        _ = run.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Throws<InvalidOperationException>(() => run.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Statements_run_in_parallel_without_disturbing_each_other()
    {
        TestRelation orders = Orders();
        List<string>[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            Engine.RowsAsync($"select count(*), sum(a.id) from orders a join orders b using (id) where a.customer = {i}", orders)));

        Assert.Equal(["1429|7142142", "1429|7143571", "1429|7145000", "1429|7146429"], results.Select(rows => rows.Single()));
        Assert.Equal(0, orders.Open);
    }
}
