using System.Globalization;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Manifest lists: the manifests of a snapshot.</summary>
internal static class ManifestListFile
{
    public static ReadOnlyMemory<byte> Write(TableFolder folder, long snapshotId, long? parentId, long sequenceNumber, IReadOnlyList<ManifestFile> manifests)
    {
        AvroFileWriter writer = new(ManifestSchemas.ManifestList,
        [
            new("snapshot-id", snapshotId.ToString(CultureInfo.InvariantCulture)),
            new("parent-snapshot-id", parentId?.ToString(CultureInfo.InvariantCulture) ?? "null"),
            new("sequence-number", sequenceNumber.ToString(CultureInfo.InvariantCulture)),
            new("format-version", "2"),
        ]);
        foreach (ManifestFile manifest in manifests)
            writer.Append(manifest, (encoder, m) => WriteManifest(encoder, m, folder));
        return writer.Complete();
    }

    /// <exception cref="InvalidDataException">The content is not a manifest list.</exception>
    public static IReadOnlyList<ManifestFile> Read(ReadOnlyMemory<byte> content, ObjectPathOf path)
    {
        AvroFileReader file = new(content);
        if (file.Schema.Kind != AvroKind.Record)
            throw new InvalidDataException("its entries are not records");
        List<ManifestFile> manifests = [];
        foreach ((long count, ReadOnlyMemory<byte> block) in file.ReadBlocks())
        {
            AvroDecoder decoder = new(block.Span);
            for (long i = 0; i < count; i++)
                manifests.Add(ReadManifest(ref decoder, file.Schema, path));
        }
        return manifests;
    }

    /// <summary>Turns a stated location into a path of the table.</summary>
    public delegate Authoring.ObjectPath ObjectPathOf(string location);

    private static void WriteManifest(AvroEncoder encoder, ManifestFile manifest, TableFolder folder)
    {
        encoder.WriteString(folder.ToUri(manifest.Path));
        encoder.WriteLong(manifest.Length);
        encoder.WriteLong(manifest.SpecId);
        encoder.WriteLong(manifest.HoldsDeletes ? 1 : 0);
        encoder.WriteLong(manifest.SequenceNumber);
        encoder.WriteLong(manifest.MinSequenceNumber);
        encoder.WriteLong(manifest.AddedSnapshotId);
        encoder.WriteLong(manifest.AddedFiles);
        encoder.WriteLong(manifest.ExistingFiles);
        encoder.WriteLong(manifest.DeletedFiles);
        encoder.WriteLong(manifest.AddedRows);
        encoder.WriteLong(manifest.ExistingRows);
        encoder.WriteLong(manifest.DeletedRows);
        if (encoder.WriteOptional(manifest.Partitions is not null))
            encoder.WriteArray(manifest.Partitions!, WriteSummary);
        encoder.WriteOptionalBytes(manifest.KeyMetadata);
    }

    private static void WriteSummary(AvroEncoder encoder, PartitionSummary summary)
    {
        encoder.WriteBoolean(summary.ContainsNull);
        if (encoder.WriteOptional(summary.ContainsNan is not null))
            encoder.WriteBoolean(summary.ContainsNan!.Value);
        encoder.WriteOptionalBytes(summary.Lower);
        encoder.WriteOptionalBytes(summary.Upper);
    }

    private static ManifestFile ReadManifest(ref AvroDecoder decoder, AvroSchema schema, ObjectPathOf path)
    {
        string? location = null;
        ManifestFile manifest = new() { Path = default, Length = -1, AddedFiles = -1, ExistingFiles = -1 };
        foreach (AvroField field in schema.Fields)
        {
            int id = field.FieldId ?? IdOf(field.Name);
            switch (id)
            {
                case 500: location = decoder.ReadNullableString(field.Schema); break;
                case 507: manifest = manifest with { Partitions = ReadSummaries(ref decoder, field.Schema) }; break;
                case 519: manifest = manifest with { KeyMetadata = decoder.ReadNullableBytes(field.Schema) }; break;
                case >= 501 and <= 506 or >= 512 and <= 517: manifest = WithNumber(manifest, id, decoder.ReadNullableLong(field.Schema) ?? (id is 504 or 505 ? -1 : 0)); break;
                default: decoder.Skip(field.Schema); break;
            }
        }
        return location is null || manifest.Length < 0 ? throw new InvalidDataException("a manifest has no path or no length") : manifest with { Path = path(location) };
    }

    private static ManifestFile WithNumber(ManifestFile manifest, int id, long value) => id switch
    {
        501 => manifest with { Length = value },
        502 => manifest with { SpecId = checked((int)value) },
        503 => manifest with { AddedSnapshotId = value },
        504 => manifest with { AddedFiles = value },
        505 => manifest with { ExistingFiles = value },
        506 => manifest with { DeletedFiles = value },
        512 => manifest with { AddedRows = value },
        513 => manifest with { ExistingRows = value },
        514 => manifest with { DeletedRows = value },
        515 => manifest with { SequenceNumber = value },
        516 => manifest with { MinSequenceNumber = value },
        _ => manifest with { HoldsDeletes = value != 0 },
    };

    private static List<PartitionSummary>? ReadSummaries(ref AvroDecoder decoder, AvroSchema schema)
    {
        if (decoder.ReadArray(schema) is not { } items)
            return null;
        List<PartitionSummary> summaries = [];
        for (long count = decoder.ReadBlockCount(); count > 0; count = decoder.ReadBlockCount())
            for (long i = 0; i < count; i++)
                summaries.Add(ReadSummary(ref decoder, decoder.ReadRecord(items) ?? throw new InvalidDataException("a partition summary is null")));
        return summaries;
    }

    private static PartitionSummary ReadSummary(ref AvroDecoder decoder, AvroSchema record)
    {
        PartitionSummary summary = new(true, null, null, null);
        foreach (AvroField field in record.Fields)
            switch (field.FieldId ?? IdOf(field.Name))
            {
                case 509: summary = summary with { ContainsNull = decoder.ReadNullableBoolean(field.Schema) ?? true }; break;
                case 518: summary = summary with { ContainsNan = decoder.ReadNullableBoolean(field.Schema) }; break;
                case 510: summary = summary with { Lower = decoder.ReadNullableBytes(field.Schema) }; break;
                case 511: summary = summary with { Upper = decoder.ReadNullableBytes(field.Schema) }; break;
                default: decoder.Skip(field.Schema); break;
            }
        return summary;
    }

    private static int IdOf(string name) => name switch
    {
        "manifest_path" => 500,
        "manifest_length" => 501,
        "partition_spec_id" => 502,
        "added_snapshot_id" => 503,
        "added_files_count" or "added_data_files_count" => 504,
        "existing_files_count" or "existing_data_files_count" => 505,
        "deleted_files_count" or "deleted_data_files_count" => 506,
        "partitions" => 507,
        "contains_null" => 509,
        "lower_bound" => 510,
        "upper_bound" => 511,
        "added_rows_count" => 512,
        "existing_rows_count" => 513,
        "deleted_rows_count" => 514,
        "sequence_number" => 515,
        "min_sequence_number" => 516,
        "content" => 517,
        "contains_nan" => 518,
        "key_metadata" => 519,
        _ => -1,
    };
}
