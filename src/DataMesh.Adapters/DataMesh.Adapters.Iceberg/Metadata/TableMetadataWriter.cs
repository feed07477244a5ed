using System.Text.Json;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Writes metadata files: the first one, and the next one after a commit.</summary>
internal static class TableMetadataWriter
{
    private const int LastPartitionFieldIdBeforeAny = 999;
    private const int MaxMetadataLog = 100;

    public static ReadOnlyMemory<byte> WriteFirst(TableFolder folder, TableDefinition definition, string fileFormat, long now)
    {
        IcebergField[] fields = TableDefinitions.AssignIds(definition);
        PartitionSpec spec = TableDefinitions.CreateSpec(definition.Partitioning, fields, [.. definition.WithoutBounds], [], LastPartitionFieldIdBeforeAny);
        SortOrder order = TableDefinitions.CreateOrder(definition.SortOrder, fields, 1);
        return JsonText.WriteBytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("format-version", 2);
            writer.WriteString("table-uuid", definition.TableId);
            writer.WriteString("location", folder.Root);
            writer.WriteNumber("last-sequence-number", 0);
            writer.WriteNumber("last-updated-ms", now);
            writer.WriteNumber("last-column-id", fields.SelectMany(f => f.AllIds).Max());
            writer.WriteNumber("current-schema-id", 0);
            writer.WriteStartArray("schemas");
            IcebergSchema.Write(writer, 0, fields, [.. definition.Key.Select(key => fields.First(f => f.Name == key).Id)]);
            writer.WriteEndArray();
            writer.WriteNumber("default-spec-id", 0);
            writer.WriteStartArray("partition-specs");
            PartitionSpec.Write(writer, spec);
            writer.WriteEndArray();
            writer.WriteNumber("last-partition-id", LastPartitionFieldIdBeforeAny + spec.Fields.Count);
            writer.WriteNumber("default-sort-order-id", order.Id);
            writer.WriteStartArray("sort-orders");
            SortOrder.Write(writer, SortOrder.Unsorted);
            if (order.Id != 0)
                SortOrder.Write(writer, order);
            writer.WriteEndArray();
            writer.WriteStartObject("properties");
            foreach ((string key, string value) in TableDefinitions.Properties(definition, fields, fileFormat))
                writer.WriteString(key, value);
            writer.WriteEndObject();
            writer.WriteNumber("current-snapshot-id", -1);
            writer.WriteStartObject("refs");
            writer.WriteEndObject();
            WriteEmptyArrays(writer, "snapshots", "statistics", "partition-statistics", "snapshot-log", "metadata-log");
            writer.WriteEndObject();
        });
    }

    /// <summary>The metadata after a commit. Keys we do not know are copied as they are.</summary>
    /// <param name="basis">The metadata before.</param>
    /// <param name="basisLocation">The location of the file it came from.</param>
    /// <param name="snapshot">The new current snapshot of the branch that the metadata is of.</param>
    public static ReadOnlyMemory<byte> WriteNext(TableMetadata basis, string basisLocation, IcebergSnapshot snapshot)
    {
        long now = snapshot.View.CommittedAt.ToUnixTimeMilliseconds();
        Dictionary<string, Action<Utf8JsonWriter>> changes = new()
        {
            ["last-sequence-number"] = w => w.WriteNumberValue(snapshot.View.SequenceNumber),
            ["last-updated-ms"] = w => w.WriteNumberValue(now),
            ["refs"] = w => TableReferences.Write(w, basis.Root, basis.Branch ?? TableReference.Main, own => TableReferences.WriteMoved(own, basis.Root, basis.Branch ?? TableReference.Main, snapshot.View.Id)),
            ["snapshots"] = w => WriteAppended(w, basis.Root, "snapshots", int.MaxValue, snapshot.Write),
        };
        if (basis.Branch is null)
            AddCurrent(changes, basis, snapshot.View.Id, now);
        return Rewrite(basis, basisLocation, changes);
    }

    /// <summary>The metadata after a branch or tag was set or dropped.</summary>
    /// <param name="basis">The metadata before.</param>
    /// <param name="basisLocation">The location of the file it came from.</param>
    /// <param name="name">The name.</param>
    /// <param name="wanted">What it means now; null: nothing.</param>
    /// <param name="now">The time of the change.</param>
    public static ReadOnlyMemory<byte> WriteReference(TableMetadata basis, string basisLocation, string name, TableReference? wanted, long now)
    {
        Dictionary<string, Action<Utf8JsonWriter>> changes = new()
        {
            ["last-updated-ms"] = w => w.WriteNumberValue(now),
            ["refs"] = w => TableReferences.Write(w, basis.Root, name, wanted is null ? null : name == TableReference.Main ? own => TableReferences.WriteMoved(own, basis.Root, name, wanted.SnapshotId) : own => TableReferences.Write(own, wanted)),
        };
        if (name == TableReference.Main)
            AddCurrent(changes, basis, wanted!.SnapshotId, now);
        return Rewrite(basis, basisLocation, changes);
    }

    private static void AddCurrent(Dictionary<string, Action<Utf8JsonWriter>> changes, TableMetadata basis, long snapshotId, long now)
    {
        changes["current-snapshot-id"] = w => w.WriteNumberValue(snapshotId);
        changes["snapshot-log"] = w => WriteAppended(w, basis.Root, "snapshot-log", int.MaxValue, entry =>
        {
            entry.WriteStartObject();
            entry.WriteNumber("timestamp-ms", now);
            entry.WriteNumber("snapshot-id", snapshotId);
            entry.WriteEndObject();
        });
    }

    /// <summary>The metadata after a change of columns, of the partitioning or of the order.</summary>
    /// <param name="basis">The metadata before.</param>
    /// <param name="basisLocation">The location of the file it came from.</param>
    /// <param name="schemaId">The id of the schema that becomes the current one.</param>
    /// <param name="change">Its columns.</param>
    /// <param name="layout">How files are laid out from now on.</param>
    /// <param name="properties">All table properties after the change.</param>
    /// <param name="now">The time of the change.</param>
    public static ReadOnlyMemory<byte> WriteEvolved(TableMetadata basis, string basisLocation, int schemaId, SchemaChange change, LayoutChange layout, IReadOnlyDictionary<string, string> properties, long now)
    {
        Dictionary<string, Action<Utf8JsonWriter>> changes = new()
        {
            ["last-updated-ms"] = w => w.WriteNumberValue(now),
            ["last-column-id"] = w => w.WriteNumberValue(change.LastColumnId),
            ["current-schema-id"] = w => w.WriteNumberValue(schemaId),
            ["default-spec-id"] = w => w.WriteNumberValue(layout.Spec.Id),
            ["last-partition-id"] = w => w.WriteNumberValue(layout.LastFieldId),
            ["default-sort-order-id"] = w => w.WriteNumberValue(layout.Order.Id),
            ["properties"] = w => WriteTexts(w, properties),
        };
        if (!basis.Specs.ContainsKey(layout.Spec.Id))
            changes["partition-specs"] = w => WriteAppended(w, basis.Root, "partition-specs", int.MaxValue, entry => PartitionSpec.Write(entry, layout.Spec));
        if (!basis.SortOrders.Any(o => o.Id == layout.Order.Id))
            changes["sort-orders"] = w => WriteAppended(w, basis.Root, "sort-orders", int.MaxValue, entry => SortOrder.Write(entry, layout.Order));
        if (!basis.Schemas.ContainsKey(schemaId))
            changes["schemas"] = w => WriteAppended(w, basis.Root, "schemas", int.MaxValue, entry => IcebergSchema.Write(entry, schemaId, change.Fields, basis.CurrentSchema.IdentifierFieldIds));
        return Rewrite(basis, basisLocation, changes);
    }

    /// <summary>The metadata after snapshots have expired.</summary>
    /// <param name="basis">The metadata before.</param>
    /// <param name="basisLocation">The location of the file it came from.</param>
    /// <param name="retention">What stays.</param>
    /// <param name="now">The time of the change.</param>
    public static ReadOnlyMemory<byte> WriteExpired(TableMetadata basis, string basisLocation, SnapshotRetention retention, long now)
    {
        bool IsKept(JsonElement entry) => retention.Kept.Contains(entry.GetProperty("snapshot-id").GetInt64());
        Dictionary<string, Action<Utf8JsonWriter>> changes = new()
        {
            ["last-updated-ms"] = w => w.WriteNumberValue(now),
            ["snapshots"] = w => WriteKept(w, basis.Root, "snapshots", IsKept),
            // The log says what was current when: what lies before a gap says so no longer.
            ["snapshot-log"] = w => WriteKept(w, basis.Root, "snapshot-log", LogAfterGap(basis.Root, IsKept)),
            ["statistics"] = w => WriteKept(w, basis.Root, "statistics", IsKept),
            ["partition-statistics"] = w => WriteKept(w, basis.Root, "partition-statistics", IsKept),
        };
        if (basis.Root.TryGetProperty("refs", out JsonElement refs) && refs.ValueKind == JsonValueKind.Object)
            changes["refs"] = w =>
            {
                w.WriteStartObject();
                foreach (JsonProperty reference in refs.EnumerateObject().Where(r => !retention.RemovedRefs.Contains(r.Name)))
                    reference.WriteTo(w);
                w.WriteEndObject();
            };
        return Rewrite(basis, basisLocation, changes);
    }

    private static Func<JsonElement, bool> LogAfterGap(JsonElement root, Func<JsonElement, bool> isKept)
    {
        JsonElement[] log = root.TryGetProperty("snapshot-log", out JsonElement entries) && entries.ValueKind == JsonValueKind.Array ? [.. entries.EnumerateArray()] : [];
        int gap = Array.FindLastIndex(log, entry => !isKept(entry));
        int next = 0;
        return _ => next++ > gap;
    }

    private static void WriteKept(Utf8JsonWriter writer, JsonElement root, string name, Func<JsonElement, bool> isKept)
    {
        writer.WriteStartArray();
        if (root.TryGetProperty(name, out JsonElement entries) && entries.ValueKind == JsonValueKind.Array)
            foreach (JsonElement entry in entries.EnumerateArray().Where(isKept))
                entry.WriteTo(writer);
        writer.WriteEndArray();
    }

    private static ReadOnlyMemory<byte> Rewrite(TableMetadata basis, string basisLocation, Dictionary<string, Action<Utf8JsonWriter>> changes)
    {
        changes["metadata-log"] = w => WriteAppended(w, basis.Root, "metadata-log", MaxMetadataLog, entry =>
        {
            entry.WriteStartObject();
            entry.WriteNumber("timestamp-ms", basis.LastUpdatedMs);
            entry.WriteString("metadata-file", basisLocation);
            entry.WriteEndObject();
        });
        return JsonText.WriteBytes(writer =>
        {
            writer.WriteStartObject();
            foreach (JsonProperty property in basis.Root.EnumerateObject())
            {
                writer.WritePropertyName(property.Name);
                if (changes.Remove(property.Name, out Action<Utf8JsonWriter>? write))
                    write(writer);
                else
                    property.Value.WriteTo(writer);
            }
            foreach ((string name, Action<Utf8JsonWriter> write) in changes)
            {
                writer.WritePropertyName(name);
                write(writer);
            }
            writer.WriteEndObject();
        });
    }

    private static void WriteTexts(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> texts)
    {
        writer.WriteStartObject();
        foreach ((string key, string value) in texts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }

    private static void WriteEmptyArrays(Utf8JsonWriter writer, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            writer.WriteStartArray(name);
            writer.WriteEndArray();
        }
    }

    private static void WriteAppended(Utf8JsonWriter writer, JsonElement root, string name, int limit, Action<Utf8JsonWriter> append)
    {
        writer.WriteStartArray();
        if (root.TryGetProperty(name, out JsonElement old) && old.ValueKind == JsonValueKind.Array)
            foreach (JsonElement item in old.EnumerateArray().Skip(Math.Max(0, old.GetArrayLength() + 1 - limit)))
                item.WriteTo(writer);
        append(writer);
        writer.WriteEndArray();
    }
}
