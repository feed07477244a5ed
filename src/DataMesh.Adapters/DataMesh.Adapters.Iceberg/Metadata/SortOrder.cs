using System.Text.Json;

namespace DataMesh.Adapters.Iceberg;

/// <summary>One field of a sort order: a column itself, with nulls first where it ascends and last where it descends.</summary>
internal sealed record SortOrderField(int SourceId, bool Descending);

/// <summary>One of a table's sort orders.</summary>
/// <param name="Id">Its id; 0 is the unsorted one.</param>
/// <param name="Fields">Its fields; null when it has one that we do not sort by: transforms, nulls on the other end, what newer writers know.</param>
internal sealed record SortOrder(int Id, IReadOnlyList<SortOrderField>? Fields)
{
    public static SortOrder Unsorted { get; } = new(0, []);

    /// <summary>The order in terms of a schema's columns; empty when we do not sort by it.</summary>
    public IReadOnlyList<SortField> ToSortFields(IcebergSchema schema) => Fields is not null && Fields.All(f => schema.Find(f.SourceId) is not null)
        ? [.. Fields.Select(f => new SortField { Column = schema.Find(f.SourceId)!.Name, Descending = f.Descending })] : [];

    /// <summary>The orders of a metadata file; the unsorted one is always among them.</summary>
    public static IReadOnlyList<SortOrder> ParseAll(JsonElement root) => !root.TryGetProperty("sort-orders", out JsonElement orders) || orders.ValueKind != JsonValueKind.Array ? [Unsorted]
        : [.. orders.EnumerateArray().Select(Parse).Append(Unsorted).DistinctBy(o => o.Id)];

    public static void Write(Utf8JsonWriter writer, SortOrder order)
    {
        writer.WriteStartObject();
        writer.WriteNumber("order-id", order.Id);
        writer.WriteStartArray("fields");
        foreach (SortOrderField field in order.Fields ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("transform", "identity");
            writer.WriteNumber("source-id", field.SourceId);
            writer.WriteString("direction", field.Descending ? "desc" : "asc");
            writer.WriteString("null-order", field.Descending ? "nulls-last" : "nulls-first");
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // How rows are sorted is never needed to read them: an order that we do not know is no error.
    private static SortOrder Parse(JsonElement json)
    {
        SortOrderField?[] fields = [.. json.GetProperty("fields").EnumerateArray().Select(ParseField)];
        return new SortOrder(json.GetProperty("order-id").GetInt32(), fields.Contains(null) ? null : [.. fields.OfType<SortOrderField>()]);
    }

    private static SortOrderField? ParseField(JsonElement json) =>
        json.TryGetProperty("source-id", out JsonElement source) && source.ValueKind == JsonValueKind.Number && source.TryGetInt32(out int id) && Text(json, "transform") == "identity"
        && (Text(json, "direction"), Text(json, "null-order")) is ("asc", "nulls-first") or ("desc", "nulls-last") ? new SortOrderField(id, Text(json, "direction") == "desc") : null;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
