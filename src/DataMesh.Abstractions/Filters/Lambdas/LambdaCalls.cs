using System.Collections;
using System.Collections.Frozen;
using System.Linq.Expressions;

namespace DataMesh;

/// <summary>Translates the few methods that filters know.</summary>
internal static class LambdaCalls<T>
    where T : IDataSchema<T>
{
    public static Filter Translate(MethodCallExpression call) => call.Method.Name switch
    {
        nameof(string.StartsWith) when call.Method.DeclaringType == typeof(string) => TranslateStartsWith(call),
        nameof(string.Equals) when call.Method.DeclaringType == typeof(string) => TranslateEquals(call),
        nameof(string.IsNullOrEmpty) when call.Method.DeclaringType == typeof(string) => TranslateIsNullOrEmpty(call),
        nameof(Enumerable.Contains) => TranslateContains(call),
        _ => throw LambdaErrors.Untranslatable(call),
    };

    private static Filter TranslateStartsWith(MethodCallExpression call)
    {
        RequireOrdinal(call, call.Arguments.Skip(1));
        string? prefix = ValueOf(call.Arguments[0], call)?.ToString();
        if (prefix is null)
            throw new ArgumentException($"Cannot use '{call}' in a filter: the prefix is null. Test for null before the call.");
        if (MovingOperand.Find(call.Object!) is { } moving)
            return new StartsWithFilter { Operand = moving.Operand, Prefix = prefix };
        LambdaColumn column = ColumnOf(call.Object!, call);
        return LambdaComparison.Ordered(Filter.StartsWith(column.Name, prefix), column, []);
    }

    private static Filter TranslateEquals(MethodCallExpression call)
    {
        Expression[] operands = call.Object is { } instance ? [instance, .. call.Arguments] : [.. call.Arguments];
        if (operands[0].Type != typeof(string) || operands[1].Type != typeof(string))
            throw LambdaErrors.Untranslatable(call);
        RequireOrdinal(call, operands.Skip(2));
        return LambdaTranslator<T>.Translate(Expression.Equal(operands[0], operands[1]));
    }

    private static Filter TranslateIsNullOrEmpty(MethodCallExpression call)
    {
        if (MovingOperand.Find(call.Arguments[0]) is { } moving)
            return Filter.Or(new NullFilter { Operand = moving.Operand }, Filter.Compare(moving.Operand, ComparisonOperator.Equal, FilterOperand.Literal("")));
        LambdaColumn column = ColumnOf(call.Arguments[0], call);
        Filter isEmpty = LambdaComparison.WithValue(column, ComparisonOperator.Equal, "", call);
        return column.IsNullable ? Filter.Or(Filter.IsNull(column.Name), isEmpty) : isEmpty;
    }

    // list.Contains(x), Enumerable.Contains(list, x), and MemoryExtensions.Contains(span of an array, x), to which C# 14 binds array.Contains(x).
    private static Filter TranslateContains(MethodCallExpression call)
    {
        bool isKnown = call.Method.DeclaringType is { } owner && (owner == typeof(Enumerable) || owner == typeof(MemoryExtensions)
            || owner.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true);
        Expression[] operands = call.Object is { } instance ? [instance, .. call.Arguments] : [.. call.Arguments];
        if (!isKnown || operands.Length > 3 || (operands.Length == 3 && !(ClosedExpression.IsClosed(operands[2]) && ClosedExpression.Evaluate(operands[2]) is null)))
            throw LambdaErrors.Untranslatable(call);
        object? values = ValueOf(SourceOf(operands[0]), call);
        if (values is not IEnumerable items || values is string)
            throw LambdaErrors.Untranslatable(call);
        if (!IsOrdinal(values))
            throw LambdaErrors.OtherComparison(call);
        return MovingOperand.Find(operands[1]) is { } moving ? ContainsMoving(moving, items, call) : LambdaComparison.WithAny(ColumnOf(operands[1], call), items.Cast<object?>(), call);
    }

    // A null in the list matches nobody: an attribute that is missing opens nothing.
    private static InFilter ContainsMoving(MovingOperand moving, IEnumerable items, Expression call) => moving.Kind == ScalarKind.String
        ? new InFilter { Operand = moving.Operand, Values = [.. items.OfType<string>().Select(ScalarValue.From).Distinct()] } : throw LambdaErrors.Untranslatable(call);

    // A span cannot be evaluated to an object: what it was made from can.
    private static Expression SourceOf(Expression expression) => expression switch
    {
        MethodCallExpression { Method.Name: "op_Implicit" or nameof(MemoryExtensions.AsSpan), Arguments: [var array] } call when IsSpan(call.Type) => SourceOf(array),
        UnaryExpression { NodeType: ExpressionType.Convert } conversion when IsSpan(conversion.Type) => SourceOf(conversion.Operand),
        _ => expression,
    };

    private static bool IsSpan(Type type) => type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>) || type.GetGenericTypeDefinition() == typeof(Span<>));

    private static bool IsOrdinal(object values) => values switch
    {
        HashSet<string> set => IsOrdinal(set.Comparer),
        FrozenSet<string> set => IsOrdinal(set.Comparer),
        SortedSet<string> => false,
        _ => true,
    };

    private static bool IsOrdinal(IEqualityComparer<string> comparer) => comparer.Equals(StringComparer.Ordinal) || comparer.Equals(EqualityComparer<string>.Default);

    private static void RequireOrdinal(MethodCallExpression call, IEnumerable<Expression> options)
    {
        foreach (Expression option in options)
        {
            if (ValueOf(option, call) is not StringComparison.Ordinal)
                throw LambdaErrors.OtherComparison(call);
        }
    }

    private static LambdaColumn ColumnOf(Expression expression, Expression call) => LambdaColumn.Find<T>(expression) ?? throw LambdaErrors.Untranslatable(call);

    private static object? ValueOf(Expression expression, Expression call) =>
        ClosedExpression.IsClosed(expression) ? ClosedExpression.Evaluate(expression) : throw LambdaErrors.Untranslatable(call);
}
