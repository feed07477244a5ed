using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh;

internal sealed class PortDeclarationBuilder<T>(PortName portName) : OutputPortBuilder<T>
    where T : IDataSchema<T>
{
    private readonly List<PartitionField> _partitioning = [];
    private readonly List<Grant> _grants = [];
    private string? _description;
    private SemanticVersion _version = new(1, 0, 0);
    private PublishMode? _mode;
    private Derivation? _derivation;

    public override OutputPortBuilder<T> Describe(string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        _description = description;
        return this;
    }

    public override OutputPortBuilder<T> Version(SemanticVersion version)
    {
        _version = version;
        return this;
    }

    public override OutputPortBuilder<T> Mode(PublishMode mode)
    {
        if (!Enum.IsDefined(mode))
            throw new ArgumentOutOfRangeException(nameof(mode));
        _mode = mode;
        return this;
    }

    public override OutputPortBuilder<T> PartitionBy<TColumn>(Expression<Func<T, TColumn>> column, PartitionTransform transform = default)
    {
        ArgumentNullException.ThrowIfNull(column);
        SchemaProperty property = Column(column);
        if (PolicyDocumentYaml.EffectiveLevel(property.Classification, property.Categories) >= Classification.Confidential)
            throw new ArgumentException($"Cannot partition '{portName}' by '{property.Name}': it is confidential or stricter, and partition values are visible in file names and metadata. Partition by another column.", nameof(column));
        if (!transform.Supports(property.Type))
            throw new ArgumentException($"Cannot partition '{portName}' by {transform} of '{property.Name}': the transform has no result for the type {property.Type}. Use another transform or column.", nameof(transform));
        _partitioning.Add(new PartitionField { Column = property.Name, Transform = transform });
        return this;
    }

    public override OutputPortBuilder<T> Grant(string name, Action<GrantBuilder<T>> grant)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(grant);
        if (_grants.Any(g => string.Equals(g.Name, name, StringComparison.Ordinal)))
            throw new ArgumentException($"The port '{portName}' has two grants named '{name}': give each its own name, since explanations and audit records print it.", nameof(name));
        GrantDeclarationBuilder<T> builder = new(name);
        grant(builder);
        _grants.Add(builder.Build(portName));
        return this;
    }

    public override OutputPortBuilder<T> From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTransformation>()
    {
        Derive(new CodeDerivation<T>(provider => ActivatorUtilities.CreateInstance<TTransformation>(provider)));
        return this;
    }

    public override OutputPortBuilder<T> FromSql([StringSyntax("sql")] string select)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(select);
        Derive(new SqlDerivation(select));
        return this;
    }

    internal PortDeclaration<T> Build()
    {
        PublishMode mode = _mode ?? (_derivation is not null ? PublishMode.Replace : T.Schema.Key.Count > 0 ? PublishMode.Upsert : PublishMode.Append);
        if (mode == PublishMode.Upsert && T.Schema.Key.Count == 0)
            throw new InvalidOperationException($"The port '{portName}' has the mode Upsert, but '{typeof(T).Name}' has no key: put [Key] on the properties that identify a row, or choose another Mode.");
        return new PortDeclaration<T>
        {
            Name = portName,
            Description = _description ?? T.Schema.Description,
            Version = _version,
            Mode = mode,
            Partitioning = [.. _partitioning],
            Grants = [.. _grants],
            Derivation = _derivation,
        };
    }

    private void Derive(Derivation derivation)
    {
        if (_derivation is not null)
            throw new InvalidOperationException($"The port '{portName}' is derived twice: call From or FromSql once.");
        _derivation = derivation;
    }

    private static SchemaProperty Column<TColumn>(Expression<Func<T, TColumn>> column)
    {
        Expression body = column.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : column.Body;
        if (body is MemberExpression { Expression: ParameterExpression } member && T.FindColumn(member.Member.Name) is { } found)
            return T.Schema.Find(found)!;
        throw new ArgumentException($"'{column.Body}' is not a column of '{typeof(T).Name}': name one of its properties, for example x => x.Id.", nameof(column));
    }
}
