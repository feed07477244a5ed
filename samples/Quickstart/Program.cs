using System.Diagnostics;
using Apache.Arrow;
using Quickstart;
using static Quickstart.Teams;

const string SeattleLate = "origin = 'SEA' and delay > 60";

long started = Stopwatch.GetTimestamp();
string root = MeshFolder.Empty(args is [string folder] ? folder : "./quickstart-mesh");
Display.Title($"DataMesh quickstart: four teams, one folder ({root}), no server.");

await using Mesh mesh = Mesh.Create(root, m => m.AddTeams());
IDataMesh planning = mesh.As("network-planning");
using SourceFigures source = new();
await using MonthlyFlights flights = new();
Checks checks = new();
QualitySteps quality = new(mesh, source, checks);
await Publish();
await Discover();
IInputPort<Departure> departures = await planning.OpenAsync<Departure>(Departures, "planning");
await quality.Trust(planning, departures);
await Use();
AccessSteps access = new(mesh, planning, source, checks);
await access.Refuse();
await access.Explain();
await Time();
await quality.Gate(flights);
await quality.Break(root);
Display.Result(checks, Stopwatch.GetElapsedTime(started));
Display.Line($"Look inside: {root}/flight-operations/flights");
return checks.Failures.Count == 0 ? 0 : 1;

async Task Publish()
{
    Display.Step(1, "PUBLISH", "three teams share what they own; a fourth derives");
    long rows = (await mesh.Output<Airport>(Airports).PublishAsync(SourceFiles.Airports())).RowsPublished;
    Display.Port(Airports, checks.Equal("airports", rows, source.Count("select count(*) from airports")), "key iata");

    (DateOnly Month, long Rows)[] months = source.Rows("select cast(date_trunc('month', date) as date), count(*) from departures group by 1 order by 1", r => (r.GetFieldValue<DateOnly>(0), r.GetInt64(1)));
    long quarantined = 0;
    for (int i = 0; i < months.Length; i++)
    {
        (DateOnly month, long expected) = months[i];
        PublishResult result = await Display.ProgressAsync($"departures of {month:yyyy-MM}", expected, progress =>
            mesh.Output<Departure>(Departures).PublishAsync(flights.MonthAsync(month), new() { IdempotencyKey = $"flights-{month:yyyy-MM}", Progress = progress }));
        months[i].Rows = checks.Equal($"departures of {month:yyyy-MM}", result.RowsPublished, expected);
        quarantined += result.Quarantined;
    }
    Display.Port(Departures, checks.Equal("departures", months.Sum(m => m.Rows), source.Count("select count(*) from departures")), $"{months.Length} monthly publishes");
    Display.Months(months);
    await quality.ShowQuarantine(quarantined);

    rows = (await mesh.Output<Strike>(Strikes).PublishAsync(SourceFiles.Strikes())).RowsPublished;
    Display.Port(Strikes, checks.Equal("strikes", rows, source.Count("select count(*) from birdstrikes")), "costs are confidential");
    rows = (await mesh.Output<AirportName>(AirportNames).PublishAsync(SourceFiles.AirportNames())).RowsPublished;
    Display.Port(AirportNames, checks.Equal("names", rows, source.Count("select count(distinct \"Airport Name\") from birdstrikes")), "key name");
    rows = (await mesh.RefreshAsync(ByAirport)).RowsPublished;
    Display.Port(ByAirport, checks.Equal("origins", rows, source.Count("select count(distinct origin) from departures")), "one SQL statement over the first two");
}

async Task Discover()
{
    Display.Step(2, "DISCOVER", "you are 'network-planning'; search \"bird damage\"");
    CatalogEntry[] found = await planning.Catalog.SearchAsync("bird damage").ToArrayAsync();
    checks.Equal("products found", string.Join(' ', found.Select(e => e.Name)), "safety/wildlife-strikes");
    foreach (CatalogEntry entry in found)
        Display.Line($"  {entry.Name} {entry.Ports[0].Version}   owner {entry.Owner}\n    \"{entry.Description}\"   match: {string.Join(", ", entry.Matches)}");
    Display.Line($"    you may see {string.Join(", ", found[0].Ports[0].Columns)}");
}

