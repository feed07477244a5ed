namespace DataMesh;

/// <summary>One property of a <see cref="SchemaObject"/>, a column, or of a nested type: a struct's property, a list's element, a map's key or value.</summary>
public sealed record SchemaProperty
{
    /// <summary>The column's name, by default the member's in snake_case.</summary>
    public required string Name { get; init; }

    /// <summary>The stored type. What lies below a nested type is described by its <see cref="PhysicalType.Children"/>.</summary>
    public required PhysicalType Type { get; init; }

    /// <summary>True when every row has a value; of a nested property, whenever the struct, list or map around it has one.</summary>
    public bool Required { get; init; }

    /// <summary>What the values mean.</summary>
    public string? Description { get; init; }

    /// <summary>The unit of the values, for example <c>min</c>; null when they have none.</summary>
    public string? Unit { get; init; }

    /// <summary>The one-based place in the key; null when the property is not part of it.</summary>
    public int? KeyPosition { get; init; }

    /// <summary>True when the property says when the fact of the row happened.</summary>
    public bool IsEventTime { get; init; }

    /// <summary>How sensitive the values are.</summary>
    public Classification Classification { get; init; } = Classification.Internal;

    /// <summary>What kind of sensitive data the values are.</summary>
    public Category Categories { get; init; }

    /// <summary>Limits on the values.</summary>
    public PropertyConstraints Constraints { get; init; } = PropertyConstraints.None;

    /// <summary>Names the column had before.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];
}
