namespace DataMesh;

/// <summary>Decides from what is stored: grants give, rules restrict. Pure; whatever does not fit denies.</summary>
internal sealed class PolicyEvaluation(PortBinding port, MeshPrincipal? principal, Purpose purpose, string? region, DateTimeOffset now)
{
    private readonly PurposeTree _purposes = new(port.Product.Policy?.Purposes ?? []);

    /// <summary>The policy of a port; null when the document has no entry for it.</summary>
    public static PortPolicy? FindPolicy(PortBinding port) => port.Product.Policy?.Ports
        .FirstOrDefault(p => string.Equals(p.Port, port.Name.Port, StringComparison.Ordinal) && p.Major == port.Contract.Version.Major);

    /// <summary>True when the product reads itself.</summary>
    public static bool IsItself(PortBinding port, MeshPrincipal principal) =>
        principal.Kind == PrincipalKind.Product && principal.Product == port.Product.Descriptor.Id;

    /// <param name="pretendOffer">An offer that is taken as given to the principal for the purpose; null: none.</param>
    public AccessDecision Decide(string? pretendOffer)
    {
        AccessDecision denied = new() { Principal = principal, Purpose = purpose, IsAllowed = false, PolicyEpoch = port.Product.Policy?.Epoch, HoldsFrom = now, HoldsUntil = now };
        if (principal is null)
            return denied with { Denial = $"Access denied to '{port.Name}': the process does not say who it is. Call RunAs on the builder, or mesh.As(…) before OpenAsync." };
        if (IsItself(port, principal))
            return denied with { IsAllowed = true, FullSight = PolicyElement.OwnProduct, HoldsUntil = DateTimeOffset.MaxValue };
        if (port.Product.Policy is not { } document)
            return denied with { Denial = $"Access denied to '{port.Name}': its policy document is missing or cannot be read, and without one nobody may read. Ask {port.Owner} to publish it again." };
        if (RecipientMatch.Receives(document.Stewards, principal, now))
            return Bounded(denied with { IsAllowed = true, FullSight = PolicyElement.Steward }, []);
        PortPolicy policy = FindPolicy(port) ?? new PortPolicy { Port = port.Name.Port, Major = port.Contract.Version.Major };
        SightSource[] all = [.. Sources(policy, pretendOffer)];
        return Decide(denied with { Policy = policy }, policy, all);
    }

    /// <summary>True when the port is given to the principal for the purpose now, in whichever region, and no rule forbids the whole of it.</summary>
    public bool IsGiven()
    {
        if (principal is null)
            return false;
        if (IsItself(port, principal))
            return true;
        if (port.Product.Policy is not { } document)
            return false;
        return RecipientMatch.Receives(document.Stewards, principal, now)
            || (FindPolicy(port) is { } policy && Sources(policy, pretendOffer: null).Any(s => RecipientMatch.Receives(s.To, principal, now) && IsInForce(s)) && Forbids(Binding(policy)) is null);
    }

    private AccessDecision Decide(AccessDecision denied, PortPolicy policy, SightSource[] all)
    {
        SightSource[] received = [.. all.Where(s => RecipientMatch.Receives(s.To, principal!, now))];
        SightSource[] applicable = [.. received.Where(s => IsInForce(s) && IsInRegion(s.Regions))];
        if (applicable.Length == 0)
            return Bounded(denied with { Denial = new DenialText(port, principal!, purpose, region, now).Explain(received, policy, _purposes) }, all);
        PolicyRule[] binding = Binding(policy);
        if (Forbids(binding) is { } prohibition)
            return Bounded(denied with { Binding = [prohibition], Denial = $"Access denied to '{port.Name}' for {DenialText.Who(principal!)}: the rule '{prohibition.Name}' forbids it. Ask {port.Owner}." }, all);
        return Bounded(denied with { IsAllowed = true, Sources = applicable, Binding = binding }, all);
    }

    private bool IsInForce(SightSource source) => source.IsInForce(now) && _purposes.Covers(source.Purposes, purpose);

    private PolicyRule[] Binding(PortPolicy policy) => [.. policy.Rules.Where(r => RecipientMatch.Binds(r.For, principal!, now) && _purposes.Covers(r.Purposes, purpose))];

    private static PolicyRule? Forbids(PolicyRule[] binding) => binding.FirstOrDefault(r => r is Prohibition { Columns.Count: 0, Rows: null });

    private IEnumerable<SightSource> Sources(PortPolicy policy, string? pretendOffer)
    {
        foreach (Grant grant in policy.Grants)
            yield return SightSource.Of(grant);
        foreach (AccessAgreement agreement in port.Product.Agreements)
            if (agreement.Provider == port.Product.Descriptor.Id && agreement.Port.Port == port.Name && agreement.Port.Major == port.Contract.Version.Major
                && SightSource.Of(agreement, policy, _purposes) is { } given)
                yield return given;
        if (pretendOffer is not null && !purpose.IsNone && policy.Offers.FirstOrDefault(o => string.Equals(o.Name, pretendOffer, StringComparison.Ordinal)) is { } offer
            && offer.Purposes.Count > 0 && _purposes.Covers(offer.Purposes, purpose))
            yield return SightSource.Of(offer, Everybody(principal!), [purpose]);
    }

    private static Recipients Everybody(MeshPrincipal principal) => principal switch
    {
        { Kind: PrincipalKind.Product, Product: { } product } => new Recipients { Products = [product] },
        { Kind: PrincipalKind.User } => new Recipients { Users = [principal.Name] },
        _ => new Recipients { Domains = [principal.Domain] },
    };

    private bool IsInRegion(IReadOnlyList<string> regions) => regions.Count == 0 || (region is not null && regions.Contains(region, StringComparer.Ordinal));

    // A decision holds from one beginning or end of a grant to the next; one that looks at the clock holds for this moment only.
    private AccessDecision Bounded(AccessDecision decision, SightSource[] all)
    {
        if (port.Product.Policy is { } document && (RecipientMatch.Moves(document.Stewards) || all.Any(s => RecipientMatch.Moves(s.To)) || decision.Policy?.Rules.Any(r => RecipientMatch.Moves(r.For)) == true))
            return decision;
        DateTimeOffset from = DateTimeOffset.MinValue, until = DateTimeOffset.MaxValue;
        foreach (SightSource source in all)
            foreach (DateTimeOffset? end in (DateTimeOffset?[])[source.ValidFrom, source.ValidUntil])
            {
                if (end is { } past && past <= now && past > from)
                    from = past;
                if (end is { } next && next > now && next < until)
                    until = next;
            }
        return decision with { HoldsFrom = from, HoldsUntil = until };
    }
}
