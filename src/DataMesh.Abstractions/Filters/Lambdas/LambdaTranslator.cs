using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DataMesh;

/// <summary>Translates a C# condition. Every part becomes a filter that is never unknown, so negation needs no care; only what moves is unknown where it has no value.</summary>
internal static class LambdaTranslator<T>
    where T : IDataSchema<T>
{
    public static Filter Translate(Expression expression)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new ArgumentException("Cannot use a condition in a filter that nests this deep. Split it, and combine the parts with Filter.And or Filter.Or.");
        switch (expression)
        {
            case BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.OrElse or ExpressionType.And or ExpressionType.Or } chain when chain.Type == typeof(bool):
                return TranslateChain(chain);
            case UnaryExpression { NodeType: ExpressionType.Not } not when not.Type == typeof(bool):
                return Negate(Translate(not.Operand));
            case not null when expression.Type == typeof(bool) && ClosedExpression.IsClosed(expression):
                return Constant((bool)ClosedExpression.Evaluate(expression)!);
            case ConditionalExpression choice:
                return TranslateChoice(choice);
            case BinaryExpression comparison when OperatorOf(comparison.NodeType) is { } operation:
                return TranslateComparison(comparison, operation);
            case MethodCallExpression call:
                return LambdaCalls<T>.Translate(call);
            case MemberExpression { Member: PropertyInfo { Name: "HasValue" }, Expression: { } nullable } when Nullable.GetUnderlyingType(nullable.Type) is not null:
                return Filter.Not(Filter.IsNull((LambdaColumn.Find<T>(nullable) ?? throw LambdaErrors.Untranslatable(expression)).Name));
            default:
                return LambdaColumn.Find<T>(expression!) is { Property.Type.Kind: PhysicalTypeKind.Boolean } flag
                    ? LambdaComparison.WithValue(flag, ComparisonOperator.Equal, true, expression!) : throw LambdaErrors.Untranslatable(expression!);
        }
    }

    // Long chains lean to the left: they are walked, not recursed into. What C# would not evaluate is not translated either.
    private static Filter TranslateChain(BinaryExpression chain)
    {
        bool all = chain.NodeType is ExpressionType.AndAlso or ExpressionType.And;
        Stack<Expression> parts = new();
        Expression first = chain;
        while (first is BinaryExpression link && link.NodeType == chain.NodeType && link.Type == typeof(bool))
        {
            parts.Push(link.Right);
            first = link.Left;
        }
        parts.Push(first);
        List<Filter> filters = [];
        foreach (Expression part in parts)
        {
            Filter filter = Translate(part);
            if (filter == (all ? Filter.False : Filter.True))
                return filter;
            if (filter is not ConstantFilter)
                filters.Add(filter);
        }
        return all ? Filter.And(filters) : Filter.Or(filters);
    }

    private static Filter TranslateChoice(ConditionalExpression choice) => Translate(choice.Test) switch
    {
        ConstantFilter { Value: true } => Translate(choice.IfTrue),
        ConstantFilter => Translate(choice.IfFalse),
        var test => Filter.Or(Filter.And(test, Translate(choice.IfTrue)), Filter.And(Filter.Not(test), Translate(choice.IfFalse))),
    };

    private static Filter TranslateComparison(BinaryExpression comparison, ComparisonOperator operation)
    {
        if (MovingComparison.Translate<T>(comparison, operation) is { } moving)
            return moving;
        LambdaColumn? left = LambdaColumn.Find<T>(comparison.Left), right = LambdaColumn.Find<T>(comparison.Right);
        if (left is not null && right is not null)
            return LambdaComparison.WithColumn(left, operation, right, comparison);
        if (left is not null && ClosedExpression.IsClosed(comparison.Right))
            return LambdaComparison.WithValue(left, operation, ClosedExpression.Evaluate(comparison.Right), comparison);
        if (right is not null && ClosedExpression.IsClosed(comparison.Left))
            return LambdaComparison.WithValue(right, Adapters.Authoring.SignSet.Mirror(operation), ClosedExpression.Evaluate(comparison.Left), comparison);
        if (comparison.Left.Type != typeof(bool) || operation is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual))
            throw LambdaErrors.Untranslatable(comparison);
        Filter a = Translate(comparison.Left), b = Translate(comparison.Right);
        Filter same = Filter.Or(Filter.And(a, b), Filter.And(Filter.Not(a), Filter.Not(b)));
        return operation == ComparisonOperator.Equal ? same : Filter.Not(same);
    }

    private static Filter Negate(Filter filter) => filter switch
    {
        ConstantFilter constant => Constant(constant.Value != true),
        NotFilter not => not.Operand,
        _ => Filter.Not(filter),
    };

    private static Filter Constant(bool value) => value ? Filter.True : Filter.False;

    private static ComparisonOperator? OperatorOf(ExpressionType type) => type switch
    {
        ExpressionType.Equal => ComparisonOperator.Equal,
        ExpressionType.NotEqual => ComparisonOperator.NotEqual,
        ExpressionType.LessThan => ComparisonOperator.LessThan,
        ExpressionType.LessThanOrEqual => ComparisonOperator.LessThanOrEqual,
        ExpressionType.GreaterThan => ComparisonOperator.GreaterThan,
        ExpressionType.GreaterThanOrEqual => ComparisonOperator.GreaterThanOrEqual,
        _ => null,
    };
}
