using System.Text;

namespace DataMesh.Testing;

/// <summary>A decision as text, for people whose test failed.</summary>
internal static class DecisionText
{
    public static string Write(AccessExplanation explanation)
    {
        StringBuilder text = new();
        text.Append("The decision on '").Append(explanation.Port).Append("': ").AppendLine(explanation.IsAllowed ? "allowed." : "denied.");
        if (explanation.Denial is { } denial)
            text.Append("  ").AppendLine(denial);
        foreach (RuleExplanation rule in explanation.Rules)
            text.Append("  ").AppendLine(Describe(rule));
        foreach (ColumnExplanation column in explanation.Columns)
            text.Append("  column '").Append(column.Name).Append("': ").Append(Describe(column.Masks)).AppendLine(Cause(column));
        return text.ToString().TrimEnd();
    }

    /// <summary>How a column is shown that has some masks.</summary>
    public static string Describe(IReadOnlyList<Mask> masks) =>
        masks is [var only] ? Describe(only) : $"{string.Join(" or ", masks.Select(Describe))}, depending on the row";

    private static string Describe(Mask mask) => mask is NoMask ? "as it is" : $"masked with '{mask}'";

    private static string Describe(RuleExplanation rule)
    {
        List<string> parts = [$"{Word(rule.Element)} '{rule.Name}'"];
        if (rule.Rows is { } rows)
            parts.Add($"rows {rows}");
        if (rule.ValidUntil is { } until)
            parts.Add($"until {InstantText.Spell(until)}");
        if (rule.Origin is { } origin)
            parts.Add(origin);
        return string.Join(", ", parts);
    }

    private static string Cause(ColumnExplanation column) => column switch
    {
        { Rules.Count: > 0 } => $", by '{string.Join("', '", column.Rules)}'",
        { Masks: [NullMask] } => ", by its classification",
        _ => "",
    };

    private static string Word(PolicyElement element) => element switch
    {
        PolicyElement.OwnProduct => "the product itself,",
        PolicyElement.Steward => "the product's",
        PolicyElement.Grant => "grant",
        PolicyElement.Agreement => "agreement on the offer",
        PolicyElement.Prohibition => "prohibition",
        PolicyElement.RowFilter => "row filter",
        PolicyElement.ColumnMask => "column mask",
        _ => "rule",
    };
}
