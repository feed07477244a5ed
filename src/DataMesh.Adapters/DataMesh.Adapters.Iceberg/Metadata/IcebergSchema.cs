using System.Text.Json;
using Apache.Arrow;

namespace DataMesh.Adapters.Iceberg;

/// <summary>A column of a table.</summary>
/// <param name="Arrow">The column, and what lies below it, with field ids.</param>
internal sealed record IcebergField(Field Arrow)
{
    public int Id { get; } = Arrow.GetFieldId()!.Value;

    public string Name => Arrow.Name;

    public bool Required => !Arrow.IsNullable;

    public PhysicalType Type { get; } = PhysicalType.TryFromArrow(Arrow.DataType)!.Value;

    /// <summary>The ids of the column and of all below it.</summary>
    public IEnumerable<int> AllIds => IdsOf(Arrow);

    /// <summary>True when a field or one below it has an id.</summary>
    public static bool HasIds(Field field) => field.GetFieldId() is not null || field.GetChildren().Any(HasIds);

    /// <summary>The ids of a field and of all below it.</summary>
    public static IEnumerable<int> IdsOf(Field field) => field.GetChildren().SelectMany(IdsOf).Prepend(field.GetFieldId()!.Value);
}

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
        Arrow = new Schema([.. fields.Select(f => f.Arrow)], null);
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
        [.. json.GetProperty("fields").EnumerateArray().Select(f => new IcebergField(IcebergTypes.ParseField(f)))],
        json.TryGetProperty("identifier-field-ids", out JsonElement keys) ? [.. keys.EnumerateArray().Select(k => k.GetInt32())] : [],
        json.GetRawText());

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
            IcebergTypes.WriteField(writer, field.Arrow);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
