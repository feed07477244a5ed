namespace DataMesh;

/// <summary>One input of a product: a port of another product, read for a purpose.</summary>
public sealed record InputPortDescriptor
{
    /// <summary>The name the product's own code and SQL know the input by.</summary>
    public required string Name { get; init; }

    /// <summary>The port that is read.</summary>
    public required PortReference Source { get; init; }

    /// <summary>Why it is read.</summary>
    public Purpose Purpose { get; init; }

    /// <summary>The columns that the product uses; empty: it did not say.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];
}
