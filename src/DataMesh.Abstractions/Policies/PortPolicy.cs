namespace DataMesh;

/// <summary>The policy of one output port in one major version.</summary>
public sealed record PortPolicy
{
    /// <summary>The port's segment.</summary>
    public required string Port { get; init; }

    /// <summary>The major version of the contract.</summary>
    public required int Major { get; init; }

    /// <summary>The grants; without any, and without agreements, nobody but the product itself and its stewards may read.</summary>
    public IReadOnlyList<Grant> Grants { get; init; } = [];

    /// <summary>What may be given by agreement.</summary>
    public IReadOnlyList<Offer> Offers { get; init; } = [];

    /// <summary>What restricts every grant and agreement.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; init; } = [];

    /// <summary>How long rows may be read; null: no limit.</summary>
    public Retention? Retention { get; init; }

    /// <summary>Regions in which the data may lie; empty: any.</summary>
    public IReadOnlyList<string> Residency { get; init; } = [];

    /// <summary>Columns that are classified or named anywhere in the policy, by field id. A column that is not listed is <see cref="Classification.Internal"/>.</summary>
    public IReadOnlyList<ColumnClassification> Columns { get; init; } = [];
}
