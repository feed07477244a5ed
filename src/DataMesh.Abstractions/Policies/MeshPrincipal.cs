using System.Security.Claims;

namespace DataMesh;

/// <summary>Who reads. Every read has a principal; a read without one is denied.</summary>
/// <remarks>Immutable. Text converts to the principal of the domain of that name: <c>mesh.As("finance")</c>.</remarks>
public sealed record MeshPrincipal
{
    private readonly DomainName? _domain;

    /// <summary>The name that audit records and messages print.</summary>
    public required string Name { get; init; }

    /// <summary>What the principal stands for.</summary>
    public PrincipalKind Kind { get; init; }

    /// <summary>The domain the principal acts for. A principal of kind <see cref="PrincipalKind.Domain"/> that does not say otherwise acts for the domain of its name.</summary>
    public DomainName Domain
    {
        get => _domain ?? (Kind == PrincipalKind.Domain && DomainName.TryParse(Name, null, out DomainName own) ? own : default);
        init => _domain = value;
    }

    /// <summary>The product whose identity the principal has; only for <see cref="PrincipalKind.Product"/>.</summary>
    public ProductId? Product { get; init; }

    /// <summary>The roles the principal holds, compared ordinally.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Attributes that policies may refer to by name.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The principal of a domain.</summary>
    /// <exception cref="FormatException">The text is not a domain name.</exception>
    public static implicit operator MeshPrincipal(string domain) => ForDomain(domain);

    /// <summary>The principal of a domain.</summary>
    public static MeshPrincipal ForDomain(DomainName domain) => new() { Name = domain.ToString(), Kind = PrincipalKind.Domain, Domain = domain };

    /// <summary>The principal of an authenticated user: name, role claims, the claim <c>domain</c>, and as attributes the claims that are named.</summary>
    /// <param name="user">The user.</param>
    /// <param name="attributes">Types of claims that become attributes of the same name; others never do. A claim that has several values becomes none: a policy could not tell which one counts.</param>
    /// <exception cref="ArgumentException">The user is not authenticated or has no name.</exception>
    public static MeshPrincipal From(ClaimsPrincipal user, params IReadOnlyList<string> attributes)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(attributes);
        if (user.Identity is not { IsAuthenticated: true })
            throw new ArgumentException("Cannot act for an anonymous user: require authentication before calling MeshPrincipal.From.", nameof(user));
        string name = user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value ?? user.Identity.Name
            ?? throw new ArgumentException("Cannot act for a user without a name: the identity has neither a 'sub' nor a name claim.", nameof(user));
        return new MeshPrincipal
        {
            Name = name,
            Kind = PrincipalKind.User,
            Domain = DomainName.TryParse(user.FindFirst("domain")?.Value, null, out DomainName domain) ? domain : default,
            Roles = [.. user.Claims.Where(c => c.Type is ClaimTypes.Role or "role" or "roles").Select(c => c.Value).Distinct(StringComparer.Ordinal)],
            Attributes = attributes.Distinct(StringComparer.Ordinal)
                .Select(type => (Type: type, Values: user.FindAll(c => string.Equals(c.Type, type, StringComparison.Ordinal)).Select(c => c.Value).Distinct(StringComparer.Ordinal).ToArray()))
                .Where(a => a.Values.Length == 1).ToDictionary(a => a.Type, a => a.Values[0], StringComparer.Ordinal),
        };
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
