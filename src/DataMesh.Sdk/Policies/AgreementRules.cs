using System.Globalization;

namespace DataMesh;

/// <summary>How agreements move from state to state: pure, and refused here when a move is not allowed.</summary>
internal static class AgreementRules
{
    public static AccessAgreement Approve(AgreementCase given, AccessApproval approval)
    {
        AccessAgreement request = Undecided(given, "approve");
        Offer offer = ChooseOffer(given, approval.Offer ?? request.Offer);
        DateTimeOffset start = approval.Start ?? given.Now;
        DateTimeOffset? latest = offer.MaximumTerm is { } term ? Later(start, term) : null;
        DateTimeOffset? end = approval.Until ?? (request.End is { } wish && (latest is null || wish < latest) ? wish : latest);
        if (end <= start || end <= given.Now)
            throw Invalid(given, "approve", string.Create(CultureInfo.InvariantCulture, $"it would end at {end:u}, before it holds. Pass a later Until in the AccessApproval."));
        if (end > latest || (end is null && latest is not null))
            throw Invalid(given, "approve", TooLong(offer, latest!.Value));
        DemandRoom(given, offer);
        return Decided(given, approval.Comment) with
        {
            Status = AgreementStatus.Approved,
            Offer = offer.Name,
            Start = start,
            End = end,
            NextReassessment = approval.NextReassessment,
        };
    }

    public static AccessAgreement Reject(AgreementCase given, string reason)
    {
        Undecided(given, "reject");
        return Decided(given, reason) with { Status = AgreementStatus.Rejected };
    }

    public static AccessAgreement Renew(AgreementCase given, DateTimeOffset until)
    {
        AccessAgreement agreement = InForce(given, "renew");
        Offer offer = ChooseOffer(given, agreement.Offer, "renew");
        if (until <= given.Now || until <= agreement.Start)
            throw Invalid(given, "renew", string.Create(CultureInfo.InvariantCulture, $"{until:u} is past. Pass a later end, or end it with RevokeAsync."));
        DateTimeOffset from = agreement.Start > given.Now ? agreement.Start.Value : given.Now;
        return offer.MaximumTerm is { } term && until > Later(from, term) ? throw Invalid(given, "renew", TooLong(offer, Later(from, term)))
            : Decided(given, agreement.Comment) with { End = until };
    }

    public static AccessAgreement Revoke(AgreementCase given, string reason)
    {
        InForce(given, "revoke");
        return Decided(given, reason) with { End = given.Now };
    }

    private static AccessAgreement Decided(AgreementCase given, string? comment) => given.Agreement with
    {
        DecidedBy = given.Decider.Name,
        DecidedAt = given.Now,
        Comment = comment,
    };

    private static AccessAgreement Undecided(AgreementCase given, string operation) => given.Agreement.Status switch
    {
        AgreementStatus.Requested => given.Agreement,
        AgreementStatus.Approved => throw Invalid(given, operation, "it is approved already. Change it with RenewAsync or RevokeAsync."),
        _ => throw Invalid(given, operation, "it is rejected already. Have the consumer ask again with RequestAsync."),
    };

    // An agreement that has not begun can be renewed and revoked as well.
    private static AccessAgreement InForce(AgreementCase given, string operation) => given.Agreement switch
    {
        { Status: AgreementStatus.Requested } => throw Invalid(given, operation, "nobody has decided it. Use ApproveAsync or RejectAsync."),
        { Status: AgreementStatus.Rejected } => throw Invalid(given, operation, "it is rejected. Have the consumer ask again with RequestAsync."),
        { End: { } end } when end <= given.Now => throw Invalid(given, operation, string.Create(CultureInfo.InvariantCulture, $"it ended at {end:u}. Have the consumer ask again with RequestAsync.")),
        _ => given.Agreement,
    };

    private static Offer ChooseOffer(AgreementCase given, string? name, string operation = "approve")
    {
        if (given.Policy is not { } policy)
            throw Invalid(given, operation, $"the policy of '{given.Agreement.Port}' is missing or cannot be read. Register the product again.");
        Offer[] fitting = [.. policy.Offers.Where(o => o.Purposes.Count > 0 && given.Purposes.Covers(o.Purposes, given.Agreement.Purpose))];
        Offer[] chosen = name is null ? fitting : [.. fitting.Where(o => string.Equals(o.Name, name, StringComparison.Ordinal))];
        return chosen switch
        {
            [Offer one] => one,
            [] when fitting.Length == 0 => throw Invalid(given, operation, $"nothing is offered for purpose '{given.Agreement.Purpose}'. Reject it with RejectAsync, or declare an offer and register again."),
            [] => throw Invalid(given, operation, $"there is no offer '{name}' for purpose '{given.Agreement.Purpose}'. Offered: '{string.Join("', '", fitting.Select(o => o.Name))}'."),
            _ => throw Invalid(given, operation, $"several offers fit purpose '{given.Agreement.Purpose}'. Name one in the AccessApproval: '{string.Join("', '", fitting.Select(o => o.Name))}'."),
        };
    }

    // Counts what could ever apply to one reader of the consumer at once, so that no read meets more.
    private static void DemandRoom(AgreementCase given, Offer offer)
    {
        AgreementConsumer consumer = given.Agreement.Consumer;
        int grants = given.Policy!.Grants.Count(g => g.To.Domains.Contains(consumer.Domain) || g.To.Roles.Count + g.To.Users.Count + g.To.Products.Count > 0);
        int agreements = given.Product.Registration.Agreements
            .Where(a => a.Status == AgreementStatus.Approved && a.Port == given.Agreement.Port && (a.Consumer.Domain == consumer.Domain || a.Consumer.User is not null) && !(a.End <= given.Now))
            .Select(a => (a.Consumer, a.Purpose, a.Offer)).Append((consumer, given.Agreement.Purpose, offer.Name)).Distinct().Count();
        if (grants + agreements > PolicyDocument.MaximumApplicableGrants)
            throw Invalid(given, "approve", $"with it {grants + agreements} grants and agreements could apply to one reader of '{consumer.Domain}', at most {PolicyDocument.MaximumApplicableGrants} may. End some with RevokeAsync, or declare fewer grants.", DataMeshErrorKind.LimitExceeded);
    }

    private static DateTimeOffset Later(DateTimeOffset from, TimeSpan term) => term > DateTimeOffset.MaxValue - from ? DateTimeOffset.MaxValue : from + term;

    private static string TooLong(Offer offer, DateTimeOffset latest) =>
        string.Create(CultureInfo.InvariantCulture, $"the offer '{offer.Name}' is made for {offer.MaximumTerm!.Value.TotalDays:0.##} days at most. Choose an end until {latest:u}.");

    private static DataMeshException Invalid(AgreementCase given, string operation, string problem, DataMeshErrorKind kind = DataMeshErrorKind.InvalidRequest) =>
        new(kind, $"Cannot {operation} agreement '{given.Agreement.Id}' about '{given.Agreement.Port}': {problem}") { Product = given.Agreement.Port.Port.Product, Port = given.Agreement.Port.Port, Operation = operation };
}
