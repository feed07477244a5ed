using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

public sealed class PushDownTests : IDisposable
{
    private static readonly DateTime s_start = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly DuckDbQueryEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("select count(*) from t where origin = 'SEA' and delay > 60", "origin = 'SEA' and delay > 60")]
    [InlineData("select count(*) from t where 60 < delay and delay <= 90", "delay > 60 and delay <= 90")]
    [InlineData("select max(delay) from t x where x.ORIGIN in ('SEA', 'JFK') group by id", "origin in ('SEA', 'JFK')")]
    [InlineData("select count(*) from t where origin = $airport and seen >= $since", "origin = 'SEA' and seen >= timestamp'2001-01-01T00:01:00Z'")]
    [InlineData("select count(*) from t where seen >= timestamptz '2001-01-01 00:01:00.5+00' and seen < timestamp '2001-01-02'", "seen >= timestamp'2001-01-01T00:01:00.5Z' and seen < timestamp'2001-01-02T00:00:00Z'")]
    [InlineData("select count(*) from t where seen = '2001-01-01 02:00:00+02:00'::timestamptz", "seen = timestamp'2001-01-01T00:00:00Z'")]
    [InlineData("select count(*) from t where delay between 60 and 90 and t.origin = 'SEA'", "delay >= 60 and delay <= 90 and origin = 'SEA'")]
    [InlineData("with late as (select * from t where delay > 60) select count(*) from late a join late b on a.id = b.id", "delay > 60")]
    [InlineData("select count(*) from t join u on t.id = u.id where t.delay > 60 and u.code = 'x'", "delay > 60")]
    [InlineData("select count(*) from t left join u on t.id = u.id where delay > 60", "delay > 60")]
    public async Task Conditions_on_columns_and_constants_reach_the_relation(string sql, string expected)
    {
        FilteringRelation t = new(Flights());

        await RunAsync(sql, t, new FilteringRelation(Codes()));

        Assert.All(t.Filters, filter => Assert.Equal(expected, filter));
        Assert.NotEmpty(t.Filters);
    }

    [Theory]
    [InlineData("select count(*) from t a join t b on a.id = b.id where a.delay > 60")]
    [InlineData("select count(*) from t where delay > 60 or origin = 'SEA'")]
    [InlineData("select count(*) from t where not (delay > 60 and origin = 'SEA')")]
    [InlineData("select count(*) from t where delay + 1 > 60")]
    [InlineData("select count(*) from t where delay > 60.5")]
    [InlineData("select count(*) from t where seen > date '2001-01-01'")]
    [InlineData("select count(*) from t where seen > try_cast('2001-01-01' as timestamptz)")]
    [InlineData("select count(*) from t where seen > timestamptz '2001-01-01 00:00:00 Europe/Vienna'")]
    [InlineData("select count(*) from t where delay not between 60 and 90")]
    [InlineData("select count(*) from t where delay between 60 and id")]
    [InlineData("select -delay as delay2, id as delay from t where delay > 60")]
    [InlineData("select count(*) filter (where delay > 60) from t")]
    [InlineData("select origin, count(*) from t group by origin having count(*) > 1")]
    [InlineData("select count(*) from t asof join u on t.id >= u.id where t.delay > 60")]
    [InlineData("select count(*) from t full join u on t.id = u.id where t.delay > 60")]
    public async Task What_could_change_the_result_reaches_no_relation(string sql)
    {
        FilteringRelation t = new(Flights());

        await RunAsync(sql, t, new FilteringRelation(Codes()));

        Assert.All(t.Filters, filter => Assert.Equal("", filter));
        Assert.NotEmpty(t.Filters);
    }

    [Theory]
    [InlineData("select id, delay from t where {0} order by id")]
    [InlineData("select t.id, u.code from t left join u on t.id = u.id where {0} order by all")]
    [InlineData("select u.code, t.id from u left join t on t.id = u.id where {0} order by all")]
    [InlineData("select t.id from t, u where t.id = u.id and {0} order by all")]
    [InlineData("select origin, count(*), min(delay) from t where {0} group by origin order by all")]
    [InlineData("select id, row_number() over (order by id) from t where {0} order by all")]
    [InlineData("select code, (select count(*) from t where {0} and t.id < u.id) from u order by all")]
    [InlineData("select id from t where {0} union all select id from u order by all")]
    [InlineData("select count(*) from u where exists (select 1 from t where {0} and t.id = u.id)")]
    [InlineData("select distinct on (origin) origin, delay from t where {0} order by origin, delay")]
    public async Task A_relation_that_leaves_rows_out_gives_the_same_result(string shape)
    {
        foreach (string condition in Conditions)
        {
            string sql = shape.Replace("{0}", condition, StringComparison.Ordinal);

            List<string> pushed = await RunAsync(sql, new FilteringRelation(Flights()), new FilteringRelation(Codes()));
            List<string> whole = await RunAsync(sql, Flights(), Codes());

            Assert.Equal(whole, pushed);
        }
    }

    private static readonly string[] Conditions =
    [
        "t.delay > 60", "t.origin = 'SEA' and t.delay <= 30", "t.origin in ('SEA', '😀') and 10 < t.delay", "t.seen >= $since", "t.seen between timestamptz '2001-01-01 00:00:20+00' and timestamp '2001-01-01 00:01:00'", "t.seen < '2001-01-01 01:00:30+01'::timestamptz", "t.delay >= 0 and t.delay < 0",
        "t.origin = $airport or t.delay > 90", "t.origin > 'K' and t.delay is not null", "t.delay is null", "not t.delay > 5 and t.origin <= 'SEA'",
    ];

    private Task<List<string>> RunAsync(string sql, QueryRelation t, QueryRelation u)
    {
        QueryParameter[] parameters =
        [
            Sql.Parameter("airport", PhysicalTypeKind.String, "SEA"),
            Sql.Parameter("since", PhysicalTypeKind.Timestamp, ScalarValue.From(s_start.AddMinutes(1))),
        ];
        return _engine.RowsAsync(sql, [t, u], [.. parameters.Where(p => sql.Contains("$" + p.Name, StringComparison.Ordinal))]);
    }

    private static TestRelation Flights()
    {
        string?[] origins = ["SEA", "JFK", "😀", null, "ORD"];
        Int64Array.Builder delays = new();
        for (int i = 0; i < 200; i++)
            _ = i % 7 == 0 ? delays.AppendNull() : delays.Append(i * 37 % 120 - 10);
        TimestampArray.Builder seen = new(new Apache.Arrow.Types.TimestampType(Apache.Arrow.Types.TimeUnit.Microsecond, "UTC"));
        for (int i = 0; i < 200; i++)
            seen.Append(new DateTimeOffset(s_start.AddSeconds(i)));
        return TestRelation.Of("t", 64,
            ("id", Sql.Type(PhysicalTypeKind.Int64), Sql.Longs(Enumerable.Range(0, 200).Select(i => (long)i))),
            ("origin", Sql.Type(PhysicalTypeKind.String), Sql.Strings(Enumerable.Range(0, 200).Select(i => origins[i % 5]))),
            ("delay", Sql.Type(PhysicalTypeKind.Int64), delays.Build()),
            ("seen", Sql.Type(PhysicalTypeKind.Timestamp), seen.Build()));
    }

    private static TestRelation Codes() => TestRelation.Of("u", 16,
        ("id", Sql.Type(PhysicalTypeKind.Int64), Sql.Longs(Enumerable.Range(0, 60).Select(i => i * 5L))),
        ("code", Sql.Type(PhysicalTypeKind.String), Sql.Strings(Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? "x" : "y"))));
}
