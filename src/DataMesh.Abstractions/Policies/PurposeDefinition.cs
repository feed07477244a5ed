namespace DataMesh;

/// <summary>A purpose in the product's tree: what is granted for a purpose holds for all purposes below it.</summary>
public sealed record PurposeDefinition
{
    /// <summary>The purpose.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>The purpose above it; <see cref="Purpose.IsNone"/> for a top one.</summary>
    public Purpose Parent { get; init; }

    /// <summary>What it means.</summary>
    public string? Description { get; init; }
}
