namespace Quickstart;

/// <summary>What flight operations promises, what it does with rows that break the promise, and what it refuses.</summary>
internal sealed class QualitySteps(Mesh mesh, SourceFigures source, Checks checks)
{
    private const string Impossible = "select count(*) from flights where delay not between -120 and 1440";

    private readonly IOutputPort<Departure> _port = mesh.Output<Departure>(Teams.Departures);

    public async Task ShowQuarantine(long quarantined)
    {
        List<QuarantinedRow<Departure>> rows = await _port.ReadQuarantineAsync().ToListAsync();
        checks.Equal("rows in quarantine", rows.Count, quarantined);
        int worst = checks.Equal("worst delay", rows.Min(r => r.Row.Delay), (int)source.Count("select min(delay) from flights"));
        Display.Line($"    {checks.Equal("quarantined", quarantined, source.Count(Impossible))} rows in quarantine: {rows.Select(r => r.Reason).Distinct().Single()} (worst {worst:N0} min)");
    }

    public async Task Trust(IDataMesh planning, IInputPort<Departure> departures)
    {
        Display.Step(3, "TRUST", "what do the departures promise, and do they keep it?");
        foreach (QualityRule rule in (await departures.GetContractAsync()).Quality)
            Display.Line($"  {rule.Severity.ToString().ToLowerInvariant(),-8} {rule.Describe()}");
        foreach (ServiceLevelIndicator promise in await departures.CheckPromiseAsync())
            Display.Line($"  promise  {promise.Objective}: {(checks.Equal("promise kept", promise.IsKept, true) == true ? "kept" : "broken")}");
        long broken = await planning.QueryScalarAsync<long>($"select count(*) from {departures} where delay not between {-120} and {1440}");
        long fewest = await planning.QueryScalarAsync<long>($"select min(n) from (select count(*) as n from {departures} group by date_trunc('month', date))");
        checks.Equal("fewest rows of a month", fewest, source.Count("select min(n) from (select count(*) as n from departures group by date_trunc('month', date))"));
        DateTime covers = await departures.ReadAsync(d => d.Date >= new DateTime(2001, 6, 30, 0, 0, 0, DateTimeKind.Utc)).Select(d => d.Date).MaxAsync();
        checks.Equal("covers to", $"{covers:yyyy-MM-dd HH:mm}", source.Rows("select strftime(max(date), '%Y-%m-%d %H:%M') from departures", r => r.GetString(0))[0]);
        Display.Line($"  kept: {checks.Equal("rows that break the contract", broken, 0):N0} rows break it, the smallest month has {fewest:N0}; covers to {covers:yyyy-MM-dd}");
    }

    public async Task Gate(MonthlyFlights flights)
    {
        Display.Step(8, "GATE", "the file of July arrives: a broken export");
        DateOnly july = new(2001, 7, 1);
        try
        {
            await _port.PublishAsync(flights.MonthAsync(july), new() { IdempotencyKey = $"flights-{july:yyyy-MM}" });
            checks.Equal("July", "published", "refused");
        }
        catch (QualityGateException refused)
        {
            QualityResult broken = refused.Results.Single(r => r.Status == QualityStatus.Fail);
            checks.Equal("rows of July", broken.Rows!.Value, source.Count("select count(*) from flights where date >= '2001-07-01'"));
            Display.Line($"  x refused: {broken.Rule.Describe()}, it was {broken.Rows}");
        }
        long snapshots = await _port.LogAsync().LongCountAsync();
        Display.Line($"  nothing changed; readers stay on publish {checks.Equal("publishes", snapshots, 6L)}");
        checks.Equal("all rows", source.Count("select count(*) from departures") + source.Count(Impossible) + source.Count("select count(*) from flights where date >= '2001-07-01'"), source.Count("select count(*) from flights"));
    }

    public async Task Break(string root)
    {
#pragma warning disable DMESH3003 // the build refuses this first; here it is to be refused at registration
        await using Mesh next = Mesh.Create(root, m => m.AddDomain("flight-operations", d => d.OwnedBy("ops@airline.example")
            .AddProduct("flights", p => p.Output<DepartureWithoutDelay>("departures", o => o.Version("1.1.0").PartitionBy(f => f.Date, PartitionTransform.Month)))));
#pragma warning restore DMESH3003
        try
        {
            await next.RegisterAsync();
            checks.Equal("departures without delay", "registered", "refused");
        }
        catch (BreakingChangeException refused)
        {
            ContractDifference gone = refused.Differences.Single(d => d.Rule == "property-removed");
            string hit = checks.Equal("who is hit", string.Join(", ", refused.Consumers.Select(c => c.Name)), "network-planning, network-planning/punctuality");
            Display.Line($"  x refused: {gone.Summary}, which breaks {hit}; 1.1.0 was asked, it takes {checks.Equal("version", refused.SuggestedVersion, "2.0.0")}");
        }
    }
}
