using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Writes a manifest into memory and counts what its entry in a manifest list must say.</summary>
internal static class ManifestWriter
{
    /// <summary>The content of a manifest, and its entry; sequence number and path of the entry are the caller's to set.</summary>
    public static (ReadOnlyMemory<byte> Content, ManifestFile Entry) Write(TableFolder folder, TableMetadata metadata, PartitionSpec spec, long snapshotId, ObjectPath path, IReadOnlyList<ManifestEntry> entries)
    {
        AvroFileWriter writer = new(ManifestSchemas.Manifest(spec), Header(metadata, spec));
        foreach (ManifestEntry entry in entries)
            writer.Append(entry, (encoder, e) => WriteEntry(encoder, e, folder, metadata, spec));
        ReadOnlyMemory<byte> content = writer.Complete();
        return (content, Describe(spec, snapshotId, path, content.Length, entries));
    }

    private static KeyValuePair<string, string>[] Header(TableMetadata metadata, PartitionSpec spec) =>
    [
        new("schema", metadata.CurrentSchema.Json),
        new("schema-id", metadata.CurrentSchema.Id.ToString(CultureInfo.InvariantCulture)),
        new("partition-spec", spec.FieldsJson),
        new("partition-spec-id", spec.Id.ToString(CultureInfo.InvariantCulture)),
        new("format-version", "2"),
        new("content", "data"),
    ];

    private static void WriteEntry(AvroEncoder encoder, ManifestEntry entry, TableFolder folder, TableMetadata metadata, PartitionSpec spec)
    {
        encoder.WriteLong((int)entry.Status);
        encoder.WriteOptionalLong(entry.SnapshotId);
        encoder.WriteOptionalLong(entry.SequenceNumber);
        encoder.WriteOptionalLong(entry.FileSequenceNumber);
        DataFile file = entry.File;
        encoder.WriteLong((int)entry.Content);
        encoder.WriteString(folder.ToUri(file.Path));
        encoder.WriteString(file.Format.ToUpperInvariant());
        for (int i = 0; i < spec.Fields.Count; i++)
            PartitionTuple.Write(encoder, spec.Fields[i], file.Partition[i]);
        encoder.WriteLong(file.RowCount);
        encoder.WriteLong(file.Length);
        WriteColumns(encoder, file.Columns, metadata);
        encoder.WriteOptionalBytes(entry.KeyMetadata);
        if (encoder.WriteOptional(file.SplitOffsets.Count > 0))
            encoder.WriteArray(file.SplitOffsets, static (e, offset) => e.WriteLong(offset));
        encoder.WriteOptional(false);
        encoder.WriteOptionalLong(file.SortOrderId);
    }

    private static void WriteColumns(AvroEncoder encoder, IReadOnlyList<ColumnStatistics> columns, TableMetadata metadata)
    {
        WriteMap(encoder, columns, c => c.StoredBytes, static (e, value) => e.WriteLong(value!.Value));
        WriteMap(encoder, columns, c => (long?)c.ValueCount, static (e, value) => e.WriteLong(value!.Value));
        WriteMap(encoder, columns, c => c.NullCount, static (e, value) => e.WriteLong(value!.Value));
        WriteMap(encoder, columns, c => c.NanCount, static (e, value) => e.WriteLong(value!.Value));
        WriteMap(encoder, columns, c => BoundOf(c, c.Minimum, SingleValue.EncodeLower, metadata), static (e, value) => e.WriteBytes(value));
        WriteMap(encoder, columns, c => BoundOf(c, c.Maximum, SingleValue.EncodeUpper, metadata), static (e, value) => e.WriteBytes(value));
    }

    private static byte[]? BoundOf(ColumnStatistics column, ScalarValue value, Func<ScalarValue, PhysicalType, byte[]?> encode, TableMetadata metadata) =>
        metadata.TypeOf(column.FieldId) is { } type && !metadata.WithoutBounds.Contains(column.FieldId) ? encode(value, type) : null;

    private static void WriteMap<T>(AvroEncoder encoder, IReadOnlyList<ColumnStatistics> columns, Func<ColumnStatistics, T?> select, Action<AvroEncoder, T?> write)
    {
        (int Id, T? Value)[] entries = [.. columns.Select(c => (c.FieldId, Value: select(c))).Where(entry => entry.Value is not null)];
        if (encoder.WriteOptional(entries.Length > 0))
            encoder.WriteArray(entries, (e, entry) =>
            {
                e.WriteLong(entry.Id);
                write(e, entry.Value);
            });
    }

    private static ManifestFile Describe(PartitionSpec spec, long snapshotId, ObjectPath path, long length, IReadOnlyList<ManifestEntry> entries)
    {
        long Files(EntryStatus status) => entries.Count(e => e.Status == status);
        long Rows(EntryStatus status) => entries.Where(e => e.Status == status).Sum(e => e.File.RowCount);
        return new ManifestFile
        {
            Path = path,
            Length = length,
            SpecId = spec.Id,
            AddedSnapshotId = snapshotId,
            // Entries without a number inherit the commit's, which is greater than any other: the commit sets it where none is explicit.
            MinSequenceNumber = entries.Where(e => e.IsLive).Select(e => e.SequenceNumber ?? long.MaxValue).DefaultIfEmpty(long.MaxValue).Min(),
            AddedFiles = Files(EntryStatus.Added),
            ExistingFiles = Files(EntryStatus.Existing),
            DeletedFiles = Files(EntryStatus.Deleted),
            AddedRows = Rows(EntryStatus.Added),
            ExistingRows = Rows(EntryStatus.Existing),
            DeletedRows = Rows(EntryStatus.Deleted),
            Partitions = [.. spec.Fields.Index().Select(f => Summarize(f.Item, entries.Select(e => e.File.Partition[f.Index])))],
        };
    }

    private static PartitionSummary Summarize(SpecField field, IEnumerable<ScalarValue> values)
    {
        bool isFloat = field.ResultType.Kind is PhysicalTypeKind.Float or PhysicalTypeKind.Double;
        bool nulls = false, nans = false;
        ScalarValue lower = default, upper = default;
        foreach (ScalarValue value in values)
        {
            nulls |= value.IsNull;
            nans |= value.IsNaN;
            if (value.IsNull || value.IsNaN)
                continue;
            lower = lower.IsNull || value < lower ? value : lower;
            upper = upper.IsNull || value > upper ? value : upper;
        }
        return new PartitionSummary(nulls, isFloat ? nans : null, PartitionTuple.Encode(field, lower), PartitionTuple.Encode(field, upper));
    }
}
