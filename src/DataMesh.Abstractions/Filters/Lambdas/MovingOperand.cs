using System.Linq.Expressions;
using System.Reflection;

namespace DataMesh;

/// <summary>What a policy's lambda means by <see cref="Policy"/>: the time of the read, shifted, or an attribute of the reader.</summary>
/// <param name="Operand">The operand of the filter.</param>
/// <param name="Kind">The kind of its values.</param>
internal sealed record MovingOperand(FilterOperand Operand, ScalarKind Kind)
{
    /// <summary>Refuses lambdas of consumers that name a member of <see cref="Policy"/>.</summary>
    /// <exception cref="ArgumentException">The lambda names one.</exception>
    public static void RefuseIn(Expression expression)
    {
        MemberSearch search = new();
        search.Visit(expression);
        if (search.Found is { } member)
            throw LambdaErrors.ForPoliciesOnly(member);
    }

    /// <summary>The operand that an expression stands for; null when it is none.</summary>
    /// <exception cref="ArgumentException">It moves in a way that no filter can express.</exception>
    public static MovingOperand? Find(Expression expression)
    {
        switch (expression)
        {
            case MemberExpression { Member: { Name: nameof(Policy.Now) } member } when member.DeclaringType == typeof(Policy):
                return new(FilterOperand.Now(), ScalarKind.Timestamp);
            case MemberExpression { Member: { Name: nameof(Policy.Today) } member } when member.DeclaringType == typeof(Policy):
                return new(FilterOperand.Today(), ScalarKind.Date);
            case MethodCallExpression { Method: { Name: nameof(Policy.User) } method } call when method.DeclaringType == typeof(Policy):
                return new(FilterOperand.Attribute(AttributeOf(call)), ScalarKind.String);
            case UnaryExpression { NodeType: ExpressionType.Convert } conversion when KeepsMoment(conversion):
                return Find(conversion.Operand);
            case MethodCallExpression { Object: { } instance } call when Find(instance) is { Operand.Offset: not null } moment:
                return moment.Shift(OffsetOf(call), expression);
            case MethodCallExpression { Method.Name: nameof(DateOnly.FromDateTime), Arguments: [var instant] } call when call.Method.DeclaringType == typeof(DateOnly) && Find(instant) is { Operand: { IsNow: true, Offset: { } offset } }:
                return new(FilterOperand.Today(offset), ScalarKind.Date);
            case BinaryExpression { NodeType: ExpressionType.Add or ExpressionType.Subtract } sum when sum.Right.Type == typeof(TimeSpan) && Find(sum.Left) is { Operand.Offset: not null } moment:
                TimeSpan by = (TimeSpan)ValueOf(sum.Right, sum)!;
                return moment.Shift(() => sum.NodeType == ExpressionType.Add ? by : -by, expression);
            default:
                return null;
        }
    }

    private MovingOperand Shift(Func<TimeSpan> offset, Expression expression)
    {
        try
        {
            TimeSpan sum = Operand.Offset!.Value + offset();
            return this with { Operand = Operand.IsToday ? FilterOperand.Today(sum) : FilterOperand.Now(sum) };
        }
        catch (Exception error) when (error is OverflowException or ArgumentException)
        {
            throw LambdaErrors.Unbounded(expression, error);
        }
    }

    private static Func<TimeSpan> OffsetOf(MethodCallExpression call)
    {
        if (call.Arguments is not [var argument])
            throw LambdaErrors.Untranslatable(call);
        return call.Method.Name switch
        {
            nameof(DateTime.AddDays) => () => TimeSpan.FromDays(Number()),
            nameof(DateTime.AddHours) => () => TimeSpan.FromHours(Number()),
            nameof(DateTime.AddMinutes) => () => TimeSpan.FromMinutes(Number()),
            nameof(DateTime.AddSeconds) => () => TimeSpan.FromSeconds(Number()),
            nameof(DateTime.AddMilliseconds) => () => TimeSpan.FromMilliseconds(Number()),
            nameof(DateTime.Add) => () => (TimeSpan)ValueOf(argument, call)!,
            nameof(DateTime.Subtract) when argument.Type == typeof(TimeSpan) => () => -(TimeSpan)ValueOf(argument, call)!,
            nameof(DateTime.AddMonths) or nameof(DateTime.AddYears) => throw LambdaErrors.OfVaryingLength(call),
            _ => throw LambdaErrors.Untranslatable(call),
        };

        double Number() => Convert.ToDouble(ValueOf(argument, call), null);
    }

    private static string AttributeOf(MethodCallExpression call) => ValueOf(call.Arguments[0], call) is string { Length: > 0 } name ? name : throw LambdaErrors.Untranslatable(call);

    private static object? ValueOf(Expression expression, Expression whole) =>
        ClosedExpression.IsClosed(expression) ? ClosedExpression.Evaluate(expression) : throw LambdaErrors.Untranslatable(whole);

    // To DateTimeOffset the conversion is an operator of its own, which means UTC for an instant of kind UTC.
    private static bool KeepsMoment(UnaryExpression conversion)
    {
        Type from = Nullable.GetUnderlyingType(conversion.Operand.Type) ?? conversion.Operand.Type, to = Nullable.GetUnderlyingType(conversion.Type) ?? conversion.Type;
        return from == to || (from == typeof(DateTime) && to == typeof(DateTimeOffset));
    }

    private sealed class MemberSearch : ExpressionVisitor
    {
        public MemberInfo? Found { get; private set; }

        protected override Expression VisitMember(MemberExpression node) => Note(node.Member, base.VisitMember, node);

        protected override Expression VisitMethodCall(MethodCallExpression node) => Note(node.Method, base.VisitMethodCall, node);

        private Expression Note<TNode>(MemberInfo member, Func<TNode, Expression> visit, TNode node)
        {
            if (member.DeclaringType == typeof(Policy))
                Found ??= member;
            return visit(node);
        }
    }
}
