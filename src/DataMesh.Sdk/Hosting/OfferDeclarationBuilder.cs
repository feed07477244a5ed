using System.Linq.Expressions;

namespace DataMesh;

internal sealed class OfferDeclarationBuilder<T>(string name, PortName port) : OfferBuilder<T>
    where T : IDataSchema<T>
{
    private readonly SightDeclaration<T> _sight = new($"The offer '{name}' of '{port}'");
    private TimeSpan? _maximumTerm;

    public override OfferBuilder<T> MaximumTerm(TimeSpan term)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(term, TimeSpan.Zero);
        _maximumTerm = term;
        return this;
    }

    public override OfferBuilder<T> For(Purpose purpose) => Then(() => _sight.For(purpose));

    public override OfferBuilder<T> InRegion(string region) => Then(() => _sight.InRegion(region));

    public override OfferBuilder<T> ForOwnUse() => Then(_sight.ForOwnUse);

    public override OfferBuilder<T> Rows(Expression<Func<T, bool>> condition) => Then(() => _sight.Rows(condition));

    public override OfferBuilder<T> Rows(Filter filter) => Then(() => _sight.Rows(filter));

    public override OfferBuilder<T> Columns(params ReadOnlySpan<Expression<Func<T, object?>>> columns)
    {
        _sight.Columns(columns);
        return this;
    }

    public override OfferBuilder<T> Exclude<TColumn>(Expression<Func<T, TColumn>> column) => Then(() => _sight.Exclude(column));

    public override OfferBuilder<T> Mask<TColumn>(Expression<Func<T, TColumn>> column, Mask mask) => Then(() => _sight.Mask(column, mask));

    public override OfferBuilder<T> Obligation(string text) => Then(() => _sight.Obligation(text));

    internal Offer Build(string? origin)
    {
        IReadOnlyList<Purpose> purposes = _sight.Purposes;
        if (purposes.Count == 0)
            purposes = Purpose.TryParse(name, null, out Purpose own) ? [own]
                : throw new InvalidOperationException($"The offer '{name}' of '{port}' is for no purpose, and its name is none: call For on it.");
        return new Offer
        {
            Name = name,
            Purposes = purposes,
            MaximumTerm = _maximumTerm,
            Regions = _sight.Regions,
            OwnUseOnly = _sight.OwnUseOnly,
            Gives = _sight.Sight,
            Obligations = _sight.Obligations,
            Origin = origin,
        };
    }

    private OfferDeclarationBuilder<T> Then(Action declare)
    {
        declare();
        return this;
    }
}
