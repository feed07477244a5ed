using DataMesh.Adapters.Authoring;
using Apache.Arrow;

namespace DataMesh.Adapters;

/// <summary>A column of a new file, or a field below one, as the schema of the file has it.</summary>
internal sealed record StoredNode
{
    internal required string Name { get; init; }

    internal required int FieldId { get; init; }

    internal required bool IsRequired { get; init; }

    internal required PhysicalTypeKind Kind { get; init; }

    /// <summary>The definition level at which it is not null.</summary>
    internal required int Definition { get; init; }

    /// <summary>How many lists and maps are around it.</summary>
    internal required int Repetition { get; init; }

    /// <summary>A struct's fields, a list's element, a map's key and value.</summary>
    internal required IReadOnlyList<StoredNode> Children { get; init; }

    /// <summary>How it is stored; null when it has children.</summary>
    internal required StoredField? Leaf { get; init; }

    /// <summary>The leaves, in stored order.</summary>
    internal IEnumerable<StoredField> Leaves => Leaf is { } leaf ? [leaf] : Children.SelectMany(child => child.Leaves);

    /// <summary>The name of the group that repeats, between a list or map and its items (parquet-format, LogicalTypes.md, "Nested Types"); null for others.</summary>
    internal string? RepeatedName => RepeatedNameOf(Kind);

    /// <exception cref="ArgumentException">A field has no id, or its type cannot be stored.</exception>
    internal static StoredNode Of(Field field, ObjectPath file) => Of(field, file, 0, 0, 0, []);

    private static StoredNode Of(Field field, ObjectPath file, int definition, int repetition, int place, string[] around)
    {
        string[] path = [.. around, field.Name];
        PhysicalType type = PhysicalType.TryFromArrow(field.DataType) ?? throw new ArgumentException($"The column '{string.Join('.', path)}' of '{file}' has the type '{field.DataType.Name}', which cannot be stored.");
        int id = field.GetFieldId() ?? throw new ArgumentException(
            $"The column '{string.Join('.', path)}' of '{file}' has no field id. Create the field with ArrowFields.Create(name, type, nullable, fieldId), and number what lies below structs, lists and maps with ArrowFields.NumberFields.");
        int present = definition + (field.IsNullable ? 1 : 0);
        string? repeated = RepeatedNameOf(type.Kind);
        IReadOnlyList<StoredNode> children = repeated is null
            ? [.. field.GetChildren().Select(child => Of(child, file, present, repetition, place, path))]
            : [.. field.GetChildren().Select(child => Of(child, file, present + 1, repetition + 1, present + 1, [.. path, repeated]))];
        return new()
        {
            Name = field.Name,
            FieldId = id,
            IsRequired = !field.IsNullable,
            Kind = type.Kind,
            Definition = present,
            Repetition = repetition,
            Children = children,
            Leaf = type.IsNested ? null : StoredField.Of(field, type, id, new LevelShape(present, repetition, place), path),
        };
    }

    private static string? RepeatedNameOf(PhysicalTypeKind kind) => kind switch
    {
        PhysicalTypeKind.List => "list",
        PhysicalTypeKind.Map => "key_value",
        _ => null,
    };
}
