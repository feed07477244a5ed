namespace DataMesh;

/// <summary>Something that gives sight of a port: a grant, or an agreement with its offer.</summary>
internal sealed record SightSource
{
    public required string Name { get; init; }

    public required PolicyElement Element { get; init; }

    public required Recipients To { get; init; }

    public required IReadOnlyList<Purpose> Purposes { get; init; }

    public required Sight Gives { get; init; }

    public IReadOnlyList<string> Regions { get; init; } = [];

    public bool OwnUseOnly { get; init; }

    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    public Guid? Agreement { get; init; }

    public IReadOnlyList<string> Obligations { get; init; } = [];

    public string? Origin { get; init; }

    public bool IsInForce(DateTimeOffset now) => (ValidFrom is not { } from || now >= from) && (ValidUntil is not { } until || now < until);

    public static SightSource Of(Grant grant) => new()
    {
        Name = grant.Name,
        Element = PolicyElement.Grant,
        To = grant.To,
        Purposes = grant.Purposes,
        Gives = grant.Gives,
        Regions = grant.Regions,
        OwnUseOnly = grant.OwnUseOnly,
        ValidFrom = grant.ValidFrom,
        ValidUntil = grant.ValidUntil,
        Obligations = grant.Obligations,
        Origin = grant.Origin,
    };

    /// <summary>The sight of an approved agreement; null when it gives none: it is not approved, or its offer is gone or no longer made for its purpose.</summary>
    public static SightSource? Of(AccessAgreement agreement, PortPolicy policy, PurposeTree purposes)
    {
        Offer? offer = agreement.Status == AgreementStatus.Approved ? policy.Offers.FirstOrDefault(o => string.Equals(o.Name, agreement.Offer, StringComparison.Ordinal)) : null;
        return offer is null || agreement.Purpose.IsNone || offer.Purposes.Count == 0 || !purposes.Covers(offer.Purposes, agreement.Purpose) ? null
            : Of(offer, agreement.Consumer.ToRecipients(), [agreement.Purpose]) with { ValidFrom = agreement.Start, ValidUntil = agreement.End, Agreement = agreement.Id };
    }

    /// <summary>What an offer would give.</summary>
    public static SightSource Of(Offer offer, Recipients to, IReadOnlyList<Purpose> purposes) => new()
    {
        Name = offer.Name,
        Element = PolicyElement.Agreement,
        To = to,
        Purposes = purposes,
        Gives = offer.Gives,
        Regions = offer.Regions,
        OwnUseOnly = offer.OwnUseOnly,
        Obligations = offer.Obligations,
        Origin = offer.Origin,
    };
}
