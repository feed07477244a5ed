namespace DataMesh;

/// <summary>What a port promises: its shape, its meaning, its version. Immutable once registered; stored as ODCS 3.1.</summary>
public sealed record DataContract
{
    /// <summary>The port.</summary>
    public required PortName Port { get; init; }

    /// <summary>The version.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>Where the contract stands in its life.</summary>
    public LifecycleStatus Status { get; init; } = LifecycleStatus.Active;

    /// <summary>What consumers are told of the end of the port; null unless it is deprecated or retired.</summary>
    public Deprecation? Deprecation { get; init; }

    /// <summary>What the data is for, in the provider's words.</summary>
    public string? Description { get; init; }

    /// <summary>Who answers for the port.</summary>
    public string? Owner { get; init; }

    /// <summary>Free search words.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The shape of the rows.</summary>
    public required SchemaObject Schema { get; init; }

    /// <summary>What publishing does with the rows that are there.</summary>
    public required PublishMode Mode { get; init; }

    /// <summary>How the port's table is partitioned; empty: not at all.</summary>
    public IReadOnlyList<PartitionField> Partitioning { get; init; } = [];

    /// <summary>The order that maintenance sorts the rows of the port's table in; empty: none. Readers get no order from it.</summary>
    public IReadOnlyList<SortField> SortOrder { get; init; } = [];

    /// <summary>What is promised about the service; each <see cref="ServiceLevel"/> at most once.</summary>
    public IReadOnlyList<ServiceLevelObjective> Promise { get; init; } = [];

    /// <summary>What every publish is held against; empty: nothing beyond the schema.</summary>
    public IReadOnlyList<QualityRule> Quality { get; init; } = [];

    /// <summary>The share of a publish's rows, from 0 to 1, that may go to quarantine; more refuse the publish.</summary>
    /// <value>Default 0.01.</value>
    public decimal QuarantineLimit { get; init; } = 0.01m;

    /// <summary>What the committed contract says beyond these properties, as YAML of ODCS: roles, team, support, price, custom properties, authoritative definitions and keys that nobody knows; null: nothing.</summary>
    /// <remarks>It describes and is enforced by nothing, and it changes without a new version. <c>ContractDocument.From</c> gives it with names and types.</remarks>
    public string? Supplement { get; init; }
}
