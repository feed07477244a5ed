namespace DataMesh;

/// <summary>The consuming side of an agreement: a domain, a product of it, or one user.</summary>
public sealed record AgreementConsumer
{
    /// <summary>The domain whose prefix of the root holds the request.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>The consuming product, by identity; null: the domain as a whole, or a user.</summary>
    public ProductId? Product { get; init; }

    /// <summary>The consuming user's name; null: the domain as a whole, or a product.</summary>
    public string? User { get; init; }

    /// <summary>The recipients that the agreement gives sight to.</summary>
    public Recipients ToRecipients() => Product is { } product ? new Recipients { Products = [product] } : User is { } user ? new Recipients { Users = [user] } : new Recipients { Domains = [Domain] };
}
