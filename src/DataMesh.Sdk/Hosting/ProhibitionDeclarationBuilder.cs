using System.Linq.Expressions;

namespace DataMesh;

internal sealed class ProhibitionDeclarationBuilder<T>(string name) : ProhibitionBuilder<T>
    where T : IDataSchema<T>
{
    private readonly RuleDeclaration _rule = new();
    private readonly List<string> _columns = [];
    private readonly List<Filter> _rows = [];

    public override ProhibitionBuilder<T> ForRole(string role) => Then(() => _rule.Bound.AddRole(role));

    public override ProhibitionBuilder<T> ForDomain(DomainName domain) => Then(() => _rule.Bound.AddDomain(domain));

    public override ProhibitionBuilder<T> ForUser(string name) => Then(() => _rule.Bound.AddUser(name));

    public override ProhibitionBuilder<T> ForProduct(ProductId product) => Then(() => _rule.Bound.AddProduct(product));

    public override ProhibitionBuilder<T> When(Expression<Func<bool>> condition) => Then(() => _rule.Bound.When(condition));

    public override ProhibitionBuilder<T> When(Filter filter) => Then(() => _rule.Bound.When(filter));

    public override ProhibitionBuilder<T> For(Purpose purpose) => Then(() => _rule.For(purpose));

    public override ProhibitionBuilder<T> Columns(params ReadOnlySpan<Expression<Func<T, object?>>> columns)
    {
        _columns.AddRange(DeclaredColumn.NamesOf(columns));
        return this;
    }

    public override ProhibitionBuilder<T> Rows(Expression<Func<T, bool>> condition) => Then(() => _rows.Add(Filter.FromPolicy(condition)));

    public override ProhibitionBuilder<T> Rows(Filter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Then(() => _rows.Add(filter));
    }

    // Each condition forbids rows of its own.
    internal Prohibition Build(string? origin) => new()
    {
        Name = name,
        For = _rule.Bound.Recipients,
        Purposes = _rule.Purposes,
        Columns = [.. _columns],
        Rows = _rows.Count == 0 ? null : Filter.Or(_rows),
        Origin = origin,
    };

    private ProhibitionDeclarationBuilder<T> Then(Action declare)
    {
        declare();
        return this;
    }
}
