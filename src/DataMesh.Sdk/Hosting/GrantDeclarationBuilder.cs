using System.Linq.Expressions;

namespace DataMesh;

internal sealed class GrantDeclarationBuilder<T>(string name, PortName port) : GrantBuilder<T>
    where T : IDataSchema<T>
{
    private readonly RecipientsDeclaration _to = new();
    private readonly SightDeclaration<T> _sight = new($"The grant '{name}' of '{port}'");
    private DateTimeOffset? _from;
    private DateTimeOffset? _until;

    public override GrantBuilder<T> ToRole(string role) => Then(() => _to.AddRole(role));

    public override GrantBuilder<T> ToDomain(DomainName domain) => Then(() => _to.AddDomain(domain));

    public override GrantBuilder<T> ToUser(string name) => Then(() => _to.AddUser(name));

    public override GrantBuilder<T> ToProduct(ProductId product) => Then(() => _to.AddProduct(product));

    public override GrantBuilder<T> When(Expression<Func<bool>> condition) => Then(() => _to.When(condition));

    public override GrantBuilder<T> When(Filter filter) => Then(() => _to.When(filter));

    public override GrantBuilder<T> From(DateTimeOffset moment) => Then(() => _from = moment);

    public override GrantBuilder<T> Until(DateTimeOffset moment) => Then(() => _until = moment);

    public override GrantBuilder<T> For(Purpose purpose) => Then(() => _sight.For(purpose));

    public override GrantBuilder<T> InRegion(string region) => Then(() => _sight.InRegion(region));

    public override GrantBuilder<T> ForOwnUse() => Then(_sight.ForOwnUse);

    public override GrantBuilder<T> Rows(Expression<Func<T, bool>> condition) => Then(() => _sight.Rows(condition));

    public override GrantBuilder<T> Rows(Filter filter) => Then(() => _sight.Rows(filter));

    public override GrantBuilder<T> Columns(params ReadOnlySpan<Expression<Func<T, object?>>> columns)
    {
        _sight.Columns(columns);
        return this;
    }

    public override GrantBuilder<T> Exclude<TColumn>(Expression<Func<T, TColumn>> column) => Then(() => _sight.Exclude(column));

    public override GrantBuilder<T> Mask<TColumn>(Expression<Func<T, TColumn>> column, Mask mask) => Then(() => _sight.Mask(column, mask));

    public override GrantBuilder<T> Obligation(string text) => Then(() => _sight.Obligation(text));

    internal Grant Build(string? origin)
    {
        Recipients to = _to.Recipients;
        if (to.IsEmpty)
            throw new InvalidOperationException($"The grant '{name}' of '{port}' is for nobody: call ToDomain, ToRole, ToUser or ToProduct on it.");
        return new Grant
        {
            Name = name,
            To = to,
            Purposes = _sight.Purposes,
            ValidFrom = _from,
            ValidUntil = _until,
            Regions = _sight.Regions,
            OwnUseOnly = _sight.OwnUseOnly,
            Gives = _sight.Sight,
            Obligations = _sight.Obligations,
            Origin = origin,
        };
    }

    private GrantDeclarationBuilder<T> Then(Action declare)
    {
        declare();
        return this;
    }
}
