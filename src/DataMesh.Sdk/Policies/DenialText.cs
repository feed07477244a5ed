namespace DataMesh;

/// <summary>Says why nothing applies, by the statement that came closest, and what to do. Names nobody else who has access.</summary>
internal sealed class DenialText(PortBinding port, MeshPrincipal principal, Purpose purpose, string? region, DateTimeOffset now)
{
    public static string Who(MeshPrincipal principal) => principal.Kind == PrincipalKind.Domain ? $"domain '{principal.Domain}'" : $"'{principal.Name}'";

    /// <param name="received">The grants and agreements that name the principal, in force or not.</param>
    /// <param name="policy">The policy of the port.</param>
    /// <param name="purposes">The purposes of the product.</param>
    public string Explain(IReadOnlyList<SightSource> received, PortPolicy policy, PurposeTree purposes)
    {
        Purpose[] given = [.. received.Where(s => s.IsInForce(now)).SelectMany(s => s.Purposes).Distinct()];
        Purpose[] offered = [.. given.Union(policy.Offers.SelectMany(o => o.Purposes))];
        if (purpose.IsNone && offered.Length > 0 && (given.Length > 0 || received.Count == 0))
            return $"'{port.Name}' demands a purpose. Offered: {string.Join(", ", offered)}. Pass purpose: to OpenAsync.";
        string denied = $"Access denied to '{port.Name}' for {Who(principal)}{(purpose.IsNone ? "" : $", purpose '{purpose}'")}: ";
        SightSource[] fitting = [.. received.Where(s => purposes.Covers(s.Purposes, purpose))];
        if (fitting.Where(s => s.IsInForce(now)).SelectMany(s => s.Regions).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } regions)
            return denied + $"it may be read in '{string.Join("', '", regions)}' only, and this process {(region is null ? "does not say where it runs" : $"runs in '{region}'")}. Say where with UseRegion, or ask {port.Owner}.";
        bool isOffered = policy.Offers.Any(o => o.Purposes.Count > 0 && purposes.Covers(o.Purposes, purpose));
        if (fitting.Any(s => s.ValidUntil <= now))
            return denied + $"the access has ended. {(isOffered ? $"Ask for it again with Access.RequestAsync, or talk to {port.Owner}." : $"Ask {port.Owner}.")}";
        if (fitting.Length > 0)
            return denied + $"the access has not begun yet. Ask {port.Owner}.";
        if (given.Length > 0)
            return denied + $"granted for '{string.Join("', '", given)}' only. {(isOffered ? "Ask for more with Access.RequestAsync, or open" : "Open")} it for one of these, or ask {port.Owner}.";
        return denied + (isOffered ? $"no agreement covers it. Ask for one with Access.RequestAsync, or talk to {port.Owner}."
            : policy.Offers.Count > 0 ? $"no agreement covers it. Offered: {string.Join(", ", offered)}. Ask for one of these with Access.RequestAsync, or talk to {port.Owner}."
            : $"no grant covers it. Ask {port.Owner} for a grant.");
    }
}
