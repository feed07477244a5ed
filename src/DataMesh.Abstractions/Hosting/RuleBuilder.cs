using System.Linq.Expressions;

namespace DataMesh;

/// <summary>Says whom a rule binds. Default: everybody but the product itself and its stewards.</summary>
/// <typeparam name="TBuilder">The builder itself.</typeparam>
public abstract class RuleBuilder<TBuilder>
    where TBuilder : RuleBuilder<TBuilder>
{
    /// <summary>Binds holders of a role, beside whom else it names.</summary>
    public abstract TBuilder ForRole(string role);

    /// <summary>Binds principals of a domain, beside whom else it names.</summary>
    public abstract TBuilder ForDomain(DomainName domain);

    /// <summary>Binds a user, beside whom else it names.</summary>
    public abstract TBuilder ForUser(string name);

    /// <summary>Binds a product, beside whom else it names.</summary>
    public abstract TBuilder ForProduct(ProductId product);

    /// <summary>Binds unless a condition on the reader is false: an attribute that is missing binds.</summary>
    public abstract TBuilder When(Expression<Func<bool>> condition);

    /// <summary>Binds unless a filter on the reader's attributes is false; it names no columns.</summary>
    public abstract TBuilder When(Filter filter);

    /// <summary>Binds reads for a purpose and for all purposes below it. Called again, for one more. Default: every read.</summary>
    public abstract TBuilder For(Purpose purpose);
}

/// <summary>Says what is forbidden: some columns, or some rows, or, when it says neither, the whole port.</summary>
/// <typeparam name="T">The port's record.</typeparam>
public abstract class ProhibitionBuilder<T> : RuleBuilder<ProhibitionBuilder<T>>
    where T : IDataSchema<T>
{
    /// <summary>Forbids columns: nobody who is bound has them in the schema.</summary>
    public abstract ProhibitionBuilder<T> Columns(params ReadOnlySpan<Expression<Func<T, object?>>> columns);

    /// <summary>Forbids rows for which a condition is true or unknown.</summary>
    public abstract ProhibitionBuilder<T> Rows(Expression<Func<T, bool>> condition);

    /// <summary>Forbids rows for which a filter is true or unknown.</summary>
    public abstract ProhibitionBuilder<T> Rows(Filter filter);
}

/// <summary>Says whom a row filter binds.</summary>
public abstract class RowFilterBuilder : RuleBuilder<RowFilterBuilder>;

/// <summary>Says which columns a mask rule is for; at least one.</summary>
/// <typeparam name="T">The port's record.</typeparam>
public abstract class ColumnMaskBuilder<T> : RuleBuilder<ColumnMaskBuilder<T>>
    where T : IDataSchema<T>
{
    /// <summary>Masks columns by name.</summary>
    public abstract ColumnMaskBuilder<T> Columns(params ReadOnlySpan<Expression<Func<T, object?>>> columns);

    /// <summary>Masks columns of a level or a stricter one, also those that a steward raises later.</summary>
    public abstract ColumnMaskBuilder<T> AtLeast(Classification level);

    /// <summary>Masks columns that have any of these categories.</summary>
    public abstract ColumnMaskBuilder<T> Categories(Category categories);
}
