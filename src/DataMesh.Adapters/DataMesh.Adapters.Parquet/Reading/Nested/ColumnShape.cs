using Apache.Arrow;

namespace DataMesh.Adapters;

/// <summary>A column, or a field below one, as Arrow sees it: a leaf, a struct, a list or a map.</summary>
internal abstract record ColumnShape
{
    internal required string Name { get; init; }

    internal required int? FieldId { get; init; }

    internal required bool IsRequired { get; init; }

    /// <summary>The definition level at which it is not null.</summary>
    internal required int Definition { get; init; }

    /// <summary>How many lists and maps are around it.</summary>
    internal required int Repetition { get; init; }

    /// <summary>The definition level from which on it has a place: the innermost list or map around it has an item.</summary>
    internal required int PlaceDefinition { get; init; }

    internal abstract Field ToField();

    /// <summary>The leaves, in stored order.</summary>
    internal abstract IEnumerable<LeafShape> Leaves { get; }
}

/// <summary>A field with values of its own.</summary>
internal sealed record LeafShape : ColumnShape
{
    internal required ParquetNode Node { get; init; }

    internal required ColumnType Type { get; init; }

    internal LevelShape Levels => new(Definition, Repetition, PlaceDefinition);

    internal override IEnumerable<LeafShape> Leaves => [this];

    internal override Field ToField() => Type.ToField(Node, IsRequired);
}

/// <summary>A struct, list or map.</summary>
internal sealed record NestedShape : ColumnShape
{
    internal required PhysicalTypeKind Kind { get; init; }

    /// <summary>A struct's fields, a list's element, a map's key and value.</summary>
    internal required IReadOnlyList<ColumnShape> Children { get; init; }

    internal override IEnumerable<LeafShape> Leaves => Children.SelectMany(child => child.Leaves);

    internal override Field ToField() => ArrowFields.CreateNested(Name, Kind, [.. Children.Select(child => child.ToField())], !IsRequired, FieldId);
}
