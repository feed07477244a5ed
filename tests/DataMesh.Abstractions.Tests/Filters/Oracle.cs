namespace DataMesh.Tests.Filters;

/// <summary>Three-valued evaluation of one row, as naive as can be: what the other interpreters are compared with.</summary>
internal static class Oracle
{
    public static bool? Evaluate(Filter filter, ScalarValue[] row) => Evaluate(filter, name => row[Rows.OrdinalOf(name)]);

    public static bool? Evaluate(Filter filter, Func<string, ScalarValue> row) => filter switch
    {
        ConstantFilter f => f.Value,
        NotFilter f => !Evaluate(f.Operand, row),
        AndFilter f => f.Operands.Aggregate((bool?)true, (all, part) => all & Evaluate(part, row)),
        OrFilter f => f.Operands.Aggregate((bool?)false, (any, part) => any | Evaluate(part, row)),
        NullFilter f => Value(f.Operand, row).IsNull,
        NanFilter f => Value(f.Operand, row) is { IsNull: false } value ? value.IsNaN : null,
        StartsWithFilter f => Value(f.Operand, row) is { IsNull: false } value ? value.AsString().StartsWith(f.Prefix, StringComparison.Ordinal) : null,
        InFilter f => f.Values.Aggregate((bool?)false, (any, v) => any | Compare(Value(f.Operand, row), ComparisonOperator.Equal, v)),
        BetweenFilter f => Compare(Value(f.Operand, row), ComparisonOperator.GreaterThanOrEqual, Value(f.Low, row))
            & Compare(Value(f.Operand, row), ComparisonOperator.LessThanOrEqual, Value(f.High, row)),
        ComparisonFilter f => Compare(Value(f.Left, row), f.Operator, Value(f.Right, row)),
        _ => throw new InvalidOperationException(),
    };

    private static ScalarValue Value(FilterOperand operand, Func<string, ScalarValue> row) => operand.ColumnName is { } name ? row(name) : operand.Value;

    private static bool? Compare(ScalarValue a, ComparisonOperator comparison, ScalarValue b)
    {
        if (comparison == ComparisonOperator.IsNotDistinctFrom)
            return a == b;
        if (comparison == ComparisonOperator.IsDistinctFrom)
            return a != b;
        if (a.IsNull || b.IsNull)
            return null;
        return comparison switch
        {
            ComparisonOperator.Equal => a == b,
            ComparisonOperator.NotEqual => a != b,
            ComparisonOperator.LessThan => a < b,
            ComparisonOperator.LessThanOrEqual => a <= b,
            ComparisonOperator.GreaterThan => a > b,
            _ => a >= b,
        };
    }
}
