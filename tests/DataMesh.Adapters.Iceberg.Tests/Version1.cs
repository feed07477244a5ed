using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataMesh.Adapters.Authoring;
using DataMesh.Adapters.Iceberg;

namespace DataMesh.Tests;

/// <summary>Rewrites the metadata of a table as format version 1 has it: no sequence numbers, no content, optional counts, one schema and one spec under names of their own.</summary>
internal static partial class Version1
{
    /// <param name="table">The table.</param>
    /// <param name="state">Its newest state.</param>
    /// <param name="bare">True to leave out everything that the specification lets early writers leave out.</param>
    /// <param name="upgraded">True for metadata of version 2 over lists and manifests of version 1.</param>
    public static async Task ConvertAsync(TestTable table, TableState state, bool bare, bool upgraded = false)
    {
        IcebergTableState own = IcebergTableState.From(state);
        TableFolder folder = own.Folder;
        Dictionary<string, string> lists = [];
        foreach (IcebergSnapshot snapshot in own.Metadata.Snapshots)
            lists[snapshot.ManifestList] = await WriteListAsync(table, folder, own.Metadata, snapshot, bare);
        await new ForeignWriter(table.Location).RewriteAsync(state, root =>
        {
            foreach (JsonObject snapshot in root["snapshots"]!.AsArray().Cast<JsonObject>())
            {
                snapshot["manifest-list"] = lists[snapshot["manifest-list"]!.GetValue<string>()];
                snapshot.Remove("sequence-number");
            }
            if (upgraded)
            {
                root["last-sequence-number"] = 0;
                foreach (JsonObject snapshot in root["snapshots"]!.AsArray().Cast<JsonObject>())
                    snapshot["sequence-number"] = 0;
                return;
            }
            JsonObject metadata = (JsonObject)root;
            metadata["format-version"] = 1;
            metadata.Remove("last-sequence-number");
            JsonObject schema = (JsonObject)root["schemas"]![0]!.DeepClone();
            JsonArray spec = (JsonArray)root["partition-specs"]![0]!["fields"]!.DeepClone();
            if (bare)
            {
                schema.Remove("schema-id");
                schema.Remove("identifier-field-ids");
                foreach (string name in (string[])["schemas", "current-schema-id", "partition-specs", "default-spec-id", "last-partition-id", "sort-orders", "default-sort-order-id", "table-uuid", "refs"])
                    metadata.Remove(name);
                foreach (JsonObject field in spec.Cast<JsonObject>())
                    field.Remove("field-id");
            }
            metadata["schema"] = schema;
            metadata["partition-spec"] = spec;
        });
    }

    private static async Task<string> WriteListAsync(TestTable table, TableFolder folder, TableMetadata metadata, IcebergSnapshot snapshot, bool bare)
    {
        byte[] content = await File.ReadAllBytesAsync(new Uri(snapshot.ManifestList).LocalPath);
        AvroFileWriter list = new(bare ? BareList : CountedList, []);
        foreach (ManifestFile manifest in ManifestListFile.Read(content, location => folder.Resolve(location, "")))
        {
            (string path, long length) = await WriteManifestAsync(table, folder, metadata, manifest, snapshot.View.Id);
            list.Append(manifest, (encoder, m) =>
            {
                encoder.WriteString(path);
                encoder.WriteLong(length);
                encoder.WriteLong(m.SpecId);
                encoder.WriteOptionalLong(snapshot.View.Id);
                if (!bare)
                    for (int i = 0; i < 3; i++)
                        encoder.WriteOptionalLong(null);
            });
        }
        string target = Path.Combine(table.Folder, "metadata", $"one-{snapshot.View.Id.ToString(CultureInfo.InvariantCulture)}.avro");
        await File.WriteAllBytesAsync(target, list.Complete().ToArray());
        return "file://" + target;
    }

    private static async Task<(string Path, long Length)> WriteManifestAsync(TestTable table, TableFolder folder, TableMetadata metadata, ManifestFile manifest, long snapshot)
    {
        PartitionSpec spec = metadata.Specs[manifest.SpecId];
        byte[] content = await File.ReadAllBytesAsync(Path.Combine(table.Folder, "metadata", manifest.Path.Name));
        string schema = SequenceNumbers().Replace(Content().Replace(ManifestSchemas.Manifest(spec), ""), "");
        AvroFileWriter writer = new(schema, [new("schema", metadata.CurrentSchema.Json), new("partition-spec", spec.FieldsJson), new("partition-spec-id", "0"), new("format-version", "1")]);
        foreach (ManifestEntry entry in ManifestReader.Read(content, manifest, folder, metadata))
            writer.Append(entry, (encoder, e) =>
            {
                encoder.WriteLong((int)e.Status);
                encoder.WriteOptionalLong(e.SnapshotId ?? manifest.AddedSnapshotId);
                encoder.WriteString(folder.ToUri(e.File.Path));
                encoder.WriteString("PARQUET");
                for (int i = 0; i < spec.Fields.Count; i++)
                    PartitionTuple.Write(encoder, spec.Fields[i], e.File.Partition[i]);
                encoder.WriteLong(e.File.RowCount);
                encoder.WriteLong(e.File.Length);
                for (int i = 0; i < 10; i++)
                    encoder.WriteOptional(false);
            });
        ReadOnlyMemory<byte> written = writer.Complete();
        string path = Path.Combine(table.Folder, "metadata", $"one-{snapshot.ToString(CultureInfo.InvariantCulture)}-{manifest.Path.Name}");
        await File.WriteAllBytesAsync(path, written.ToArray());
        return ("file://" + path, written.Length);
    }

    private const string BareList = """
        {"type":"record","name":"manifest_file","fields":[{"name":"manifest_path","type":"string","field-id":500},{"name":"manifest_length","type":"long","field-id":501},{"name":"partition_spec_id","type":"int","field-id":502},{"name":"added_snapshot_id","type":["null","long"],"default":null,"field-id":503}]}
        """;

    private const string CountedList = """
        {"type":"record","name":"manifest_file","fields":[{"name":"manifest_path","type":"string","field-id":500},{"name":"manifest_length","type":"long","field-id":501},{"name":"partition_spec_id","type":"int","field-id":502},{"name":"added_snapshot_id","type":["null","long"],"default":null,"field-id":503},{"name":"added_data_files_count","type":["null","int"],"default":null,"field-id":504},{"name":"existing_data_files_count","type":["null","int"],"default":null,"field-id":505},{"name":"deleted_data_files_count","type":["null","int"],"default":null,"field-id":506}]}
        """;

    [GeneratedRegex("""\{"name":"(file_)?sequence_number","type":\["null","long"\],"default":null,"field-id":[34]\},""")]
    private static partial Regex SequenceNumbers();

    [GeneratedRegex("""\{"name":"content","type":"int","doc":"[^"]*","field-id":134\},""")]
    private static partial Regex Content();
}
