using System.ComponentModel.DataAnnotations;

namespace DataMesh.Testing.Tests;

[DataSchema]
public sealed partial record Customer
{
    [Key]
    public required long Id { get; init; }

    public required string Tenant { get; init; }

    public string? Country { get; init; }

    [EventTime]
    public required DateTime SeenAt { get; init; }

    [Classified(Classification.Confidential)]
    public required string Email { get; init; }

    [Classified(Classification.Confidential, Category.Personal)]
    public string? Phone { get; init; }
}

/// <summary>What a consumer makes of it.</summary>
[DataSchema]
public sealed partial record Contact
{
    public required long Id { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }
}

/// <summary>Records in records, lists and dictionaries; the home is confidential by what lies in it.</summary>
[DataSchema]
public sealed partial record Household
{
    [Key]
    public required int Id { get; init; }

    public required Home Home { get; init; }

    public required Dictionary<string, int[]> Rooms { get; init; }

    public List<Pet>? Pets { get; init; }

    public required IReadOnlyList<string> Keys { get; init; }
}

[DataSchema]
public sealed partial record HouseholdView
{
    public required int Id { get; init; }

    public Home? Home { get; init; }

    public Dictionary<string, int[]>? Rooms { get; init; }

    public List<Pet>? Pets { get; init; }
}

public sealed record Home(string City, [property: Classified(Classification.Confidential)] string? Postcode);

public sealed record Pet(string Name, int? Age);

internal static class Customers
{
    public static readonly DateTime Seen = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    public static Customer Ann { get; } = new() { Id = 1, Tenant = "north", Country = "DE", SeenAt = Seen, Email = "ann@example.com", Phone = "+49 1234567" };

    public static Customer Bob { get; } = new() { Id = 2, Tenant = "south", Country = null, SeenAt = Seen.AddDays(-10), Email = "bob@example.com" };
}
