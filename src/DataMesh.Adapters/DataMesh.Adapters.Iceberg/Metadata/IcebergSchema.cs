using System.Text.Json;
using Apache.Arrow;

namespace DataMesh.Adapters.Iceberg;

/// <summary>A column of a table.</summary>
internal sealed record IcebergField(int Id, string Name, bool Required, PhysicalType Type);

/// <summary>One of a table's schemas.</summary>
internal sealed class IcebergSchema
{
    private readonly Dictionary<int, IcebergField> _byId;
    private readonly Dictionary<string, IcebergField> _byName;

    public IcebergSchema(int id, IReadOnlyList<IcebergField> fields, IReadOnlyList<int> identifierFieldIds, string json)
    {
        (Id, Fields, IdentifierFieldIds, Json) = (id, fields, identifierFieldIds, json);
        _byId = fields.ToDictionary(f => f.Id);
        _byName = fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        Arrow = new Schema([.. fields.Select(f => ArrowFields.Create(f.Name, f.Type, !f.Required, f.Id))], null);
        Key = [.. identifierFieldIds.Where(_byId.ContainsKey).Select(key => _byId[key].Name)];
    }

    public int Id { get; }

    public IReadOnlyList<IcebergField> Fields { get; }

    public IReadOnlyList<int> IdentifierFieldIds { get; }

    public IReadOnlyList<string> Key { get; }

    /// <summary>The schema as the metadata file spells it; manifests repeat it.</summary>
    public string Json { get; }

    public Schema Arrow { get; }

    public IcebergField? Find(int id) => _byId.GetValueOrDefault(id);

    public IcebergField? Find(string name) => _byName.GetValueOrDefault(name);

    /// <exception cref="NotSupportedException">A column has a type that we do not have.</exception>
    public static IcebergSchema Parse(JsonElement json) => new(
        json.TryGetProperty("schema-id", out JsonElement id) ? id.GetInt32() : 0,
        [.. json.GetProperty("fields").EnumerateArray().Select(ParseField)],
        json.TryGetProperty("identifier-field-ids", out JsonElement keys) ? [.. keys.EnumerateArray().Select(k => k.GetInt32())] : [],
        json.GetRawText());

    private static IcebergField ParseField(JsonElement json)
    {
        string name = json.GetProperty("name").GetString()!;
        JsonElement type = json.GetProperty("type");
        string text = type.ValueKind == JsonValueKind.String ? type.GetString()! : type.GetProperty("type").GetString()!;
        return PhysicalType.TryParse(text, null, out PhysicalType physical)
            ? new IcebergField(json.GetProperty("id").GetInt32(), name, json.GetProperty("required").GetBoolean(), physical)
            : throw new NotSupportedException($"column '{name}' has the type '{text}', which is not supported yet");
    }

    public static void Write(Utf8JsonWriter writer, int id, IReadOnlyList<IcebergField> fields, IReadOnlyList<int> identifierFieldIds)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "struct");
        writer.WriteNumber("schema-id", id);
        if (identifierFieldIds.Count > 0)
        {
            writer.WriteStartArray("identifier-field-ids");
            foreach (int field in identifierFieldIds)
                writer.WriteNumberValue(field);
            writer.WriteEndArray();
        }
        writer.WriteStartArray("fields");
        foreach (IcebergField field in fields)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", field.Id);
            writer.WriteString("name", field.Name);
            writer.WriteBoolean("required", field.Required);
            // The specification's spelling of decimals has a blank, which strict readers expect.
            writer.WriteString("type", field.Type.ToString().Replace(",", ", ", StringComparison.Ordinal));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
