using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Iceberg;

/// <summary>The table property that gives field ids to columns of files without any, by name: those that were added to the table and not written for it.</summary>
internal sealed class NameMapping
{
    public const string Property = "schema.name-mapping.default";
    private const int MaximumDepth = 32;
    private readonly Dictionary<string, (int? Id, NameMapping Below)> _byName = new(StringComparer.Ordinal);

    private NameMapping() { }

    /// <exception cref="InvalidDataException">The text is not a name mapping.</exception>
    public static NameMapping Parse(string text)
    {
        try
        {
            return Parse(JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = 128 }), 0);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"the table's property '{Property}' is not a name mapping", exception);
        }
    }

    /// <summary>The schema of a file with the ids that its names stand for; what no name stands for has none.</summary>
    public Schema Identify(Schema stored) => new(stored.FieldsList.Select(Identify), stored.Metadata);

    /// <summary>True when no column of a file has an id: only then do its names count.</summary>
    public static bool IsNeeded(Schema stored) => stored.FieldsList.Count > 0 && stored.FieldsList.All(f => !IcebergField.HasIds(f));

    private Field Identify(Field field)
    {
        (int? id, NameMapping? below) = _byName.TryGetValue(field.Name, out (int? Id, NameMapping Below) entry) ? entry : (null, null);
        if (field.DataType is not NestedType || PhysicalType.TryFromArrow(field.DataType) is not { } type)
            return PhysicalType.TryFromArrow(field.DataType) is { } plain ? ArrowFields.Create(field.Name, plain, field.IsNullable, id) : field;
        string[] roles = type.Kind switch { PhysicalTypeKind.List => ["element"], PhysicalTypeKind.Map => ["key", "value"], _ => [] };
        // Files call a list's element and a map's key and value as they like.
        Field[] children = [.. field.GetChildren().Select((child, i) => below is null ? child : roles.Length == 0 ? below.Identify(child) : below.Identify(child, roles[i]))];
        return ArrowFields.CreateNested(field.Name, type.Kind, children, field.IsNullable, id);
    }

    private Field Identify(Field child, string role) => Identify(new Field(role, child.DataType, child.IsNullable, child.Metadata));

    private static NameMapping Parse(JsonElement fields, int depth)
    {
        if (depth > MaximumDepth)
            throw new FormatException("It nests too deeply.");
        NameMapping mapping = new();
        foreach (JsonElement field in fields.EnumerateArray())
        {
            int? id = field.TryGetProperty("field-id", out JsonElement number) && number.ValueKind == JsonValueKind.Number ? number.GetInt32() : null;
            NameMapping below = field.TryGetProperty("fields", out JsonElement children) && children.ValueKind == JsonValueKind.Array ? Parse(children, depth + 1) : new NameMapping();
            foreach (JsonElement name in field.GetProperty("names").EnumerateArray())
                mapping._byName[name.GetString() ?? ""] = (id, below);
        }
        return mapping;
    }
}
