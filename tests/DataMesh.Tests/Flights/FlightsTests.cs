using System.Text.Json;

namespace DataMesh.Tests.Flights;

/// <summary>Real data, whole: what comes out is what went in, for us and for others.</summary>
public sealed class FlightsTests(FlightsFixture flights) : IClassFixture<FlightsFixture>
{
    private static readonly DateTime March = new(2001, 3, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime April = new(2001, 4, 1, 0, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Typed_Arrow_and_SQL_reads_have_the_checksums_of_the_source()
    {
        FlightSums source = Source("");
        IInputPort<Flight> port = await flights.Mesh.OpenAsync<Flight>(FlightsFixture.Departures, cancellationToken: Cancel);

        Assert.Equal(3_000_000, source.Rows);
        Assert.Equal(3_000_000, flights.Published.RowsPublished);
        Assert.Equal(3_000_000, flights.Published.Snapshot.TotalRows);
        Assert.Equal(source, await FlightSums.OfAsync(port.ReadAsync(Cancel)));
        Assert.Equal(source, await FlightSums.OfAsync(port.ReadBatchesAsync(cancellationToken: Cancel)));
        Assert.Equal(source, await BySqlAsync(port, ""));
    }

    [Fact]
    public async Task A_typed_publish_has_the_checksums_of_the_source()
    {
        IOutputPort<Flight> output = flights.Mesh.Output<Flight>(FlightsFixture.January);

        PublishResult published = await output.PublishAsync(JanuaryAsync(), cancellationToken: Cancel);

        FlightSums source = Source("where date < '2001-02-01'");
        IInputPort<Flight> port = await flights.Mesh.OpenAsync<Flight>(FlightsFixture.January, cancellationToken: Cancel);
        Assert.Equal(source.Rows, published.RowsPublished);
        Assert.Equal(source, await FlightSums.OfAsync(port.ReadAsync(Cancel)));
        Assert.Equal(source, await BySqlAsync(port, ""));
    }

    [Fact]
    public void The_profile_of_three_million_rows_is_what_the_source_says()
    {
        using DuckDb duck = new();
        string source = $"read_parquet('{FlightFile.Path}')";

        Assert.Equal(["date", "delay", "distance", "origin", "destination"], flights.Published.Profile.Select(c => c.Column));
        foreach (ColumnProfile column in flights.Published.Profile)
        {
            long distinct = duck.Count($"select count(distinct {column.Column}) from {source}");
            Assert.Equal((3_000_000, 0), (column.Values, column.Nulls));
            Assert.InRange(column.Distinct!.Value, distinct * 0.97, distinct * 1.03);
            Assert.Equal(duck.Query($"select min({column.Column})::text || ' ' || max({column.Column})::text from {source}")[0][0], $"{Spell(column.Minimum)} {Spell(column.Maximum)}");
            // A value lies at its share when a percent of the rows more or less makes up for it.
            foreach (Quantile quantile in column.Quantiles)
            {
                string value = quantile.Value.Kind == ScalarKind.Timestamp ? $"timestamp '{Spell(quantile.Value)}'" : quantile.Value.ToString();
                object?[] shares = duck.Query($"select count(*) filter (where {column.Column} < {value}) / 3000000.0, count(*) filter (where {column.Column} <= {value} + {(quantile.Value.Kind == ScalarKind.Timestamp ? "interval 1 minute" : "1")}) / 3000000.0 from {source}")[0];
                Assert.InRange(quantile.Share, Convert.ToDouble(shares[0], null) - 0.01, Convert.ToDouble(shares[1], null) + 0.01);
            }
            Assert.Equal(column.Column is "origin" or "destination" ? 0 : 5, column.Quantiles.Count);
        }
        Assert.Equal(duck.Query($"select avg(delay) from {source}")[0][0], flights.Published.Profile.Single(c => c.Column == "delay").Mean);

        static string Spell(ScalarValue value) => value.Kind == ScalarKind.Timestamp ? value.AsTimestamp().ToString("yyyy-MM-dd HH:mm:ss", null) : value.ToString();
    }

    [Fact]
    public async Task A_month_is_read_from_its_files_alone()
    {
        Assert.Equal(7, (await flights.Table.FilesAsync()).Count);
        Assert.Equal(["date_month=2001-03"], await MonthsAsync(Filter.And(AtLeast(March), Before(April))));
        Assert.Equal(["date_month=2001-03", "date_month=2001-04"], (await MonthsAsync(Filter.And(AtLeast(March.AddDays(20)), Before(April.AddDays(1))))).Order());
        Assert.Equal("date_month=2001-07", Assert.Single((await MonthsAsync(Filter.True)).Except(await MonthsAsync(Filter.Equal("origin", "LAX"))))); // all six flights of July start elsewhere in the alphabet
        Assert.Empty(await flights.Table.FilesAsync(Before(new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc))));

        IInputPort<Flight> port = await flights.Mesh.OpenAsync<Flight>(FlightsFixture.Departures, cancellationToken: Cancel);
        FlightSums march = Source("where date >= '2001-03-01' and date < '2001-04-01'");
        Assert.Equal(march, await FlightSums.OfAsync(port.ReadAsync(f => f.Date >= March && f.Date < April, Cancel)));
        Assert.Equal(march, await BySqlAsync(port, "where date >= '2001-03-01 00:00:00+00' and date < '2001-04-01 00:00:00+00'"));
    }

    [Theory]
    [InlineData("date >= '2001-03-01 00:00:00+00' and date < '2001-04-01 00:00:00+00'", "date >= toDateTime64('2001-03-01 00:00:00', 6, 'UTC') and date < toDateTime64('2001-04-01 00:00:00', 6, 'UTC')")]
    [InlineData("date = '2001-07-01 00:00:00+00'", "date = toDateTime64('2001-07-01 00:00:00', 6, 'UTC')")]
    [InlineData("origin = 'LAX'", "origin = 'LAX'")]
    [InlineData("origin = 'LAX' and delay > 60", "origin = 'LAX' and delay > 60")]
    [InlineData("true", "1")]
    public async Task Other_engines_agree_on_counts_and_sums(string duckDb, string clickHouse)
    {
        FlightSums source = Source($"where {duckDb}");
        IInputPort<Flight> port = await flights.Mesh.OpenAsync<Flight>(FlightsFixture.Departures, cancellationToken: Cancel);
        using DuckDb duck = new();

        Assert.InRange(source.Rows, 1, 3_000_000);
        Assert.Equal(source, await BySqlAsync(port, $"where {duckDb}"));
        Assert.Equal(source, Sums(duck, $"{await flights.Table.DuckDbAsync()} where {duckDb}"));
        JsonElement found = Assert.Single(await IndependentReaders.ClickHouseAsync(
            $"select toString(count()) as rows, toString(sum(delay)) as delays, toString(sum(distance)) as distances from icebergLocal('{flights.Table.Folder}') where {clickHouse}"));
        Assert.Equal((source.Rows, source.Delay, source.Distance), (Whole(found, "rows"), Whole(found, "delays"), Whole(found, "distances")));
    }

    private static Filter AtLeast(DateTime date) => Filter.Compare("date", ComparisonOperator.GreaterThanOrEqual, ScalarValue.From(date));

    private static Filter Before(DateTime date) => Filter.Compare("date", ComparisonOperator.LessThan, ScalarValue.From(date));

    private static async IAsyncEnumerable<Flight> JanuaryAsync()
    {
        DateTime end = new(2001, 2, 1, 0, 0, 0, DateTimeKind.Utc);
        await foreach (Apache.Arrow.RecordBatch batch in FlightFile.ReadAsync())
        {
            Flight[] rows = new Flight[batch.Length];
            using (batch)
                CreateDecoder<Flight>(batch.Schema).Decode(batch, rows);
            foreach (Flight flight in rows.Where(f => f.Date < end))
                yield return flight;
            if (rows[^1].Date >= end)
                yield break;
        }
    }

    private static Mapping.RecordBatchDecoder<T> CreateDecoder<T>(Apache.Arrow.Schema schema)
        where T : IDataSchema<T> => T.CreateDecoder(schema);

    private async Task<string[]> MonthsAsync(Filter filter) => [.. (await flights.Table.FilesAsync(filter)).Select(f => Path.GetFileName(Path.GetDirectoryName(f)!))];

    private async Task<FlightSums> BySqlAsync(IInputPort port, string where) => (await Streams.ToListAsync(flights.Mesh.QueryAsync<FlightSums>(
        SqlStatement.Parse($"select {FlightSums.Sql} from flights {where}", new Dictionary<string, IInputPort> { ["flights"] = port }), Cancel))).Single();

    private static FlightSums Source(string where)
    {
        using DuckDb duck = new();
        return Sums(duck, $"read_parquet('{FlightFile.Path}') {where}");
    }

    private static FlightSums Sums(DuckDb duck, string from)
    {
        object?[] row = duck.Query($"select {FlightSums.Sql} from {from}")[0];
        return new() { Rows = (long)row[0]!, Delay = (long)row[1]!, Distance = (long)row[2]!, Hash = (long)row[3]! };
    }

    private static long Whole(JsonElement row, string name) => long.Parse(row.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
