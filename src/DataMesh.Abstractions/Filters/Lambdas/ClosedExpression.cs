using System.Linq.Expressions;
using System.Reflection;

namespace DataMesh;

/// <summary>Sub-expressions that depend neither on the row nor on the read: they are evaluated once, when the filter is made.</summary>
internal static class ClosedExpression
{
    public static bool IsClosed(Expression expression)
    {
        RowSearch search = new();
        search.Visit(expression);
        return !search.Found;
    }

    /// <summary>Evaluates an expression. Captured locals and static members are read by reflection; only what is left is interpreted.</summary>
    public static object? Evaluate(Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value;
            case MemberExpression { Member: FieldInfo field } member when member.Expression is not { } instance || Evaluate(instance) is not null:
                return field.GetValue(member.Expression is { } owner ? Evaluate(owner) : null);
            default:
                return Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();
        }
    }

    private sealed class RowSearch : ExpressionVisitor
    {
        public bool Found { get; private set; }

        public override Expression? Visit(Expression? node) => Found ? node : base.Visit(node);

        protected override Expression VisitMember(MemberExpression node)
        {
            Found |= node.Member.DeclaringType == typeof(Policy);
            return base.VisitMember(node);
        }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            Found |= node.Method.DeclaringType == typeof(Policy);
            return base.VisitMethodCall(node);
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            Found = true;
            return node;
        }
    }
}
