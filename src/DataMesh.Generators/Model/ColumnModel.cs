namespace DataMesh.Generators;

/// <summary>One property that is a column, or a value below a nested one: a struct's property, a list's element, a map's key or value.</summary>
internal sealed record ColumnModel
{
    /// <summary>The property's name in metadata.</summary>
    public required string Property { get; init; }

    /// <summary>The column's name.</summary>
    public required string Column { get; init; }

    /// <summary>The .NET type.</summary>
    public required MemberType Type { get; init; }

    /// <summary>The .NET type as code writes it, without its own <c>?</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>True for classes, arrays and interfaces, which may turn out null whatever they say.</summary>
    public required bool IsReference { get; init; }

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

    /// <summary>What a struct, list or map is made of; null for other types.</summary>
    public NestedModel? Nested { get; init; }

    /// <summary>True when a value met while encoding may be null.</summary>
    public bool MayBeNull => IsReference || IsNullable;

    /// <summary>The type of the value where it is met in a sequence of such values.</summary>
    public string ItemType => MayBeNull ? TypeName + "?" : TypeName;
}

/// <summary>Limits on the values of a column.</summary>
internal sealed record ConstraintModel
{
    public ScalarModel? Minimum { get; init; }

    public ScalarModel? Maximum { get; init; }

    public bool ExclusiveMinimum { get; init; }

    public bool ExclusiveMaximum { get; init; }

    public int? MinimumLength { get; init; }

    public int? MaximumLength { get; init; }

    public string? Pattern { get; init; }

    public EquatableArray<ScalarModel> AllowedValues { get; init; }
}
