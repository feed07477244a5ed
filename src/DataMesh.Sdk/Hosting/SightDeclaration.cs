using System.Linq.Expressions;

namespace DataMesh;

/// <summary>What the builders of grants and offers collect alike.</summary>
/// <param name="place">What messages call the grant or offer.</param>
internal sealed class SightDeclaration<T>(string place)
    where T : IDataSchema<T>
{
    private readonly List<Purpose> _purposes = [];
    private readonly List<string> _regions = [];
    private readonly List<string> _obligations = [];
    private readonly List<Filter> _rows = [];
    private readonly List<string> _excluded = [];
    private readonly List<MaskedColumn> _masks = [];
    private List<string>? _columns;

    public IReadOnlyList<Purpose> Purposes => [.. _purposes];

    public IReadOnlyList<string> Regions => [.. _regions];

    public IReadOnlyList<string> Obligations => [.. _obligations];

    public bool OwnUseOnly { get; private set; }

    public Sight Sight => new()
    {
        Rows = _rows.Count == 0 ? null : Filter.And(_rows),
        Columns = _columns is null ? null : [.. _columns],
        Excluded = [.. _excluded],
        Masks = [.. _masks],
    };

    public void For(Purpose purpose)
    {
        if (purpose.IsNone)
            throw new ArgumentException("The default Purpose states none: leave For away to give a grant for any purpose.", nameof(purpose));
        if (!_purposes.Contains(purpose))
            _purposes.Add(purpose);
    }

    public void InRegion(string region)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(region);
        _regions.Add(region);
    }

    public void ForOwnUse() => OwnUseOnly = true;

    public void Rows(Expression<Func<T, bool>> condition) => _rows.Add(Filter.FromPolicy(condition));

    public void Rows(Filter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _rows.Add(filter);
    }

    public void Columns(ReadOnlySpan<Expression<Func<T, object?>>> columns) => (_columns ??= []).AddRange(DeclaredColumn.NamesOf(columns));

    public void Exclude(LambdaExpression column) => _excluded.Add(DeclaredColumn.Of<T>(column).Name);

    public void Mask(LambdaExpression column, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        SchemaProperty property = DeclaredColumn.Of<T>(column);
        if (mask is DropMask)
            throw new ArgumentException($"{place} drops '{property.Name}', which only a rule can do: leave the column out with Exclude.", nameof(mask));
        if (mask.FindProblem(property) is { } problem)
            throw new ArgumentException($"{place} cannot mask '{property.Name}' with '{mask}': {problem}. Use another mask, for example Mask.Null.", nameof(mask));
        _masks.Add(new MaskedColumn { Column = property.Name, Mask = mask });
    }

    public void Obligation(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        _obligations.Add(text);
    }
}
