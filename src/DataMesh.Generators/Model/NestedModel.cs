namespace DataMesh.Generators;

/// <summary>What a struct, list or map is made of.</summary>
internal sealed record NestedModel
{
    /// <summary>A struct's properties, a list's element, a map's key and value.</summary>
    public required EquatableArray<ColumnModel> Children { get; init; }

    /// <summary>The arguments of a struct's constructor, in its order.</summary>
    public EquatableArray<ConstructorArgument> ConstructorArguments { get; init; }

    /// <summary>The method of NestedColumn that makes a list or map of its items; empty for structs.</summary>
    public string Maker { get; init; } = "";
}
