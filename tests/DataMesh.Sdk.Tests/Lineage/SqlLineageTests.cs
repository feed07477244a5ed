using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters;

namespace DataMesh.Tests.Lineage;

public sealed class SqlLineageTests
{
    private static readonly Schema Strikes = Of(("airport", StringType.Default), ("operator", StringType.Default), ("cost", Int32Type.Default), ("speed", DoubleType.Default), ("at", new TimestampType(TimeUnit.Microsecond, "UTC")));
    private static readonly Schema Names = Of(("name", StringType.Default), ("iata", StringType.Default), ("altitude", new Decimal128Type(10, 2)));

    private static readonly Schema Trips = Of(("id", Int32Type.Default),
        ("home", new StructType([new Field("city", StringType.Default, true), new Field("marks", new MapType(StringType.Default, Int32Type.Default), true)])),
        ("legs", new ListType(new Field("element", new StructType([new Field("gate", StringType.Default, true)]), true))));

    [Theory]
    [InlineData("select airport, speed from strikes", "airport: strikes.airport | speed: strikes.speed")]
    [InlineData("select airport as a, cost + speed as b from strikes;", "a: strikes.airport | b: strikes.cost strikes.speed")]
    [InlineData("select upper(operator) as o from strikes -- a comment", "o: strikes.operator")]
    [InlineData("select airport from strikes where cost > 1000", "airport: strikes.airport strikes.cost")]
    [InlineData("select airport, count(*) as n, avg(cost) as c from strikes group by airport", "airport: strikes.airport | n: strikes.airport | c: strikes.airport strikes.cost")]
    [InlineData("with s as (select * from strikes) select a.airport, b.speed from s a join s b on a.airport = b.airport", "airport: strikes.airport strikes.speed | speed: strikes.airport strikes.speed")]
    [InlineData("select n.iata, s.cost from strikes s join names n on n.name = s.airport", "iata: strikes.airport names.iata names.name | cost: strikes.airport strikes.cost names.name")]
    [InlineData("select * from names", "name: names.name | iata: names.iata | altitude: names.altitude")]
    [InlineData("select columns('^a.*') from strikes", "airport: strikes.airport | at: strikes.at")]
    [InlineData("select iata from names where name in (select airport from strikes where speed > 1)", "iata: strikes.airport strikes.speed names.iata names.name")]
    [InlineData("select airport from strikes union all select iata from names", "airport: strikes.airport names.iata")]
    [InlineData("select airport, row_number() over (partition by operator order by cost) as r from strikes", "airport: strikes.airport strikes.cost strikes.operator | r: strikes.cost strikes.operator")]
    [InlineData("select max(cost) filter (where operator = 'X') as m from strikes", "m: strikes.cost strikes.operator")]
    [InlineData("select home.city as c, legs from trips", "c: trips.home | legs: trips.legs")]
    [InlineData("select home.marks['a'] as m, len(legs) as n from trips", "m: trips.home | n: trips.legs")]
    [InlineData("select id, leg.gate from (select id, unnest(legs) as leg from trips)", "id: trips.id trips.legs | gate: trips.legs")]
    [InlineData("select {'a': id, 'b': home} as s, legs as l from trips", "s: trips.home trips.id | l: trips.legs")]
    public async Task Every_output_column_names_what_flows_into_it(string sql, string expected)
    {
        using DuckDbQueryEngine engine = new();

        IReadOnlyList<ColumnOrigins> origins = await new SqlLineage(engine).TraceAsync(sql, Relations(sql), TestContext.Current.CancellationToken);

        Assert.Equal(expected, string.Join(" | ", origins.Select(o => $"{o.Output}: {string.Join(' ', o.Inputs.OrderByDescending(i => i.Input).ThenBy(i => i.Column, StringComparer.Ordinal).Select(i => $"{i.Input}.{i.Column}"))}")));
    }

    [Fact]
    public async Task Columns_of_one_name_count_as_made_from_all_that_is_read()
    {
        using DuckDbQueryEngine engine = new();

        IReadOnlyList<ColumnOrigins> origins = await new SqlLineage(engine).TraceAsync("select airport, cost as airport from strikes", [("strikes", Strikes)], TestContext.Current.CancellationToken);

        Assert.All(origins, o => Assert.Equal(2, o.Inputs.Count));
    }

    private static (string, Schema)[] Relations(string sql) => [.. new[] { ("strikes", Strikes), ("names", Names), ("trips", Trips) }.Where(r => sql.Contains(r.Item1, StringComparison.Ordinal))];

    private static Schema Of(params (string Name, IArrowType Type)[] columns) => new(columns.Select(c => new Field(c.Name, c.Type, nullable: true)), null);
}
