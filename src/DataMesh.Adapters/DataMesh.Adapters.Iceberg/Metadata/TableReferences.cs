using System.Text.Json;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>The branches and tags of a metadata file.</summary>
internal static class TableReferences
{
    /// <summary>All that say which snapshot they mean; what is damaged in them keeps nobody from reading the table.</summary>
    public static IReadOnlyList<TableReference> Parse(JsonElement root) => !root.TryGetProperty("refs", out JsonElement refs) || refs.ValueKind != JsonValueKind.Object ? []
        : [.. refs.EnumerateObject().Select(r => Parse(r.Name, r.Value)).OfType<TableReference>().OrderBy(r => r.Name, StringComparer.Ordinal)];

    /// <summary>Writes the references with one changed, added or left out; keys of others that we do not know stay.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement root, string name, Action<Utf8JsonWriter>? write)
    {
        writer.WriteStartObject();
        if (root.TryGetProperty("refs", out JsonElement refs) && refs.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty reference in refs.EnumerateObject().Where(r => r.Name != name))
                reference.WriteTo(writer);
        if (write is not null)
        {
            writer.WritePropertyName(name);
            write(writer);
        }
        writer.WriteEndObject();
    }

    /// <summary>Writes one reference at another snapshot; what else was said of it stays.</summary>
    public static void WriteMoved(Utf8JsonWriter writer, JsonElement root, string name, long snapshotId)
    {
        writer.WriteStartObject();
        writer.WriteNumber("snapshot-id", snapshotId);
        writer.WriteString("type", "branch");
        if (root.TryGetProperty("refs", out JsonElement refs) && refs.ValueKind == JsonValueKind.Object && refs.TryGetProperty(name, out JsonElement before) && before.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty property in before.EnumerateObject().Where(p => !p.NameEquals("snapshot-id") && !p.NameEquals("type")))
                property.WriteTo(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes one reference.</summary>
    public static void Write(Utf8JsonWriter writer, TableReference reference)
    {
        writer.WriteStartObject();
        writer.WriteNumber("snapshot-id", reference.SnapshotId);
        writer.WriteString("type", reference.IsBranch ? "branch" : "tag");
        if (reference.KeepSnapshots is int keep)
            writer.WriteNumber("min-snapshots-to-keep", keep);
        if (reference.MaxSnapshotAge is { } snapshots)
            writer.WriteNumber("max-snapshot-age-ms", (long)snapshots.TotalMilliseconds);
        if (reference.MaxAge is { } age)
            writer.WriteNumber("max-ref-age-ms", (long)age.TotalMilliseconds);
        writer.WriteEndObject();
    }

    private static TableReference? Parse(string name, JsonElement json) => json.ValueKind != JsonValueKind.Object || Number(json, "snapshot-id") is not long id ? null : new TableReference
    {
        Name = name,
        SnapshotId = id,
        IsBranch = !json.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String || type.GetString() != "tag",
        KeepSnapshots = Number(json, "min-snapshots-to-keep") is >= 1 and <= int.MaxValue and long keep ? (int)keep : null,
        MaxSnapshotAge = Age(json, "max-snapshot-age-ms"),
        MaxAge = Age(json, "max-ref-age-ms"),
    };

    private static TimeSpan? Age(JsonElement json, string name) => Number(json, name) is >= 0 and long age ? TimeSpan.FromMilliseconds(Math.Min(age, (long)TimeSpan.MaxValue.TotalMilliseconds - 1)) : null;

    private static long? Number(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;
}
