namespace DataMesh;

/// <summary>The document that declares a data product: who owns it, what it takes in and what it gives out. Stored as Bitol ODPS 1.0.</summary>
public sealed record DataProductDescriptor
{
    /// <summary>The product's identity.</summary>
    public required ProductId Id { get; init; }

    /// <summary>The product's name, <c>domain/product</c>.</summary>
    public required ProductName Name { get; init; }

    /// <summary>What the product is, in one or two sentences for people who have never seen it.</summary>
    public string? Description { get; init; }

    /// <summary>Who answers for the product, usually an e-mail address; null when the domain did not say.</summary>
    public string? Owner { get; init; }

    /// <summary>Where the product stands in its life.</summary>
    public LifecycleStatus Status { get; init; } = LifecycleStatus.Active;

    /// <summary>The kind of product.</summary>
    public ProductArchetype Archetype { get; init; } = ProductArchetype.SourceAligned;

    /// <summary>Free search words.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What the product gives out, one entry per port and major version.</summary>
    public IReadOnlyList<OutputPortDescriptor> OutputPorts { get; init; } = [];

    /// <summary>What the product takes in from other products.</summary>
    public IReadOnlyList<InputPortDescriptor> InputPorts { get; init; } = [];
}
