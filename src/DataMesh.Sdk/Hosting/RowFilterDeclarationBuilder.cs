using System.Linq.Expressions;

namespace DataMesh;

internal sealed class RowFilterDeclarationBuilder(string name) : RowFilterBuilder
{
    private readonly RuleDeclaration _rule = new();

    public override RowFilterBuilder ForRole(string role) => Then(() => _rule.Bound.AddRole(role));

    public override RowFilterBuilder ForDomain(DomainName domain) => Then(() => _rule.Bound.AddDomain(domain));

    public override RowFilterBuilder ForUser(string name) => Then(() => _rule.Bound.AddUser(name));

    public override RowFilterBuilder ForProduct(ProductId product) => Then(() => _rule.Bound.AddProduct(product));

    public override RowFilterBuilder When(Expression<Func<bool>> condition) => Then(() => _rule.Bound.When(condition));

    public override RowFilterBuilder When(Filter filter) => Then(() => _rule.Bound.When(filter));

    public override RowFilterBuilder For(Purpose purpose) => Then(() => _rule.For(purpose));

    internal RowFilter Build(Filter rows, string? origin) => new() { Name = name, For = _rule.Bound.Recipients, Purposes = _rule.Purposes, Rows = rows, Origin = origin };

    private RowFilterDeclarationBuilder Then(Action declare)
    {
        declare();
        return this;
    }
}
