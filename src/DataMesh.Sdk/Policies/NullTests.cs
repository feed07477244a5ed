namespace DataMesh;

/// <summary>Finds negations of nullable columns that do not say what null means.</summary>
/// <remarks>
/// In a policy's condition a nullable column must not stand under <c>!=</c>, <c>is distinct from</c> or <c>not</c> unless a test of it for null stands beside that, in the same
/// or an enclosing <c>and</c> or <c>or</c>. A test inside a <c>not</c> does not count for that <c>not</c>, because comparisons of lambdas bring such tests of their own.
/// </remarks>
internal static class NullTests
{
    /// <summary>A nullable column that is negated without a test; null when there is none.</summary>
    public static string? FindUntested(Filter filter, SchemaObject schema) => Find(filter, schema, [], isNegated: false);

    private static string? Find(Filter filter, SchemaObject schema, HashSet<string> tested, bool isNegated) => filter switch
    {
        AndFilter and => FindIn(and.Operands, schema, tested, isNegated),
        OrFilter or => FindIn(or.Operands, schema, tested, isNegated),
        NotFilter { Operand: NullFilter } or NullFilter or ConstantFilter => null,
        NotFilter not => Find(not.Operand, schema, tested, isNegated: true),
        ComparisonFilter { Operator: ComparisonOperator.NotEqual or ComparisonOperator.IsDistinctFrom } => FindColumn(filter, schema, tested),
        _ => isNegated ? FindColumn(filter, schema, tested) : null,
    };

    private static string? FindIn(IReadOnlyList<Filter> operands, SchemaObject schema, HashSet<string> tested, bool isNegated)
    {
        if (!isNegated && operands.Any(o => TestedColumn(o) is not null))
            tested = [.. tested, .. operands.Select(TestedColumn).OfType<string>()];
        return operands.Select(o => Find(o, schema, tested, isNegated)).FirstOrDefault(c => c is not null);
    }

    private static string? FindColumn(Filter filter, SchemaObject schema, HashSet<string> tested) =>
        filter.GetColumns().Order(StringComparer.Ordinal).FirstOrDefault(c => schema.Find(c) is { Required: false } && !tested.Contains(c));

    private static string? TestedColumn(Filter filter) => filter switch
    {
        NullFilter test => test.Operand.ColumnName,
        NotFilter { Operand: NullFilter test } => test.Operand.ColumnName,
        _ => null,
    };
}
