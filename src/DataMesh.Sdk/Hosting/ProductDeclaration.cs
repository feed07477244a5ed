namespace DataMesh;

/// <summary>A product as this application's code declares it.</summary>
internal sealed class ProductDeclaration
{
    public required ProductName Name { get; init; }

    public required string? Description { get; init; }

    public required string? Owner { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required ProductArchetype Archetype { get; init; }

    public required Recipients Stewards { get; init; }

    public required IReadOnlyList<PurposeDefinition> Purposes { get; init; }

    public required IReadOnlyList<InputDeclaration> Inputs { get; init; }

    public required IReadOnlyList<PortDeclaration> Outputs { get; init; }
}
