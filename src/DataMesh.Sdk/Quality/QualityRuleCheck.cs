using System.Text.RegularExpressions;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What quality rules must be, so that every publish can evaluate them.</summary>
internal static class QualityRuleCheck
{
    private const int LongestName = 200;
    private const int LongestQuery = 10_000;

    /// <summary>What is wrong with a rule, as a sentence; null when nothing is.</summary>
    public static string? FindProblem(QualityRule rule, SchemaObject schema)
    {
        if (rule.Name.Length > LongestName || rule.Name.Any(char.IsControl))
            return $"its name must be one line of at most {LongestName} characters.";
        if (!Enum.IsDefined(rule.Severity) || !Enum.IsDefined(rule.Dimension))
            return "its severity or dimension is none of the defined ones.";
        if (ColumnRules.FindUnknown(rule.Columns, schema) is { } unknown)
            return unknown;
        return rule switch
        {
            ConditionRule condition => FilterProblem(condition.Holds, schema),
            AllowedValuesRule { Values: [] } => "it allows no value. Name at least one.",
            AllowedValuesRule allowed when allowed.Values.Any(v => v.IsNull) => "null is no allowed value: a row without a value never breaks the rule. Use NotNull for that.",
            AllowedValuesRule allowed => FilterProblem(Filter.In(allowed.Column, allowed.Values), schema),
            PatternRule pattern => PatternProblem(pattern, schema),
            RowCountRule count => RangeProblem(count.AtLeast, count.AtMost) ?? (count.AtLeast < 0 ? "a number of rows is not negative." : null),
            UniqueRule unique => KeyProblem(unique, schema),
            ReferenceRule reference => ReferenceProblem(reference, schema),
            SqlRule sql => SqlProblem(sql),
            FreshnessRule fresh => FreshProblem(fresh, schema),
            DistributionRule distribution => DistributionProblem(distribution, schema),
            _ => null,
        };
    }

    private static string? FilterProblem(Filter filter, SchemaObject schema)
    {
        if (filter.Bind(principal: null, DateTimeOffset.UnixEpoch) != filter)
            return "its condition names the reader or the time of a read, which a publish has not. Compare columns and values only.";
        try
        {
            FilterEvaluator.Create(filter, schema.ToArrowSchema());
            return null;
        }
        catch (DataMeshException error)
        {
            return $"its condition does not fit the columns. {error.Message}";
        }
    }

    private static string? PatternProblem(PatternRule rule, SchemaObject schema)
    {
        if (schema.Find(rule.Column)!.Type.Kind != PhysicalTypeKind.String)
            return $"'{rule.Column}' holds no text, which a pattern needs.";
        try
        {
            _ = new Regex(rule.Pattern, RegexOptions.CultureInvariant);
            return null;
        }
        catch (ArgumentException error)
        {
            return $"its pattern is no regular expression: {error.Message}";
        }
    }

    private static string? KeyProblem(UniqueRule rule, SchemaObject schema)
    {
        if (rule.Key.Count == 0 || rule.Key.Distinct(StringComparer.Ordinal).Count() != rule.Key.Count)
            return "its key names no column, or one twice.";
        return rule.Key.Select(k => schema.Find(k)!).FirstOrDefault(p => p.Type.IsNested) is { } nested
            ? $"'{nested.Name}' holds structs, lists or maps, which cannot be part of a key." : ShareProblem(rule.AtMostShare);
    }

    private static string? ReferenceProblem(ReferenceRule rule, SchemaObject schema) =>
        rule.Port == default ? "it names no other port."
        : rule.Key.Count == 0 || rule.Key.Count != rule.ForeignKey.Count ? "it needs as many columns here as there, and at least one."
        : rule.Key.Select(k => schema.Find(k)!).FirstOrDefault(p => p.Type.IsNested) is { } nested ? $"'{nested.Name}' holds structs, lists or maps, which cannot be part of a key." : null;

    private static string? SqlProblem(SqlRule rule) => rule.Query.Length > LongestQuery ? $"its statement has more than {LongestQuery} characters."
        : rule.AtLeast is { } low && !double.IsFinite(low) || rule.AtMost is { } high && !double.IsFinite(high) ? "its limits must be finite numbers." : RangeProblem(rule.AtLeast, rule.AtMost);

    private static string? ShareProblem(decimal share) => share is >= 0 and <= 1 ? null : "a share lies between 0 and 1.";

    private static string? FreshProblem(FreshnessRule rule, SchemaObject schema) =>
        schema.Find(rule.Column)!.Type.Kind is not (PhysicalTypeKind.Timestamp or PhysicalTypeKind.Date) ? $"'{rule.Column}' holds no instants or dates."
        : rule.Within <= TimeSpan.Zero ? "the time that values may be old must be positive." : null;

    private static string? DistributionProblem(DistributionRule rule, SchemaObject schema) =>
        schema.Find(rule.Column)!.Type.ScalarKind is not (ScalarKind.Integer or ScalarKind.Float or ScalarKind.Decimal) ? $"'{rule.Column}' holds no numbers."
        : rule.AtLeast is { } low && !double.IsFinite(low) || rule.AtMost is { } high && !double.IsFinite(high) ? "its limits must be finite numbers." : RangeProblem(rule.AtLeast, rule.AtMost);

    private static string? RangeProblem<T>(T? atLeast, T? atMost)
        where T : struct, IComparable<T> =>
        atLeast is null && atMost is null ? "it has neither a least nor a greatest number: give at least one."
        : atLeast is { } low && atMost is { } high && low.CompareTo(high) > 0 ? "its least number is greater than its greatest." : null;
}
