using System.Globalization;
using System.Text.Json;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>A snapshot with what only this format knows about it.</summary>
internal sealed record IcebergSnapshot
{
    public const string CommitKeyProperty = "datamesh.commit-key";

    public required TableSnapshot View { get; init; }

    public required string ManifestList { get; init; }

    public int? SchemaId { get; init; }

    public string? CommitKey => View.Summary.GetValueOrDefault(CommitKeyProperty);

    /// <summary>A total of the summary; null when the writer did not record it.</summary>
    public long? Total(string key) => long.TryParse(View.Summary.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    public static IcebergSnapshot Parse(JsonElement json)
    {
        Dictionary<string, string> summary = [];
        if (json.TryGetProperty("summary", out JsonElement entries))
            foreach (JsonProperty entry in entries.EnumerateObject())
                summary[entry.Name] = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetText() : entry.Value.GetRawText();
        summary.Remove("operation", out string? operation);
        if (!json.TryGetProperty("manifest-list", out JsonElement list))
            throw new NotSupportedException("a snapshot lists its manifests inline, as format version 1 did");
        return new IcebergSnapshot
        {
            ManifestList = list.GetText(),
            SchemaId = json.TryGetProperty("schema-id", out JsonElement schema) && schema.ValueKind == JsonValueKind.Number ? schema.GetInt32() : null,
            View = new TableSnapshot
            {
                Id = json.GetProperty("snapshot-id").GetInt64(),
                ParentId = json.TryGetProperty("parent-snapshot-id", out JsonElement parent) && parent.ValueKind == JsonValueKind.Number ? parent.GetInt64() : null,
                SequenceNumber = json.TryGetProperty("sequence-number", out JsonElement number) ? number.GetInt64() : 0,
                CommittedAt = DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("timestamp-ms").GetInt64()),
                Operation = OperationOf(operation),
                Summary = summary,
            },
        };
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence-number", View.SequenceNumber);
        writer.WriteNumber("snapshot-id", View.Id);
        if (View.ParentId is long parent)
            writer.WriteNumber("parent-snapshot-id", parent);
        writer.WriteNumber("timestamp-ms", View.CommittedAt.ToUnixTimeMilliseconds());
        writer.WriteStartObject("summary");
        writer.WriteString("operation", View.Operation.ToString().ToLowerInvariant());
        foreach ((string key, string value) in View.Summary.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            writer.WriteString(key, value);
        writer.WriteEndObject();
        writer.WriteString("manifest-list", ManifestList);
        if (SchemaId is int schema)
            writer.WriteNumber("schema-id", schema);
        writer.WriteEndObject();
    }

    private static TableOperation OperationOf(string? text) => text switch
    {
        "append" => TableOperation.Append,
        "delete" => TableOperation.Delete,
        "replace" => TableOperation.Replace,
        _ => TableOperation.Overwrite,
    };
}
