using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace DataMesh;

/// <summary>Declares one output port.</summary>
/// <typeparam name="T">The record that is the contract.</typeparam>
public abstract class OutputPortBuilder<T>
    where T : IDataSchema<T>
{
    /// <summary>Says what one row is.</summary>
    public abstract OutputPortBuilder<T> Describe(string description);

    /// <summary>Sets the contract's version, <c>major.minor.patch</c>. Default 1.0.0.</summary>
    public abstract OutputPortBuilder<T> Version(SemanticVersion version);

    /// <summary>Sets what publishing does. Default: upsert for a record with a key, append for one without, replace for a derived port.</summary>
    public abstract OutputPortBuilder<T> Mode(PublishMode mode);

    /// <summary>Partitions the port's table by a column.</summary>
    public abstract OutputPortBuilder<T> PartitionBy<TColumn>(Expression<Func<T, TColumn>> column, PartitionTransform transform = default);

    /// <summary>Gives sight of the port. Without a grant nobody but the product itself may read.</summary>
    /// <param name="name">What explanations and audit records call the grant.</param>
    /// <param name="grant">Says to whom and for which purposes.</param>
    public abstract OutputPortBuilder<T> Grant(string name, Action<GrantBuilder<T>> grant);

    /// <summary>Derives the port by code.</summary>
    public abstract OutputPortBuilder<T> From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTransformation>()
        where TTransformation : Transformation<T>;

    /// <summary>Derives the port by one SELECT over the product's declared inputs, by their names.</summary>
    public abstract OutputPortBuilder<T> FromSql([StringSyntax("sql")] string select);
}
