namespace DataMesh;

/// <summary>Says whom a grant is for and why they may read.</summary>
/// <typeparam name="T">The port's record.</typeparam>
public abstract class GrantBuilder<T>
    where T : IDataSchema<T>
{
    /// <summary>To everybody who holds the role.</summary>
    public abstract GrantBuilder<T> ToRole(string role);

    /// <summary>To every principal of the domain.</summary>
    public abstract GrantBuilder<T> ToDomain(DomainName domain);

    /// <summary>For a purpose. Without one the grant holds for any purpose, also none.</summary>
    public abstract GrantBuilder<T> For(Purpose purpose);
}
