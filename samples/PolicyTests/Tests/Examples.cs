namespace PolicyTests;

internal static class Examples
{
    public static readonly DateTime SignedUp = new(2026, 1, 15, 9, 30, 0, DateTimeKind.Utc);

    public static Customer Ann { get; } = new()
    {
        Id = 1,
        Tenant = "north",
        Country = "DE",
        SignedUpAt = SignedUp,
        Name = "Ann Example",
        Email = "ann@example.com",
        Phone = "+49 30 123456",
        CreditLimit = 5_000m,
    };

    public static Customer Bob { get; } = Ann with { Id = 2, Tenant = "south", Name = "Bob Example", Email = "bob@example.com", Phone = null };

    public static MeshPrincipal User(string name, string role) => new() { Name = name, Kind = PrincipalKind.User, Roles = [role] };
}
