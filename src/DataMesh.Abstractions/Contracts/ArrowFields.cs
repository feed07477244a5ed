using System.Globalization;
using Apache.Arrow;

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

    /// <summary>The field id of a field; null when it has none.</summary>
    public static int? GetFieldId(this Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Metadata is { } metadata && metadata.TryGetValue(FieldIdKey, out string? text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
    }
}
