namespace DataMesh.Tests.Policies;

/// <summary>Who asks, where, when and why.</summary>
internal sealed record Asking(MeshPrincipal Principal, Purpose Purpose, DateTimeOffset Now, string? Region);

/// <summary>The decision of POLICIES section 3, written down as it stands there: grants give, rules restrict.</summary>
internal sealed class NaivePolicy(PolicyDocument document, PortPolicy port, SchemaObject schema, IReadOnlyList<AccessAgreement> agreements)
{
    /// <summary>What the asking principal may see; null when it is denied.</summary>
    public NaiveSight? Decide(Asking asking)
    {
        if (asking.Principal.Product == document.Product && asking.Principal.Kind == PrincipalKind.Product)
            return NaiveSight.Everything(schema);
        if (!document.Stewards.IsEmpty && Matches(document.Stewards, asking, unknownCounts: false))
            return NaiveSight.Everything(schema);
        PolicyRule[] rules = [.. port.Rules.Where(r => Binds(r, asking))];
        if (rules.OfType<Prohibition>().Any(p => p.Columns.Count == 0 && p.Rows is null))
            return null;
        Sight[] grants = [.. Applicable(asking)];
        if (grants.Length == 0)
            return null;
        return new NaiveSight
        {
            Asking = asking,
            Grants = [.. grants.Select(g => Give(g, rules))],
            Columns = [.. schema.Properties.Select(p => p.Name).Where(c => grants.Any(g => Names(g, c)) && !IsExcluded(c, rules))],
            RowRules = [.. rules.OfType<RowFilter>().Select(r => (r.Rows, true)), .. rules.OfType<Prohibition>().Where(p => p.Rows is not null).Select(p => (p.Rows!, false))],
            Retention = port.Retention,
        };
    }

    /// <summary>True when the asking principal may know that the port exists: a grant names it, or something is offered to whoever asks.</summary>
    public bool MayKnow(Asking asking) => asking.Principal.Product == document.Product || (!document.Stewards.IsEmpty && Matches(document.Stewards, asking, unknownCounts: false))
        || port.Offers.Count > 0 || port.Grants.Any(g => !g.To.IsEmpty && Matches(g.To, asking, unknownCounts: false));

    private IEnumerable<Sight> Applicable(Asking asking)
    {
        foreach (Grant grant in port.Grants)
            if (!grant.To.IsEmpty && Matches(grant.To, asking, unknownCounts: false) && IsFor(grant.Purposes, asking.Purpose) && IsIn(grant.Regions, asking.Region)
                && (grant.ValidFrom is not { } from || asking.Now >= from) && (grant.ValidUntil is not { } until || asking.Now < until))
                yield return grant.Gives;
        foreach (AccessAgreement agreement in agreements)
            if (agreement.Status == AgreementStatus.Approved && (agreement.Start is not { } start || asking.Now >= start) && (agreement.End is not { } end || asking.Now < end)
                && agreement.Provider == document.Product && agreement.Port.Port.Port == port.Port && agreement.Port.Major == port.Major
                && port.Offers.FirstOrDefault(o => o.Name == agreement.Offer) is { } offer
                && IsConsumer(agreement.Consumer, asking.Principal) && IsFor([agreement.Purpose], asking.Purpose) && IsIn(offer.Regions, asking.Region))
                yield return offer.Gives;
    }

    private static bool IsConsumer(AgreementConsumer consumer, MeshPrincipal principal) =>
        consumer.Product is { } product ? principal.Kind == PrincipalKind.Product && principal.Product == product
        : consumer.User is { } user ? principal.Kind == PrincipalKind.User && principal.Name == user
        : principal.Domain == consumer.Domain;

    private bool Binds(PolicyRule rule, Asking asking) => IsFor(rule.Purposes, asking.Purpose) && (rule.For.IsEmpty ? When(rule.For, asking) is not false : Matches(rule.For, asking, unknownCounts: true));

    private static bool Matches(Recipients recipients, Asking asking, bool unknownCounts)
    {
        MeshPrincipal principal = asking.Principal;
        bool isNamed = (principal.Domain != default && recipients.Domains.Contains(principal.Domain))
            || recipients.Roles.Any(principal.Roles.Contains)
            || (principal.Kind == PrincipalKind.User && recipients.Users.Contains(principal.Name))
            || (principal.Kind == PrincipalKind.Product && principal.Product is { } product && recipients.Products.Contains(product));
        return isNamed && (When(recipients, asking) ?? unknownCounts);
    }

    private static bool? When(Recipients recipients, Asking asking) =>
        recipients.When is { } when ? NaiveFilter.Evaluate(when, column => throw new InvalidOperationException(column), asking.Principal, asking.Now) : true;

    private bool IsFor(IReadOnlyList<Purpose> purposes, Purpose stated)
    {
        if (purposes.Count == 0)
            return true;
        HashSet<Purpose> chain = [];
        for (Purpose step = stated; !step.IsNone && chain.Add(step);)
            step = document.Purposes.FirstOrDefault(p => p.Purpose == step)?.Parent ?? default;
        return purposes.Any(chain.Contains);
    }

    private static bool IsIn(IReadOnlyList<string> regions, string? region) => regions.Count == 0 || (region is not null && regions.Contains(region));

    private NaiveGrant Give(Sight sight, PolicyRule[] rules) => new(sight.Rows, schema.Properties.Where(p => Names(sight, p.Name)).ToDictionary(p => p.Name, p => NaiveMask.Raise(
        sight.Masks.FirstOrDefault(m => m.Column == p.Name)?.Mask ?? (Level(p.Name) >= Classification.Confidential ? Mask.Null : Mask.None),
        MasksOn(p.Name, rules).Where(m => m is not DropMask))));

    private static bool Names(Sight sight, string column) => (sight.Columns is null || sight.Columns.Contains(column)) && !sight.Excluded.Contains(column);

    private bool IsExcluded(string column, PolicyRule[] rules) =>
        rules.OfType<Prohibition>().Any(p => p.Columns.Contains(column)) || MasksOn(column, rules).Any(m => m is DropMask);

    private IEnumerable<Mask> MasksOn(string column, PolicyRule[] rules) =>
        rules.OfType<ColumnMask>().Where(m => m.Columns.Contains(column) || (m.AtLeast is { } level && Level(column) >= level) || (m.Categories & Categories(column)) != 0).Select(m => m.Mask);

    private Category Categories(string column) => port.Columns.FirstOrDefault(c => c.Name == column)?.Categories ?? Category.None;

    private Classification Level(string column)
    {
        Classification level = port.Columns.FirstOrDefault(c => c.Name == column)?.Level ?? Classification.Internal;
        return (Categories(column) & (Category.Personal | Category.Special)) != 0 && level < Classification.Confidential ? Classification.Confidential : level;
    }
}

/// <summary>One applicable grant: its filter, the columns it names and, for each, its mask after the rules.</summary>
internal sealed record NaiveGrant(Filter? Rows, IReadOnlyDictionary<string, Mask> Masks)
{
    /// <summary>True when it gives every row.</summary>
    public bool IsAlways => Rows is null or ConstantFilter { Value: true };
}
