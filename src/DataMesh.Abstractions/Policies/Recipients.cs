namespace DataMesh;

/// <summary>Whom a grant is for, or whom a rule binds. A principal matches when one of the lists names it and <see cref="When"/> is true for it.</summary>
/// <remarks>Immutable. For grants, a value that names nobody matches nobody; for rules, it matches everybody.</remarks>
public sealed record Recipients
{
    /// <summary>Names nobody.</summary>
    public static Recipients Nobody { get; } = new();

    /// <summary>Domains whose principals match.</summary>
    public IReadOnlyList<DomainName> Domains { get; init; } = [];

    /// <summary>Roles whose holders match, compared ordinally.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Names of users who match, compared ordinally; only principals of kind <see cref="PrincipalKind.User"/>.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Products whose own principal matches, by identity.</summary>
    public IReadOnlyList<ProductId> Products { get; init; } = [];

    /// <summary>A condition on the principal's attributes; null: none. It names no columns. In a grant it must be true; in a rule everything but false binds.</summary>
    public Filter? When { get; init; }

    /// <summary>True when no list names anybody.</summary>
    public bool IsEmpty => Domains.Count == 0 && Roles.Count == 0 && Users.Count == 0 && Products.Count == 0;
}
