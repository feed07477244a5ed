namespace DataMesh.Generators;

/// <summary>One property that is a column.</summary>
internal sealed record ColumnModel
{
    /// <summary>The property's name in metadata.</summary>
    public required string Property { get; init; }

    /// <summary>The column's name.</summary>
    public required string Column { get; init; }

    /// <summary>The .NET type.</summary>
    public required MemberType Type { get; init; }

    /// <summary>True when the member may be null.</summary>
    public required bool IsNullable { get; init; }

    /// <summary>True when every row has a value.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>The digits of a decimal.</summary>
    public int Precision { get; init; }

    /// <summary>The digits of a decimal behind the point.</summary>
    public int Scale { get; init; }

    /// <summary>The enum's name in <see cref="SchemaModel.Enums"/>; null for other types.</summary>
    public string? EnumName { get; init; }

    /// <summary>The one-based place in the key; 0 for none.</summary>
    public int KeyPosition { get; init; }

    public bool IsEventTime { get; init; }

    public string? Description { get; init; }

    public string? Unit { get; init; }

    /// <summary>The level as a number of DataMesh.Classification; null when nothing is said.</summary>
    public int? Classification { get; init; }

    /// <summary>The categories as a number of DataMesh.Category.</summary>
    public int Categories { get; init; }

    public EquatableArray<string> FormerNames { get; init; }

    public ConstraintModel Constraints { get; init; } = new();
}

/// <summary>Limits on the values of a column; values are C# expressions.</summary>
internal sealed record ConstraintModel
{
    public string? Minimum { get; init; }

    public string? Maximum { get; init; }

    public bool ExclusiveMinimum { get; init; }

    public bool ExclusiveMaximum { get; init; }

    public int? MinimumLength { get; init; }

    public int? MaximumLength { get; init; }

    public string? Pattern { get; init; }

    public EquatableArray<string> AllowedValues { get; init; }
}
