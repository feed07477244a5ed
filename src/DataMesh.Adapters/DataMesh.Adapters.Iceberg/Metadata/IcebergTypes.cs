using System.Text.Json;
using Apache.Arrow;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Columns and types in the JSON of a table's schema.</summary>
internal static class IcebergTypes
{
    private const int MaximumDepth = 32;

    /// <exception cref="NotSupportedException">The column, or one below it, has a type that we do not have.</exception>
    public static Field ParseField(JsonElement json) => ParseField(json, "", 0);

    public static void WriteField(Utf8JsonWriter writer, Field field)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", field.GetFieldId()!.Value);
        writer.WriteString("name", field.Name);
        writer.WriteBoolean("required", !field.IsNullable);
        writer.WritePropertyName("type");
        WriteType(writer, field);
        writer.WriteEndObject();
    }

    private static Field ParseField(JsonElement json, string path, int depth)
    {
        string name = json.GetText("name");
        if (json.TryGetProperty("initial-default", out JsonElement initial) && initial.ValueKind != JsonValueKind.Null)
            throw new NotSupportedException($"column '{path + name}' has a default for rows that were written before it, which is not supported yet");
        return Parse(json.GetProperty("type"), name, path + name, !json.GetProperty("required").GetBoolean(), json.GetProperty("id").GetInt32(), depth);
    }

    private static Field Parse(JsonElement type, string name, string path, bool nullable, int id, int depth)
    {
        if (depth >= MaximumDepth)
            throw new NotSupportedException($"column '{path}' nests more than {MaximumDepth} levels deep");
        string text = type.ValueKind == JsonValueKind.String ? type.GetText() : type.GetText("type");
        if (type.ValueKind == JsonValueKind.String)
            return PhysicalType.TryParse(text, null, out PhysicalType physical) ? ArrowFields.Create(name, physical, nullable, id) : throw Unsupported(path, text);
        return text switch
        {
            "struct" when type.GetProperty("fields").GetArrayLength() > 0 => ArrowFields.CreateNested(name, PhysicalTypeKind.Struct, ParseFields(type, path, depth), nullable, id),
            "list" => ArrowFields.CreateNested(name, PhysicalTypeKind.List, [ParseItem(type, "element", path, depth)], nullable, id),
            "map" => ArrowFields.CreateNested(name, PhysicalTypeKind.Map, [ParseItem(type, "key", path, depth), ParseItem(type, "value", path, depth)], nullable, id),
            _ => throw Unsupported(path, text),
        };
    }

    private static Field[] ParseFields(JsonElement type, string path, int depth)
    {
        Field[] fields = [.. type.GetProperty("fields").EnumerateArray().Select(f => ParseField(f, path + ".", depth + 1))];
        return fields.DistinctBy(f => f.Name, StringComparer.Ordinal).Count() == fields.Length ? fields
            : throw new NotSupportedException($"column '{path}' is a struct with two properties of one name");
    }

    private static Field ParseItem(JsonElement type, string role, string path, int depth) => Parse(type.GetProperty(role), role, $"{path}.{role}",
        role != "key" && !type.GetProperty($"{role}-required").GetBoolean(), type.GetProperty($"{role}-id").GetInt32(), depth + 1);

    private static NotSupportedException Unsupported(string path, string type) => new($"column '{path}' has the type '{type}', which is not supported yet");

    private static void WriteType(Utf8JsonWriter writer, Field field)
    {
        PhysicalType type = PhysicalType.TryFromArrow(field.DataType)!.Value;
        if (!type.IsNested)
        {
            // The specification's spelling of decimals has a blank, which strict readers expect.
            writer.WriteStringValue(type.ToString().Replace(",", ", ", StringComparison.Ordinal));
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("type", type.Kind.ToString().ToLowerInvariant());
        if (type.Kind == PhysicalTypeKind.Struct)
        {
            writer.WriteStartArray("fields");
            foreach (Field child in field.GetChildren())
                WriteField(writer, child);
            writer.WriteEndArray();
        }
        else
            foreach ((int i, Field child) in field.GetChildren().Index())
                WriteItem(writer, type.Children[i].Name, child);
        writer.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter writer, string role, Field item)
    {
        writer.WriteNumber($"{role}-id", item.GetFieldId()!.Value);
        writer.WritePropertyName(role);
        WriteType(writer, item);
        if (role != "key")
            writer.WriteBoolean($"{role}-required", !item.IsNullable);
    }
}
