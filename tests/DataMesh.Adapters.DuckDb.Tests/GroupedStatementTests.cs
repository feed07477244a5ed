using CsCheck;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>Statements that only group: the guard groups parts of the files, the statement's instance the parts' groups. DuckDB alone, over a file of the visible rows, says what is right.</summary>
public sealed class GroupedStatementTests : IDisposable
{
    private static readonly QueryParameter[] s_parameters = [Sql.Parameter("least", PhysicalTypeKind.Int64, 3L), Sql.Parameter("text", PhysicalTypeKind.String, "status-of-many-1")];

    private readonly DuckDbQueryEngine _engine = new(new DuckDbOptions { Threads = 2 });
    private readonly SqlGate _gate = new();
    private readonly GroupedFiles _few = new(3_000);

    public void Dispose()
    {
        _engine.Dispose();
        _gate.Dispose();
        _few.Dispose();
    }

    [Theory]
    [InlineData("select status, count(*) as n, sum(quantity)::bigint as q, min(id) as low, max(id) as high from t group by status", "CountRows(*) Sum(quantity) Min(id) Max(id)")]
    [InlineData("select count(*) from t", "CountRows(*)")]
    [InlineData("select sum(amount), count(note), count(note) * 2 from t as x where x.quantity > 3", "Sum(amount) Count(note)")]
    [InlineData("select name from t group by 1 order by 1 limit 3", "")]
    [InlineData("select status as s, day, max(ratio) from t group by s, day having count(*) > $least order by s desc nulls last, 3, day", "Max(ratio) CountRows(*)")]
    [InlineData("select upper(status) as status, flag, count(*) from t group by status, flag", "CountRows(*)")]
    [InlineData("select flag, sum(quantity) as quantity from t group by all", "Sum(quantity)")]
    [InlineData("select distinct flag, min(name) over_all from t where status = $text and seen >= timestamp '2001-01-01 00:10:00' group by flag", "Min(name)")]
    [InlineData("select case when count(*) > 5 then 'many' else status end from t group by status order by case when max(id) > 7 then 1 else 2 end, status", "CountRows(*) Max(id)")]
    public async Task A_statement_that_only_groups_is_answered_by_groups_of_parts(string sql, string aggregates)
    {
        Assert.Equal(aggregates, string.Join(' ', Read(sql)!.Aggregates));

        await AssertSameAsync(sql, _few);
    }

    [Theory]
    [InlineData("select id, quantity from t")]
    [InlineData("select avg(quantity) from t")]
    [InlineData("select sum(ratio) from t")]
    [InlineData("select sum(wide) from t")]
    [InlineData("select count(distinct status) from t")]
    [InlineData("select sum(quantity) filter (where id > 4) from t")]
    [InlineData("select string_agg(status, ',' order by id) from t")]
    [InlineData("select string_agg(status, ',') from t group by status")]
    [InlineData("select max(status || 'x') from t")]
    [InlineData("select max(id, 2) from t")]
    [InlineData("select day + 1, count(*) from t group by day + 1")]
    [InlineData("select status, count(*) from t group by rollup (status)")]
    [InlineData("select status, grouping(status), count(*) from t group by status")]
    [InlineData("select status, sum(count(*)) over () from t group by status")]
    [InlineData("select status, count(*) from t where quantity + 1 > 4 group by status")]
    [InlineData("select status, count(*) from t where flag group by status")]
    [InlineData("select status, count(*) from t where quantity > 4 or id > 4 group by status")]
    [InlineData("select a.status, count(*) from t a join t b using (id) group by a.status")]
    [InlineData("select status, count(*) from (select * from t) group by status")]
    [InlineData("with x as (select 1) select status, count(*) from t group by status")]
    [InlineData("select status, count(*) from t group by status union all select 'x', 1")]
    [InlineData("select count(*) from t using sample 10 rows")]
    [InlineData("select count(*) as __dm_0 from t")]
    [InlineData("select count(*) as n, n + 1 from t")]
    [InlineData("select status, (select 1) from t group by status")]
    [InlineData("select columns(*) from t group by all")]
    [InlineData("select status, max(id) as quantity from t group by status order by sum(quantity)")]
    [InlineData("select status from t group by status order by all")]
    public void A_statement_that_does_more_gets_the_rows(string sql) => Assert.Null(Read(sql));

