namespace Quickstart;

/// <summary>What each team declares. In life each of these stands in the team's own application; they share nothing but the folder.</summary>
internal static class Teams
{
    public const string Airports = "airports/reference/airports";
    public const string Departures = "flight-operations/flights/departures";
    public const string Strikes = "safety/wildlife-strikes/strikes";
    public const string AirportNames = "safety/airport-names/names";
    public const string ByAirport = "network-planning/punctuality/by-airport";

    public static IDataMeshBuilder AddTeams(this IDataMeshBuilder mesh) => mesh
        .AddDomain("airports", d => d.OwnedBy("reference@airline.example")
            .AddProduct("reference", p => p.Describe("Airports of the United States.").Tag("reference")
                .Output<Airport>("airports", o => o.Describe("One row per airport.")
                    .Grant("everybody who plans", g => g.ToDomain("network-planning")))))
        .AddDomain("flight-operations", d => d.OwnedBy("ops@airline.example")
            .AddProduct("flights", p => p.Describe("Domestic flights of 2001, month by month.")
                .Output<Departure>("departures", o => o.Describe("One row per scheduled departure.").PartitionBy(f => f.Date, PartitionTransform.Month)
                    .Expect(rules => rules.RowCount(atLeast: 100_000).Range(f => f.Delay, -120, 1440)).Promise(service => service.FreshWithin(TimeSpan.FromDays(1)))
                    .Grant("planning", g => g.ToDomain("network-planning").For("planning")))))
        .AddDomain("safety", d => d.OwnedBy("safety@airline.example")
            .AddProduct("wildlife-strikes", p => p.Describe("Wildlife strikes reported to the FAA, 1990-2002.").Tag("bird", "wildlife")
                .Output<Strike>("strikes", o => o.Describe("One row per reported strike.")
                    .Grant("safety work", g => g.ToDomain("network-planning").For("safety-analysis"))
                    .Offer("safety-analysis", offer => offer.MaximumTerm(TimeSpan.FromDays(90))
                        .Rows(s => s.Operator != "MILITARY"))
                    .Offer("audit", offer => offer.Exclude(s => s.Species))))
            .AddProduct("airport-names", p => p.Describe("What the airport names in strike reports mean.")
                .Output<AirportName>("names", o => o.Describe("One row per name, curated by hand.")
                    .Grant("safety work", g => g.ToDomain("network-planning").For("safety-analysis")))))
        .AddDomain("network-planning", d => d.OwnedBy("planning@airline.example")
            .AddProduct("punctuality", p => p.Describe("How punctual each airport is.")
                .Input<Departure>(Departures, purpose: "planning").Input<Airport>(Airports)
                .Output<Punctuality>("by-airport", o => o.Describe("One row per airport with departures.")
                    .Grant("planning", g => g.ToDomain("network-planning").For("planning"))
                    .FromSql("""
                        select d.origin as iata, a.name as name, count(*) as departures,
                               count(*) filter (where d.delay <= 15) / cast(count(*) as double) as on_time
                        from departures d join airports a on a.iata = d.origin group by d.origin, a.name
                        """))));
}
