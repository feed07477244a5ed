using System.Linq.Expressions;

namespace DataMesh;

/// <summary>Says what a grant or an offer shows, for which purposes and where.</summary>
/// <remarks>Columns and masks are checked against the record at once, everything else when the product is declared.</remarks>
/// <typeparam name="T">The port's record.</typeparam>
/// <typeparam name="TBuilder">The builder itself.</typeparam>
public abstract class SightBuilder<T, TBuilder>
    where T : IDataSchema<T>
    where TBuilder : SightBuilder<T, TBuilder>
{
    /// <summary>For a purpose, with all purposes below it. Called again, for one more.</summary>
    public abstract TBuilder For(Purpose purpose);

    /// <summary>For readers that run in a region; a reader that does not say where it runs is in none. Called again, one more. Default: wherever they run.</summary>
    public abstract TBuilder InRegion(string region);

    /// <summary>Forbids to pass on what it shows: a port that is derived from it may be given to its own domain only, for own use as well. A refresh holds its grants and offers against this.</summary>
    public abstract TBuilder ForOwnUse();

    /// <summary>Shows only rows for which a condition is true; called again, both must be. <see cref="Policy"/> has the operands that move with the read.</summary>
    public abstract TBuilder Rows(Expression<Func<T, bool>> condition);

    /// <summary>Shows only rows for which a filter is true; called again, both must be. Unknown is not true.</summary>
    public abstract TBuilder Rows(Filter filter);

    /// <summary>Names the columns it shows. Default: all of the contract, also those it gets later.</summary>
    public abstract TBuilder Columns(params ReadOnlySpan<Expression<Func<T, object?>>> columns);

    /// <summary>Leaves a column unnamed. Another grant may still name it: only a prohibition takes it from everybody.</summary>
    public abstract TBuilder Exclude<TColumn>(Expression<Func<T, TColumn>> column);

    /// <summary>Shows a column under a mask. A column without one is shown as it is, or as null when it is confidential or stricter; <see cref="DataMesh.Mask.None"/> gives such a one in clear.</summary>
    public abstract TBuilder Mask<TColumn>(Expression<Func<T, TColumn>> column, Mask mask);

    /// <summary>Adds a duty that comes with it, for people: explanations and audit records carry it.</summary>
    public abstract TBuilder Obligation(string text);
}
