using System.Linq.Expressions;

namespace DataMesh;

/// <summary>Lowers comparisons with what moves. They are unknown where a column or attribute is null, so that a missing attribute opens nothing, also under <c>!</c>.</summary>
internal static class MovingComparison
{
    /// <summary>Translates a comparison of which one side moves; null when neither does.</summary>
    public static Filter? Translate<T>(BinaryExpression comparison, ComparisonOperator operation)
        where T : IDataSchema<T>
    {
        MovingOperand? left = MovingOperand.Find(comparison.Left), right = MovingOperand.Find(comparison.Right);
        if (left is not null && right is not null)
            return left.Kind == right.Kind ? Filter.Compare(left.Operand, operation, right.Operand) : throw LambdaErrors.Untranslatable(comparison);
        if (left is not null)
            return WithOther<T>(left, operation, comparison.Right, comparison);
        return right is null ? null : WithOther<T>(right, Adapters.Authoring.SignSet.Mirror(operation), comparison.Left, comparison);
    }

    private static Filter WithOther<T>(MovingOperand moving, ComparisonOperator operation, Expression other, Expression expression)
        where T : IDataSchema<T>
    {
        if (LambdaColumn.Find<T>(other) is { } column)
            return column.Property.Type.ScalarKind == moving.Kind && column.EnumType is null ? Filter.Compare(moving.Operand, operation, column.Operand) : throw LambdaErrors.Untranslatable(expression);
        if (!ClosedExpression.IsClosed(other))
            throw LambdaErrors.Untranslatable(expression);
        bool negative = operation == ComparisonOperator.NotEqual;
        return ClosedExpression.Evaluate(other) switch
        {
            null when negative => Filter.Not(new NullFilter { Operand = moving.Operand }),
            null => operation == ComparisonOperator.Equal ? new NullFilter { Operand = moving.Operand } : Filter.False,
            string text when moving.Kind == ScalarKind.String => Filter.Compare(moving.Operand, operation, FilterOperand.Literal(text)),
            DateOnly date when moving.Kind == ScalarKind.Date => Filter.Compare(moving.Operand, operation, FilterOperand.Literal(ScalarValue.From(date))),
            DateTime instant when moving.Kind == ScalarKind.Timestamp => Filter.Compare(moving.Operand, operation, FilterOperand.Literal(ScalarValue.From(instant))),
            DateTimeOffset instant when moving.Kind == ScalarKind.Timestamp => Filter.Compare(moving.Operand, operation, FilterOperand.Literal(ScalarValue.From(instant))),
            _ => throw LambdaErrors.Untranslatable(expression),
        };
    }
}
