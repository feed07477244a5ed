using System.Linq.Expressions;

namespace DataMesh;

internal sealed class ColumnMaskDeclarationBuilder<T>(string name) : ColumnMaskBuilder<T>
    where T : IDataSchema<T>
{
    private readonly RuleDeclaration _rule = new();
    private readonly List<string> _columns = [];
    private Classification? _atLeast;
    private Category _categories;

    public override ColumnMaskBuilder<T> ForRole(string role) => Then(() => _rule.Bound.AddRole(role));

    public override ColumnMaskBuilder<T> ForDomain(DomainName domain) => Then(() => _rule.Bound.AddDomain(domain));

    public override ColumnMaskBuilder<T> ForUser(string name) => Then(() => _rule.Bound.AddUser(name));

    public override ColumnMaskBuilder<T> ForProduct(ProductId product) => Then(() => _rule.Bound.AddProduct(product));

    public override ColumnMaskBuilder<T> When(Expression<Func<bool>> condition) => Then(() => _rule.Bound.When(condition));

    public override ColumnMaskBuilder<T> When(Filter filter) => Then(() => _rule.Bound.When(filter));

    public override ColumnMaskBuilder<T> For(Purpose purpose) => Then(() => _rule.For(purpose));

    public override ColumnMaskBuilder<T> Columns(params ReadOnlySpan<Expression<Func<T, object?>>> columns)
    {
        _columns.AddRange(DeclaredColumn.NamesOf(columns));
        return this;
    }

    public override ColumnMaskBuilder<T> AtLeast(Classification level)
    {
        if (!Enum.IsDefined(level))
            throw new ArgumentOutOfRangeException(nameof(level));
        return Then(() => _atLeast = level);
    }

    public override ColumnMaskBuilder<T> Categories(Category categories) => Then(() => _categories |= categories);

    internal ColumnMask Build(Mask mask, string? origin) => new()
    {
        Name = name,
        For = _rule.Bound.Recipients,
        Purposes = _rule.Purposes,
        Mask = mask,
        Columns = [.. _columns],
        AtLeast = _atLeast,
        Categories = _categories,
        Origin = origin,
    };

    private ColumnMaskDeclarationBuilder<T> Then(Action declare)
    {
        declare();
        return this;
    }
}
