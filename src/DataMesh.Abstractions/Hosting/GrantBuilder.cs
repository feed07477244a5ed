using System.Linq.Expressions;

namespace DataMesh;

/// <summary>Says whom a grant is for, why and when they may read, and what they see. A grant for nobody is refused.</summary>
/// <typeparam name="T">The port's record.</typeparam>
public abstract class GrantBuilder<T> : SightBuilder<T, GrantBuilder<T>>
    where T : IDataSchema<T>
{
    /// <summary>To everybody who holds the role.</summary>
    public abstract GrantBuilder<T> ToRole(string role);

    /// <summary>To every principal of the domain.</summary>
    public abstract GrantBuilder<T> ToDomain(DomainName domain);

    /// <summary>To the user of that name.</summary>
    public abstract GrantBuilder<T> ToUser(string name);

    /// <summary>To a product, by identity: one that is dropped and created again does not get it.</summary>
    public abstract GrantBuilder<T> ToProduct(ProductId product);

    /// <summary>Only while a condition on the reader is true, for example <c>() => Policy.User("clearance") == "high"</c>; called again, both must be.</summary>
    public abstract GrantBuilder<T> When(Expression<Func<bool>> condition);

    /// <summary>Only while a filter on the reader's attributes is true; it names no columns. Called again, both must be.</summary>
    public abstract GrantBuilder<T> When(Filter filter);

    /// <summary>Not before a moment.</summary>
    public abstract GrantBuilder<T> From(DateTimeOffset moment);

    /// <summary>Until a moment, which is excluded.</summary>
    public abstract GrantBuilder<T> Until(DateTimeOffset moment);
}
