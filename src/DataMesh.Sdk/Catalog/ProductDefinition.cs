namespace DataMesh;

/// <summary>A product as the producer's code declares it.</summary>
internal sealed record ProductDefinition
{
    /// <summary>The name.</summary>
    public required ProductName Name { get; init; }

    /// <summary>What the product is.</summary>
    public string? Description { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; init; }

    /// <summary>Search words.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The kind of product.</summary>
    public ProductArchetype Archetype { get; init; } = ProductArchetype.SourceAligned;

    /// <summary>Who sees raw data and changes the policy.</summary>
    public Recipients Stewards { get; init; } = Recipients.Nobody;

    /// <summary>The tree of purposes.</summary>
    public IReadOnlyList<PurposeDefinition> Purposes { get; init; } = [];

    /// <summary>What it takes in.</summary>
    public IReadOnlyList<InputPortDescriptor> Inputs { get; init; } = [];

    /// <summary>What it gives out; several major versions of a port are several entries.</summary>
    public required IReadOnlyList<PortDefinition> Ports { get; init; }
}
