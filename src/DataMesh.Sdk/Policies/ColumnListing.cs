namespace DataMesh;

/// <summary>Which columns of a port a principal may know of, without a stated purpose and without opening the table.</summary>
internal sealed class ColumnListing(PortBinding port, MeshPrincipal principal, DateTimeOffset now)
{
    public IReadOnlyList<string> List()
    {
        string[] columns = [.. port.Contract.Schema.Properties.Select(p => p.Name)];
        if (PolicyEvaluation.IsItself(port, principal) || (port.Product.Policy is { } document && RecipientMatch.Receives(document.Stewards, principal, now)))
            return columns;
        if (PolicyEvaluation.FindPolicy(port) is not { } policy)
            return [];
        PolicyRule[] binding = [.. policy.Rules.Where(r => RecipientMatch.Binds(r.For, principal, now))];
        if (binding.Any(r => r is Prohibition { Columns.Count: 0, Rows: null, Purposes.Count: 0 }))
            return [];
        HashSet<string> hidden = [.. binding.SelectMany(r => Hidden(r, policy))];
        // A name that the contract no longer has may stand for a column that it has under another.
        if (hidden.Any(h => port.Contract.Schema.Find(h) is null))
            return [];
        HashSet<string> named = [.. Received(policy).SelectMany(s => (s.Gives.Columns ?? columns).Except(s.Gives.Excluded, StringComparer.Ordinal))];
        return [.. columns.Where(c => named.Contains(c) && !hidden.Contains(c))];
    }

    private IEnumerable<SightSource> Received(PortPolicy policy)
    {
        PurposeTree purposes = new(port.Product.Policy!.Purposes);
        IEnumerable<SightSource> given = port.Product.Agreements
            .Where(a => a.Provider == port.Product.Descriptor.Id && a.Port.Port == port.Name && a.Port.Major == port.Contract.Version.Major)
            .Select(a => SightSource.Of(a, policy, purposes)).OfType<SightSource>();
        return policy.Grants.Select(SightSource.Of).Concat(given).Where(s => s.IsInForce(now) && RecipientMatch.Receives(s.To, principal, now));
    }

    private static IEnumerable<string> Hidden(PolicyRule rule, PortPolicy policy) => rule switch
    {
        Prohibition prohibition => prohibition.Columns,
        ColumnMask { Mask: DropMask } mask => mask.Columns.Concat(policy.Columns.Where(c => ColumnRules.Covers(mask, c)).Select(c => c.Name)),
        _ => [],
    };
}
