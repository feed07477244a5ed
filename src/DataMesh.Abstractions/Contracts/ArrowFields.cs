using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh;

/// <summary>Arrow fields of the canonical types, and the field ids that table formats put on them.</summary>
public static class ArrowFields
{
    /// <summary>The metadata key that carries a column's field id, as Arrow's and Parquet's own libraries spell it.</summary>
    public const string FieldIdKey = "PARQUET:field_id";

    /// <summary>The metadata key that says which masks a column of a read has, weakest first, separated by <c> | </c>; absent where values are shown as they are.</summary>
    public const string MaskKey = "datamesh.mask";

    private const string ExtensionNameKey = "ARROW:extension:name";
    private const string ExtensionMetadataKey = "ARROW:extension:metadata";

    /// <summary>Creates a field of a canonical type; a UUID carries the extension name <c>arrow.uuid</c>.</summary>
    /// <remarks>Fields below a nested type have no ids; <see cref="NumberFields(Schema)"/> and <see cref="CreateNested"/> give them.</remarks>
    public static Field Create(string name, PhysicalType type, bool nullable, int? fieldId = null)
    {
        Dictionary<string, string> metadata = [];
        if (type.Kind == PhysicalTypeKind.Uuid)
        {
            metadata[ExtensionNameKey] = "arrow.uuid";
            metadata[ExtensionMetadataKey] = "";
        }
        if (fieldId is int id)
            metadata[FieldIdKey] = id.ToString(CultureInfo.InvariantCulture);
        return new Field(name, type.ToArrow(), nullable, metadata);
    }

    /// <summary>Creates a field of a nested type from the fields below it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">The kind; a nested one.</param>
    /// <param name="children">A struct's fields, a list's element, a map's key and value.</param>
    /// <param name="nullable">True when rows may have no value.</param>
    /// <param name="fieldId">The field id, if any.</param>
    public static Field CreateNested(string name, PhysicalTypeKind kind, IReadOnlyList<Field> children, bool nullable, int? fieldId = null)
    {
        ArgumentNullException.ThrowIfNull(children);
        Dictionary<string, string> metadata = fieldId is int id ? new() { [FieldIdKey] = id.ToString(CultureInfo.InvariantCulture) } : [];
        return new Field(name, NestedTypes.ToArrow(kind, [.. children]), nullable, metadata);
    }

    /// <summary>The field id of a field; null when it has none.</summary>
    public static int? GetFieldId(this Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Metadata is { } metadata && metadata.TryGetValue(FieldIdKey, out string? text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
    }

    /// <summary>The fields directly below a field: a struct's, a list's element, a map's key and value; empty for other types.</summary>
    public static IReadOnlyList<Field> GetChildren(this Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return NestedTypes.FieldsOf(field.DataType);
    }

    /// <summary>Gives every field an id as Iceberg does for a new table: 1, 2, 3 … over the columns, then over what lies below each. Other metadata stays.</summary>
    public static Schema NumberFields(Schema schema) => NumberFields(schema, 0);

    /// <summary>Gives every field an id as Iceberg does for columns that are added to a table: the ids after a given one, over the columns, then over what lies below each. Other metadata stays.</summary>
    /// <param name="schema">The fields.</param>
    /// <param name="lastId">The greatest id that was ever given.</param>
    public static Schema NumberFields(Schema schema, int lastId)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new Schema(Number(schema.FieldsList, ref lastId), schema.Metadata);
    }

    /// <summary>The field with the dictionary encodings of an array's type, which is otherwise the field's; the same object when there are none.</summary>
    public static Field WithEncodings(this Field field, IArrowType actual)
    {
        ArgumentNullException.ThrowIfNull(field);
        IArrowType encoded = Encode(field.DataType, actual);
        return ReferenceEquals(encoded, field.DataType) ? field : field.WithType(encoded);
    }

    internal static Field WithType(this Field field, IArrowType type) => new(field.Name, type, field.IsNullable, field.Metadata);

    private static IArrowType Encode(IArrowType type, IArrowType actual)
    {
        if (actual is DictionaryType)
            return actual;
        IReadOnlyList<Field> fields = NestedTypes.FieldsOf(type), others = NestedTypes.FieldsOf(actual);
        return fields.Count == 0 || fields.Count != others.Count ? type
            : NestedTypes.WithFields(type, [.. fields.Select((field, i) => field.WithEncodings(others[i].DataType))]);
    }

    private static Field[] Number(IReadOnlyList<Field> fields, ref int last)
    {
        int first = last + 1;
        last += fields.Count;
        Field[] numbered = new Field[fields.Count];
        for (int i = 0; i < numbered.Length; i++)
        {
            Dictionary<string, string> metadata = fields[i].Metadata is { } old ? new(old, StringComparer.Ordinal) : [];
            metadata[FieldIdKey] = (first + i).ToString(CultureInfo.InvariantCulture);
            IReadOnlyList<Field> children = NestedTypes.FieldsOf(fields[i].DataType);
            IArrowType type = children.Count == 0 ? fields[i].DataType : NestedTypes.WithFields(fields[i].DataType, Number(children, ref last));
            numbered[i] = new Field(fields[i].Name, type, fields[i].IsNullable, metadata);
        }
        return numbered;
    }
}
