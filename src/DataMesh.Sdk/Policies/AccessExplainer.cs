namespace DataMesh;

/// <summary>Says why somebody sees what it sees: to consumers by names of rules and masks, to the owner also with filters and places.</summary>
internal static class AccessExplainer
{
    /// <param name="port">The port.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="plan">What it means for the current schema; null when it denies.</param>
    /// <param name="forOwner">True for the owner's rendering.</param>
    public static AccessExplanation Explain(PortBinding port, AccessDecision decision, AccessPlan? plan, bool forOwner) => new()
    {
        Port = port.Reference,
        Principal = decision.Principal ?? new MeshPrincipal { Name = "nobody", Kind = PrincipalKind.User },
        Purpose = decision.Purpose,
        IsAllowed = decision.IsAllowed && plan is { Denial: null },
        PolicyEpoch = decision.PolicyEpoch,
        Rules = [.. Rules(decision, forOwner)],
        Columns = plan is { Denial: null } allowed ? [.. allowed.Columns.Select(c => Explain(c, decision))] : [],
        Denial = decision.Denial ?? plan?.Denial,
    };

    private static IEnumerable<RuleExplanation> Rules(AccessDecision decision, bool forOwner)
    {
        if (decision.FullSight is { } sight)
            yield return new RuleExplanation { Name = decision.Rules[0], Element = sight };
        foreach (SightSource source in decision.Sources)
            yield return new RuleExplanation
            {
                Name = source.Name,
                Element = source.Element,
                LimitsRows = source.Gives.Rows is not null,
                Rows = forOwner ? source.Gives.Rows?.ToString() : null,
                Origin = forOwner ? source.Origin : null,
                Agreement = source.Agreement,
                ValidUntil = source.ValidUntil,
                Obligations = source.Obligations,
            };
        foreach (PolicyRule rule in decision.Binding)
            yield return Explain(rule, (rule as Prohibition)?.Rows ?? (rule as RowFilter)?.Rows, forOwner);
        if (decision is { FullSight: null, IsAllowed: true, Policy.Retention: { } retention })
            yield return new RuleExplanation { Name = "retention", Element = PolicyElement.Retention, LimitsRows = true, Rows = forOwner ? $"{retention.Column} within {retention.Period}" : null };
        if (decision.HiddenColumns.Count > 0)
            yield return new RuleExplanation { Name = "policy engine", Element = PolicyElement.PolicyEngine };
    }

    private static RuleExplanation Explain(PolicyRule rule, Filter? rows, bool forOwner) => new()
    {
        Name = rule.Name,
        Element = AccessDecision.ElementOf(rule),
        LimitsRows = rows is not null,
        Rows = forOwner ? rows?.ToString() : null,
        Origin = forOwner ? rule.Origin : null,
    };

    private static ColumnExplanation Explain(PlannedColumn column, AccessDecision decision) => new()
    {
        Name = column.Stored.Name,
        Masks = AccessPlanner.MasksOf(column),
        Rules = column.Stored.GetFieldId() is int id && decision.FullSight is null ? [.. Causes(id, decision)] : [],
    };

    // A grant sets a mask by naming the column; a rule by naming it, its level or its category.
    private static IEnumerable<string> Causes(int fieldId, AccessDecision decision)
    {
        ColumnClassification? column = decision.Policy?.Columns.FirstOrDefault(c => c.FieldId == fieldId);
        if (column is null)
            yield break;
        foreach (SightSource source in decision.Sources)
            if (source.Gives.Masks.Any(m => m.Column == column.Name && m.Mask is not NoMask))
                yield return source.Name;
        foreach (ColumnMask mask in decision.Binding.OfType<ColumnMask>())
            if (ColumnRules.Covers(mask, column))
                yield return mask.Name;
    }
}