async Task Use()
{
    Display.Step(4, "USE", "typed, Arrow, SQL: the same rows");
    (long Rows, long Delay, long Distance) expected = source.Rows("select count(*), sum(delay)::bigint, sum(distance)::bigint from departures", r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)))[0], typed = default, arrow = default;
    await foreach (Departure d in departures.ReadAsync())
        typed = (typed.Rows + 1, typed.Delay + d.Delay, typed.Distance + d.Distance);
    await foreach (RecordBatch batch in departures.ReadBatchesAsync(new() { Columns = ["delay", "distance"] }))
        using (batch)
            arrow = (arrow.Rows + batch.Length, arrow.Delay + Sum(batch.Column(0)), arrow.Distance + Sum(batch.Column(1)));
    long sql = await planning.QueryScalarAsync<long>($"select cast(sum(delay) + sum(distance) as bigint) from {departures}");
    checks.Equal("typed read", typed, expected);
    checks.Equal("Arrow read", arrow, expected);
    Display.Line($"  {typed.Rows:N0} flights over {typed.Distance:N0} miles, {checks.Equal("SQL", sql, expected.Delay + expected.Distance) - typed.Distance:N0} minutes late in all");

    long late = await departures.ReadAsync(d => d.Origin == "SEA" && d.Delay > 60).LongCountAsync();
    long all = await planning.QueryScalarAsync<long>($"select count(*) from {departures} where origin = {"SEA"}");
    Display.Line($"  departures from SEA more than 60 min late: {checks.Equal("late", late, source.Count($"select count(*) from departures where {SeattleLate}")):N0} of {checks.Equal("all", all, source.Count("select count(*) from departures where origin = 'SEA'")):N0}");

    IInputPort<Punctuality> byAirport = await planning.OpenAsync<Punctuality>(ByAirport, "planning");
    Punctuality[] large = await byAirport.ReadAsync(a => a.Departures >= 20_000).OrderBy(a => a.OnTime).ToArrayAsync();
    (string, double)[] worst = source.Rows("select origin, count(*) filter (where delay <= 15) / count(*)::double from departures group by 1 having count(*) >= 20000 order by 2", r => (r.GetString(0), r.GetDouble(1)));
    Display.Line($"  on time (<= 15 min), worst of {checks.Equal("large airports", large.Length, worst.Length)} large airports");
    Display.Bars(large.Take(4).Select((a, i) => checks.Equal($"on time, place {i + 1}", (a.Iata, a.OnTime), worst[i])));

    IInputPort strikes = await planning.OpenAsync(Strikes, "safety-analysis"), names = await planning.OpenAsync(AirportNames, "safety-analysis"), airports = await planning.OpenAsync(Airports);
    Hazard jfk = await planning.QueryAsync<Hazard>($"""
        select n.iata, a.city, d.departures, count(*) as strikes
        from {strikes} s join {names} n on n.name = s.airport join {airports} a on a.iata = n.iata join (select origin, count(*) as departures from {departures} group by origin) d on d.origin = n.iata
        where n.iata = {"JFK"} group by n.iata, a.city, d.departures
        """).SingleAsync();
    checks.Equal("JFK departures", jfk.Departures, source.Count("select count(*) from departures where origin = 'JFK'"));
    checks.Equal("JFK strikes", jfk.Strikes, source.Count("select count(*) from birdstrikes where \"Airport Name\" = 'JOHN F KENNEDY INTL'"));
    Display.Line($"  SQL over three domains: {jfk.Iata}, {jfk.City}, had {jfk.Departures:N0} departures and {jfk.Strikes:N0} recorded strikes");

    long named = await planning.QueryScalarAsync<long>($"select count(iata) from {names}"), military = await planning.QueryScalarAsync<long>($"select count(*) from {strikes} where operator = {"MILITARY"}");
    long unmapped = await planning.QueryScalarAsync<long>($"select count(*) from {strikes} s join {names} n on n.name = s.airport where n.iata is null");
    checks.Equal("names with a code", named, source.Count("select count(iata) from \"airport-names\" where iata in (select iata from airports)"));
    checks.Equal("strikes without a code", unmapped, source.Count("select count(*) from birdstrikes where \"Airport Name\" in (select name from \"airport-names\" where iata is null)"));
    checks.Equal("military", military, source.Count("select count(*) from birdstrikes where \"Aircraft Airline Operator\" = 'MILITARY'"));
    Display.Line($"  {named} of 50 airport names have a code; {unmapped:N0} strikes have none. {military:N0} strikes are military.");
}

async Task Time()
{
    Display.Step(7, "TIME", "the same question, as of the publish of March");
    Snapshot[] snapshots = await departures.ListSnapshotsAsync().ToArrayAsync();
    checks.Equal("snapshots", snapshots.Length, 6);
    long then = await departures.AsOf(snapshots[2]).ReadAsync(d => d.Origin == "SEA" && d.Delay > 60).LongCountAsync();
    long now = await departures.ReadAsync(d => d.Origin == "SEA" && d.Delay > 60).LongCountAsync();
    checks.Equal("then", then, source.Count($"select count(*) from departures where {SeattleLate} and date < '2001-04-01'"));
    checks.Equal("now", now, source.Count($"select count(*) from departures where {SeattleLate}"));
    Display.Line($"  SEA more than 60 min late:   then {then:N0}   now {now:N0}");
    await new Follower(planning, source, checks).Follow(snapshots[4], snapshots[5]);
}

static long Sum(IArrowArray column)
{
    long sum = 0;
    foreach (int value in ((Int32Array)column).Values)
        sum += value;
    return sum;
}
