namespace DataMesh.Adapters.Iceberg;

/// <summary>Reads manifests of any writer: fields are found by id (by name where a writer left ids out), unknown ones are skipped.</summary>
internal static class ManifestReader
{
    /// <exception cref="InvalidDataException">The content is not a manifest.</exception>
    public static IReadOnlyList<ManifestEntry> Read(ReadOnlyMemory<byte> content, ManifestFile manifest, TableFolder folder, TableMetadata metadata)
    {
        PartitionSpec spec = metadata.Specs.TryGetValue(manifest.SpecId, out PartitionSpec? known) ? known
            : throw new InvalidDataException($"it is partitioned by spec {manifest.SpecId}, which the table does not have");
        AvroFileReader file = new(content);
        if (file.Schema.Kind != AvroKind.Record)
            throw new InvalidDataException("its entries are not records");
        List<ManifestEntry> entries = [];
        foreach ((long count, ReadOnlyMemory<byte> block) in file.ReadBlocks())
        {
            AvroDecoder decoder = new(block.Span);
            for (long i = 0; i < count; i++)
                entries.Add(ReadEntry(ref decoder, file.Schema, new Context(manifest, spec, folder, metadata)));
        }
        return entries;
    }

    private static ManifestEntry ReadEntry(ref AvroDecoder decoder, AvroSchema schema, Context context)
    {
        long status = -1;
        long? snapshot = null, sequence = null, fileSequence = null;
        FileFields? file = null;
        foreach (AvroField field in schema.Fields)
            switch (field.FieldId ?? IdOf(field.Name))
            {
                case 0: status = decoder.ReadNullableLong(field.Schema) ?? -1; break;
                case 1: snapshot = decoder.ReadNullableLong(field.Schema); break;
                case 3: sequence = decoder.ReadNullableLong(field.Schema); break;
                case 4: fileSequence = decoder.ReadNullableLong(field.Schema); break;
                case 2: file = FileFields.Read(ref decoder, decoder.ReadRecord(field.Schema) ?? throw new InvalidDataException("an entry has no file"), context.Spec); break;
                default: decoder.Skip(field.Schema); break;
            }
        if (status is < 0 or > 2 || file is null)
            throw new InvalidDataException("an entry has no valid status or no file");
        return new ManifestEntry
        {
            Status = (EntryStatus)status,
            SnapshotId = snapshot,
            SequenceNumber = sequence,
            FileSequenceNumber = fileSequence,
            Content = (FileContent)file.Content,
            KeyMetadata = file.KeyMetadata,
            Deletes = file.Content == 0 ? null : file.ToDeleteDetails(context.Folder, context.Manifest),
            File = file.ToDataFile(context.Folder, context.Manifest, context.Metadata) with { SortOrderId = file.SortOrderId ?? 0 },
        };
    }

    private static int IdOf(string name) => name switch
    {
        "status" => 0,
        "snapshot_id" => 1,
        "sequence_number" => 3,
        "file_sequence_number" => 4,
        "data_file" => 2,
        _ => -1,
    };

    private readonly record struct Context(ManifestFile Manifest, PartitionSpec Spec, TableFolder Folder, TableMetadata Metadata);
}
