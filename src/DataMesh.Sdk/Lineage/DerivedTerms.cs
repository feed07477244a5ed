namespace DataMesh;

/// <summary>Holds what a derived port gives against what its inputs were given for: purposes, regions and retention lie within those of every input.</summary>
internal sealed class DerivedTerms(PortBinding output, PublishMode mode)
{
    private readonly PortPolicy? _policy = PolicyEvaluation.FindPolicy(output);

    /// <exception cref="DataMeshException">The policy of the port gives more than an input allows; the message names both.</exception>
    public void Demand(IReadOnlyList<DerivedInput> inputs)
    {
        foreach (DerivedInput input in inputs)
        {
            if (input.Scan.Decision.FullSight is not null)
                continue;
            DemandPurposes(input);
            DemandRegions(input);
            DemandOwnUse(input);
            DemandRetention(input);
        }
    }

    private void DemandPurposes(DerivedInput input)
    {
        IReadOnlyList<SightSource> sources = input.Scan.Decision.Sources;
        if (sources.Any(s => s.Purposes.Count == 0))
            return;
        PurposeTree tree = new(input.Scan.Port.Product.Policy?.Purposes ?? []);
        Purpose[] given = [.. sources.SelectMany(s => s.Purposes).Distinct()];
        foreach ((string name, IReadOnlyList<Purpose> purposes, _) in Given())
            if (purposes.Count == 0 || purposes.Any(p => !tree.Covers(given, p)))
                throw Refused(input, $"'{name}' gives it {(purposes.Count == 0 ? "for any purpose" : $"for '{string.Join("', '", purposes)}'")}",
                    $"for '{string.Join("', '", given)}' only", "Name purposes within these with For, or ask the owner of the input for a wider purpose");
    }

    private void DemandRegions(DerivedInput input)
    {
        IReadOnlyList<SightSource> sources = input.Scan.Decision.Sources;
        if (sources.Any(s => s.Regions.Count == 0))
            return;
        string[] given = [.. sources.SelectMany(s => s.Regions).Distinct(StringComparer.Ordinal)];
        foreach ((string name, _, IReadOnlyList<string> regions) in Given())
            if (regions.Count == 0 || regions.Except(given, StringComparer.Ordinal).Any())
                throw Refused(input, $"'{name}' gives it in {(regions.Count == 0 ? "any region" : $"'{string.Join("', '", regions)}'")}",
                    $"in '{string.Join("', '", given)}' only", "Name regions within these with InRegion");
    }

    private void DemandOwnUse(DerivedInput input)
    {
        if (!input.Scan.Decision.Sources.Any(s => s.OwnUseOnly))
            return;
        const string Remedy = "Give it to principals of the own domain only, with ToDomain and ForOwnUse, or ask the owner of the input for more";
        foreach (Grant grant in _policy?.Grants ?? [])
            if (!grant.OwnUseOnly || !IsWithin(grant.To))
                throw Refused(input, $"'{grant.Name}' gives it {(grant.OwnUseOnly ? $"to others than the domain '{output.Name.Product.Domain}'" : "without ForOwnUse")}", "for own use only", Remedy);
        foreach (Offer offer in _policy?.Offers ?? [])
            throw Refused(input, $"'{offer.Name}' offers it to anybody", "for own use only", Remedy);
    }

    private bool IsWithin(Recipients to) =>
        to.Roles.Count == 0 && to.Users.Count == 0 && to.Products.Count == 0 && to.Domains.All(d => d == output.Name.Product.Domain);

    // Without a time of its own a row of the output lives as long as the snapshot: every refresh leaves out what may no longer be read.
    private void DemandRetention(DerivedInput input)
    {
        if (input.Scan.Decision.Policy?.Retention is not { } retention || _policy?.Retention is { } own && own.Period <= retention.Period)
            return;
        if (mode == PublishMode.Replace && output.Contract.Schema.Properties.All(p => !p.IsEventTime))
            return;
        throw Refused(input, _policy?.Retention is { } longer ? $"it lets rows be read for {longer.Period}" : "it lets rows be read for ever", $"for {retention.Period} after their fact happened", "Call Retain with at most that time");
    }

    private IEnumerable<(string Name, IReadOnlyList<Purpose> Purposes, IReadOnlyList<string> Regions)> Given() =>
        (_policy?.Grants ?? []).Select(g => (g.Name, g.Purposes, g.Regions)).Concat((_policy?.Offers ?? []).Select(o => (o.Name, o.Purposes, o.Regions)));

    private DataMeshException Refused(DerivedInput input, string what, string allowed, string remedy) => new(DataMeshErrorKind.InvalidDefinition,
        $"Cannot refresh '{output.Name}': {what}, but its input '{input.Declaration.Name}' ('{input.Scan.Port.Name}') was given {allowed}, by '{string.Join("', '", input.Scan.Decision.Sources.Select(s => s.Name))}'. {remedy}.")
    {
        Product = output.Name.Product,
        Port = output.Name,
        Operation = "refresh",
    };
}