    [Fact]
    public async Task Any_statement_of_groups_gives_what_it_gives_over_the_visible_rows_alone()
    {
        string[] columns = ["id", "status", "name", "note", "quantity", "amount", "day", "seen", "flag", "ratio"];
        Gen<string> aggregate = Gen.Select(OneOf("count", "min", "max", "sum"), OneOf(columns), (function, column) =>
            function == "sum" && column is not ("id" or "quantity" or "amount") ? "count(*)" : $"{function}({column})");
        Gen<string> condition = OneOf("", "where quantity > 3", "where status = $text", "where name in ('n1******', 'n2*****')", "where note = 'note'", "where id between 7919 and 7919000 and 10 < quantity",
            "where day >= date '1970-01-01'", "where quantity > 4000000000", "where seen < timestamp '2001-01-01 00:30:00' and status in ('status-of-many-3', 'none')");
        Gen<string> statement = Gen.Select(OneOf(columns).Array[0, 2], aggregate.Array[1, 4], condition, OneOf("", "having count(*) > $least"), (groups, aggregates, where, having) =>
        {
            string[] keys = [.. groups.Distinct()];
            string by = keys.Length == 0 ? "" : $"group by {string.Join(", ", keys)} {having}";
            return $"select {string.Join(", ", [.. keys, .. aggregates.Select((a, i) => i % 2 == 0 ? $"{a} as a{i}" : a)])} from t {where} {by}";
        });
        int grouped = 0;

        await statement.SampleAsync(async sql =>
        {
            grouped += Read(sql) is null ? 0 : 1;
            await AssertSameAsync(sql, _few);
        }, iter: 200, threads: 1);

        Assert.Equal(200, grouped);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Groups_that_are_hardly_fewer_than_the_rows_are_right_as_well(int threads)
    {
        using DuckDbQueryEngine engine = new(new DuckDbOptions { Threads = threads });
        using GroupedFiles many = new(40_000);

        await AssertSameAsync("select id, count(*), count(quantity), sum(quantity), sum(amount), min(name), max(note), min(ratio) from t where quantity > -100 group by id", many, engine);
        await AssertSameAsync("select quantity, id, name from t group by all having sum(amount) > 4", many, engine);
    }

    [Fact]
    public async Task Groups_that_do_not_fit_into_memory_pass_as_rows()
    {
        using DuckDbQueryEngine engine = new(new DuckDbOptions { Threads = 1, MemoryLimitBytes = 64L << 20 });
        using GroupedFiles many = new(900_000);

        List<string> rows = await RowsAsync(engine, "select id, count(*), min(seen), max(status) from t group by id, status, seen, amount, day, quantity, name order by id desc limit 2", many.Restricted);

        Assert.Equal((string[])["1", "1"], rows.Select(r => r.Split('|')[1]));
        Assert.Equal(await RowsAsync(engine, "select max(id) from t", many.Plain), rows.Take(1).Select(r => r.Split('|')[0]));
    }

    [Fact]
    public void Only_the_relation_that_is_grouped_and_filtered_is_bound_as_groups()
    {
        using EngineParts engine = new(new DuckDbOptions());
        foreach ((QueryRelation relation, string sql, bool isGrouped) in new[]
        {
            (_few.Restricted, "select count(*) from t", true), (_few.Restricted, "select id from t", false), (_few.Plain, "select count(*) from t", false),
        })
        {
            using StatementScope scope = new();
            using RelationBinder binder = new(engine, scope);
            binder.Bind(relation, engine.Gate.Check(sql, new Dictionary<string, QueryRelation> { ["t"] = relation }, new Dictionary<string, QueryParameter>()));

            Assert.Equal(isGrouped, binder.Grouped is not null);
        }
    }

    [Fact]
    public async Task Columns_of_the_result_keep_their_names_and_types()
    {
        const string Sql = "select count(*), count(t.note), sum(quantity), sum(amount) + 1, min(day), \"max\"(flag), max(ratio) as \"Some Name\", status from t group by status";

        Assert.Equal(await SchemaAsync(Sql, _few.Plain), await SchemaAsync(Sql, _few.Restricted));
        Assert.NotNull(Read(Sql));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static async Task<List<string>> RowsAsync(DuckDbQueryEngine engine, string sql, QueryRelation relation)
    {
        List<string> rows = await engine.RowsAsync(sql, [relation], [.. s_parameters.Where(p => sql.Contains("$" + p.Name, StringComparison.Ordinal))]);
        if (!sql.Contains("order by", StringComparison.Ordinal))
            rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private async Task AssertSameAsync(string sql, GroupedFiles files, DuckDbQueryEngine? engine = null)
    {
        List<string> expected = await RowsAsync(engine ?? _engine, sql, files.Plain);

        Assert.Equal(expected, await RowsAsync(engine ?? _engine, sql, files.Restricted));
    }

    private async Task<string> SchemaAsync(string sql, QueryRelation relation)
    {
        await using QueryRun run = await _engine.StartAsync(new QueryPlan { Sql = sql, Relations = [relation], Parameters = [] }, TestContext.Current.CancellationToken);
        return string.Join(", ", run.Schema.FieldsList.Select(f => $"{f.Name} {PhysicalType.TryFromArrow(f.DataType)} {f.DataType}"));
    }

    private GroupedStatement? Read(string sql)
    {
        (string typed, IReadOnlyDictionary<string, QueryParameter> used) = SqlText.Type(sql, s_parameters.ToDictionary(p => p.Name));
        GroupedStatement? grouped = _gate.Check(typed, new Dictionary<string, QueryRelation> { ["t"] = _few.Restricted }, used).Grouped;
        if (grouped is not null)
            Assert.NotNull(_gate.TryWrite(grouped));
        return grouped;
    }
}
