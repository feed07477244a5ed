using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Quickstart;

[DataSchema]
public sealed partial record Airport
{
    [Key, StringLength(4)] public required string Iata { get; init; }
    public required string Name { get; init; }
    public string? City { get; init; }
    public string? State { get; init; }
    public required string Country { get; init; }
    public required double Latitude { get; init; }
    public required double Longitude { get; init; }
}

[DataSchema]
public sealed partial record Departure
{
    [EventTime, Description("Scheduled departure; local to the origin, stored as if UTC.")] public required DateTime Date { get; init; }
    [Unit("min")] public required int Delay { get; init; }
    [Unit("mi")] public required int Distance { get; init; }
    [StringLength(3)] public required string Origin { get; init; }
    [StringLength(3)] public required string Destination { get; init; }
}

/// <summary>The next release of flight operations, which forgets a column.</summary>
[DataSchema]
public sealed partial record DepartureWithoutDelay
{
    [EventTime] public required DateTime Date { get; init; }
    [Unit("mi")] public required int Distance { get; init; }
    [StringLength(3)] public required string Origin { get; init; }
    [StringLength(3)] public required string Destination { get; init; }
}

[DataSchema]
public sealed partial record Strike
{
    [EventTime] public required DateOnly Date { get; init; }
    [Description("The airport in the reporter's words; airport-names has the code.")] public required string Airport { get; init; }
    public required string Operator { get; init; }
    public required string Aircraft { get; init; }
    [Description("None, minor, medium, substantial, destroyed.")] public required string Damage { get; init; }
    public required string Species { get; init; }
    public required string Phase { get; init; }
    [Unit("kn")] public int? Speed { get; init; }
    [Classified(Classification.Confidential), Unit("USD")] public required int CostRepair { get; init; }
    [Classified(Classification.Confidential), Unit("USD")] public required int CostTotal { get; init; }
}

[DataSchema]
public sealed partial record AirportName
{
    [Key] public required string Name { get; init; }
    public required string State { get; init; }
    [StringLength(3), Description("Null where no airport of the reference data is meant.")] public string? Iata { get; init; }
}

/// <summary>Derived by SQL from departures and airports.</summary>
[DataSchema]
public sealed partial record Punctuality
{
    [Key, StringLength(4)] public required string Iata { get; init; }
    public required string Name { get; init; }
    public required long Departures { get; init; }
    [Description("Share of departures at most 15 minutes late.")] public required double OnTime { get; init; }
}

/// <summary>What marketing uses of the strikes: a consumer's own record, with only the columns it needs.</summary>
[DataSchema]
public sealed partial record StrikeReport
{
    public required DateOnly Date { get; init; }
    public required string Airport { get; init; }
    public required string Operator { get; init; }
    public required string Species { get; init; }
    public int? CostRepair { get; init; }
}

/// <summary>What network planning asks by SQL.</summary>
[DataSchema]
public sealed partial record Hazard
{
    public required string Iata { get; init; }
    public string? City { get; init; }
    public required long Departures { get; init; }
    public required long Strikes { get; init; }
}
