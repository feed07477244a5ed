using System.Linq.Expressions;

namespace DataMesh;

/// <summary>Lowers C# comparisons of columns to filters that are true or false for every row, as C# is, also for null and NaN.</summary>
internal static class LambdaComparison
{
    /// <summary>A column against a value.</summary>
    public static Filter WithValue(LambdaColumn column, ComparisonOperator comparison, object? value, Expression expression)
    {
        bool negative = comparison == ComparisonOperator.NotEqual;
        bool equality = negative || comparison == ComparisonOperator.Equal;
        if (column.EnumType is not null && !equality)
            throw LambdaErrors.UnorderedEnum(expression);
        if (value is null)
            return !equality ? Filter.False : negative ? Filter.Not(Filter.IsNull(column.Name)) : Filter.IsNull(column.Name);
        (ScalarValue stored, bool isCut) = column.ToStored(value, expression);
        if (stored.IsNaN || (isCut && equality))
            return negative ? Filter.True : Filter.False;
        if (equality)
            return Filter.Compare(column.Name, column.IsGuarded ? NullSafe(negative) : comparison, stored);
        return Ordered(Filter.Compare(column.Name, isCut ? BeyondCut(comparison) : comparison, stored),
            column, comparison is ComparisonOperator.GreaterThan or ComparisonOperator.GreaterThanOrEqual ? [column] : []);
    }

    /// <summary>Two columns.</summary>
    public static Filter WithColumn(LambdaColumn left, ComparisonOperator comparison, LambdaColumn right, Expression expression)
    {
        // Arrays and collections compare by reference in C#, which rows do not have.
        if (left.EnumType != right.EnumType || left.Property.Type.Kind == PhysicalTypeKind.Binary || left.Property.Type.IsNested || right.Property.Type.IsNested)
            throw LambdaErrors.Untranslatable(expression);
        bool negative = comparison == ComparisonOperator.NotEqual;
        if (negative || comparison == ComparisonOperator.Equal)
        {
            Filter equal = Filter.Compare(left.Operand, left.IsGuarded || right.IsGuarded ? ComparisonOperator.IsNotDistinctFrom : ComparisonOperator.Equal, right.Operand);
            if (left.IsFloat && right.IsFloat)
                equal = Filter.And(equal, left.IsGuarded ? Filter.Or(Filter.IsNull(left.Name), NotNaN(left)) : NotNaN(left));
            return negative ? Filter.Not(equal) : equal;
        }
        if (left.EnumType is not null)
            throw LambdaErrors.UnorderedEnum(expression);
        LambdaColumn greater = comparison is ComparisonOperator.GreaterThan or ComparisonOperator.GreaterThanOrEqual ? left : right;
        return Ordered(Filter.Compare(left.Operand, comparison, right.Operand), left, [greater], right);
    }

    /// <summary>One of some values.</summary>
    public static Filter WithAny(LambdaColumn column, IEnumerable<object?> values, Expression expression)
    {
        object?[] all = [.. values];
        ScalarValue[] stored = [.. all.OfType<object>().Select(v => column.ToStored(v, expression)).Where(v => !v.IsCut).Select(v => v.Value).Distinct()];
        Filter any = stored.Length == 0 ? Filter.False : Ordered(Filter.In(column.Name, stored), column, []);
        return all.Length > 0 && all.Contains(null) && column.IsNullable ? Filter.Or(any, Filter.IsNull(column.Name)) : any;
    }

    /// <summary>Makes a condition false where a column it compares is null, or where one that is to be greater is NaN.</summary>
    public static Filter Ordered(Filter condition, LambdaColumn first, IEnumerable<LambdaColumn> notNaN, LambdaColumn? second = null) => Filter.And(
    [
        .. first.IsGuarded ? [Filter.Not(Filter.IsNull(first.Name))] : System.Array.Empty<Filter>(),
        .. second is { IsGuarded: true } ? [Filter.Not(Filter.IsNull(second.Name))] : System.Array.Empty<Filter>(),
        condition,
        .. notNaN.Where(c => c.IsFloat).Select(NotNaN),
    ]);

    private static Filter NotNaN(LambdaColumn column) => Filter.Not(Filter.IsNaN(column.Name));

    private static ComparisonOperator NullSafe(bool negative) => negative ? ComparisonOperator.IsDistinctFrom : ComparisonOperator.IsNotDistinctFrom;

    // The value lies between the cut one and the next microsecond, where no stored value is.
    private static ComparisonOperator BeyondCut(ComparisonOperator comparison) =>
        comparison is ComparisonOperator.LessThan or ComparisonOperator.LessThanOrEqual ? ComparisonOperator.LessThanOrEqual : ComparisonOperator.GreaterThan;
}
