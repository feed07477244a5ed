using System.Collections.Frozen;

namespace DataMesh;

/// <summary>The reserved words of the text form and the spelling of comparisons.</summary>
internal static class FilterWords
{
    private static readonly FrozenSet<string> s_reserved = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "all", "and", "any", "attribute", "between", "distinct", "false", "from", "in", "infinity", "is", "nan", "not", "null", "or", "starts", "true", "unknown", "with");

    public static bool IsReserved(string word) => s_reserved.Contains(word);

    public static string Spell(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "!=",
        ComparisonOperator.LessThan => "<",
        ComparisonOperator.LessThanOrEqual => "<=",
        ComparisonOperator.GreaterThan => ">",
        ComparisonOperator.GreaterThanOrEqual => ">=",
        ComparisonOperator.IsDistinctFrom => "is distinct from",
        ComparisonOperator.IsNotDistinctFrom => "is not distinct from",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Not a comparison."),
    };

    public static ComparisonOperator? Comparison(FilterToken token) => token.Kind != FilterTokenKind.Symbol ? null : token.Value switch
    {
        "=" => ComparisonOperator.Equal,
        "!=" or "<>" => ComparisonOperator.NotEqual,
        "<" => ComparisonOperator.LessThan,
        "<=" => ComparisonOperator.LessThanOrEqual,
        ">" => ComparisonOperator.GreaterThan,
        ">=" => ComparisonOperator.GreaterThanOrEqual,
        _ => null,
    };
}
