namespace DataMesh;

/// <summary>The policy of one output port in one major version.</summary>
public sealed record PortPolicy
{
    /// <summary>The port's segment.</summary>
    public required string Port { get; init; }

    /// <summary>The major version of the contract.</summary>
    public required int Major { get; init; }

    /// <summary>The grants; none means that nobody but the product itself may read.</summary>
    public IReadOnlyList<Grant> Grants { get; init; } = [];

    /// <summary>Classified columns, by field id. A column that is not listed is <see cref="Classification.Internal"/>.</summary>
    public IReadOnlyList<ColumnClassification> Columns { get; init; } = [];
}
