using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What the columns and masks of a policy must be.</summary>
internal static class ColumnRules
{
    /// <summary>Says which column does not exist; null when all do.</summary>
    public static string? FindUnknown(IEnumerable<string> columns, SchemaObject schema)
    {
        if (columns.FirstOrDefault(c => schema.Find(c) is null) is not { } unknown)
            return null;
        return NearestName.Find(unknown, schema.Properties.Select(p => p.Name)) is { } near ? $"there is no column '{unknown}'. Did you mean '{near}'?"
            : $"there is no column '{unknown}'. Columns are: {string.Join(", ", schema.Properties.Select(p => $"'{p.Name}'"))}.";
    }

    /// <summary>What is wrong with a sight, as a sentence; null when nothing is.</summary>
    public static string? FindProblem(Sight sight, SchemaObject schema)
    {
        if (FindUnknown([.. sight.Columns ?? [], .. sight.Excluded, .. sight.Masks.Select(m => m.Column)], schema) is { } unknown)
            return unknown;
        string[] shown = [.. (sight.Columns ?? schema.Properties.Select(p => p.Name)).Except(sight.Excluded, StringComparer.Ordinal)];
        if (shown.Length == 0)
            return "it shows no column. Name at least one.";
        if (sight.Columns?.Intersect(sight.Excluded, StringComparer.Ordinal).FirstOrDefault() is { } both)
            return $"it names '{both}' and excludes it. Do one of them.";
        if (sight.Masks.GroupBy(m => m.Column, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return $"it masks '{twice.Key}' twice. Mask it once.";
        if (sight.Masks.FirstOrDefault(m => !shown.Contains(m.Column, StringComparer.Ordinal)) is { } hidden)
            return $"it masks '{hidden.Column}', which it does not show. Name the column, or take the mask away.";
        if (sight.Masks.FirstOrDefault(m => m.Mask is DropMask) is { } dropped)
            return $"it drops '{dropped.Column}', which only a rule can do. Exclude the column, or use Prohibit.";
        return sight.Masks.Select(m => FindProblem(m.Mask, schema.Find(m.Column)!)).FirstOrDefault(p => p is not null)
            ?? (sight.Rows is { } rows ? FilterRules.FindProblem(rows, schema) : null);
    }

    /// <summary>True when a grant, offer or rule masks a column, for whomever: then nothing may say its values beside the masked reads.</summary>
    public static bool IsMasked(PortPolicy policy, ColumnClassification column) =>
        policy.Grants.Select(g => g.Gives).Concat(policy.Offers.Select(o => o.Gives)).Any(s => s.Masks.Any(m => string.Equals(m.Column, column.Name, StringComparison.Ordinal) && m.Mask is not NoMask))
        || policy.Rules.OfType<ColumnMask>().Any(r => Covers(r, column));

    /// <summary>The columns whose values nothing may say beside reads under the policy: no bounds, no profile.</summary>
    public static IReadOnlyList<string> Withheld(SchemaObject schema, PortPolicy policy) => [.. schema.Properties.Select(p => ColumnLevels.Of(p, policy))
        .Where(c => !c.KeepBounds && (c.Level >= Classification.Confidential || IsMasked(policy, c))).Select(c => c.Name)];

    /// <summary>What is wrong with a mask on a column, as a sentence; null when nothing is.</summary>
    public static string? FindProblem(Mask mask, SchemaProperty column) => mask.FindProblem(column) is { } problem
        ? $"it cannot mask '{column.Name}' with '{KindOf(mask)}': {problem}. Use another mask, for example Mask.Null." : null;

    /// <summary>True when a mask rule is for a column.</summary>
    public static bool Covers(ColumnMask rule, ColumnClassification column) =>
        rule.Columns.Contains(column.Name, StringComparer.Ordinal) || (rule.AtLeast is { } level && ColumnLevels.Effective(column.Level, column.Categories) >= level) || (rule.Categories & column.Categories) != 0;

    // A constant stands for hidden values; it is not for messages.
    private static string KindOf(Mask mask) => mask is ConstantMask ? "constant" : mask.ToString();
}
