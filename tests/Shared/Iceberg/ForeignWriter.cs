using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Adapters.Iceberg;

namespace DataMesh.Tests;

/// <summary>Does to a table what engines with merge-on-read do, byte by byte from the specification: delete files, deletion vectors, other metadata.</summary>
internal sealed class ForeignWriter(TableLocation location)
{
    public const int FilePathId = 2147483546;
    public const int PositionId = 2147483545;
    private readonly ParquetSharpFileFormat _parquet = new();
    private int _files;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TableFolder Folder => new(location);

    /// <summary>A file of position deletes. <paramref name="spell"/> writes the location of a data file.</summary>
    public async Task<Deleted> PositionsAsync(DataFile partitionOf, IEnumerable<(DataFile File, long Position)> rows, Func<string, string>? spell = null, bool referenced = false)
    {
        (DataFile File, long Position)[] all = [.. rows];
        Schema schema = new(
        [
            ArrowFields.Create("file_path", PhysicalType.Of(PhysicalTypeKind.String), false, FilePathId),
            ArrowFields.Create("pos", PhysicalType.Of(PhysicalTypeKind.Int64), false, PositionId),
        ], null);
        StringArray.Builder paths = new();
        Int64Array.Builder positions = new();
        foreach ((DataFile file, long position) in all)
        {
            paths.Append((spell ?? (p => p))(Folder.ToUri(file.Path)));
            positions.Append(position);
        }
        DataFile written = await WriteAsync(new RecordBatch(schema, [paths.Build(), positions.Build()], all.Length));
        return new Deleted(FileContent.PositionDeletes, written, partitionOf) { Referenced = referenced ? all[0].File : null };
    }

    /// <summary>A file of equality deletes: the rows of a batch, whose fields have ids.</summary>
    public async Task<Deleted> EqualAsync(DataFile? partitionOf, RecordBatch rows, params int[] ids) =>
        new(FileContent.EqualityDeletes, await WriteAsync(rows), partitionOf) { EqualityIds = ids };

    /// <summary>A Puffin file with one deletion vector for each data file.</summary>
    public async Task<Deleted[]> VectorsAsync(IEnumerable<(DataFile File, long[] Positions)> rows)
    {
        List<(DataFile File, long Offset, byte[] Blob, long Count)> blobs = [];
        MemoryStream file = new();
        file.Write("PFA1"u8);
        foreach ((DataFile of, long[] positions) in rows)
        {
            byte[] blob = RoaringWriter.Vector(positions);
            blobs.Add((of, file.Position, blob, positions.Distinct().LongCount()));
            file.Write(blob);
        }
        string footer = new JsonObject
        {
            ["blobs"] = new JsonArray([.. blobs.Select(b => (JsonNode)new JsonObject
            {
                ["type"] = "deletion-vector-v1", ["fields"] = new JsonArray(2147483645), ["snapshot-id"] = -1, ["sequence-number"] = -1, ["offset"] = b.Offset, ["length"] = b.Blob.Length,
                ["properties"] = new JsonObject { ["referenced-data-file"] = Folder.ToUri(b.File.Path), ["cardinality"] = b.Count.ToString(CultureInfo.InvariantCulture) },
            })]),
        }.ToJsonString();
        file.Write("PFA1"u8);
        file.Write(Encoding.UTF8.GetBytes(footer));
        file.Write(BitConverter.GetBytes(Encoding.UTF8.GetByteCount(footer)));
        file.Write(new byte[4]);
        file.Write("PFA1"u8);
        ObjectPath path = NextPath("puffin");
        await location.Store.WriteAllAsync(path, file.ToArray(), default, Cancel);
        return [.. blobs.Select(b => new Deleted(FileContent.PositionDeletes, new DataFile { Path = path, Format = "puffin", RowCount = b.Count, Length = file.Length }, b.File)
        {
            Referenced = b.File, Offset = b.Offset, BlobLength = b.Blob.Length,
        })];
    }

    /// <summary>Commits deletes as one snapshot of a table that nobody else writes.</summary>
    public async Task<long> CommitAsync(TableState newest, IReadOnlyList<Deleted> deletes, Action<JsonNode>? change = null)
    {
        IcebergTableState state = IcebergTableState.From(newest);
        TableMetadata metadata = state.Metadata;
        long id = Random.Shared.NextInt64(1, 1L << 53), sequence = metadata.LastSequenceNumber + 1;
        List<ManifestFile> manifests = [];
        if (metadata.Current is { } current)
        {
            ObjectPath list = Folder.Resolve(current.ManifestList, "");
            manifests.AddRange(ManifestListFile.Read(await ReadAsync(list), stated => Folder.Resolve(stated, "")));
        }
        foreach (IGrouping<int, Deleted> group in deletes.GroupBy(d => d.PartitionOf?.PartitioningId ?? metadata.Specs.Values.First(s => s.Fields.Count == 0).Id))
            manifests.Add(await WriteManifestAsync(metadata, metadata.Specs[group.Key], id, sequence, [.. group]));
        ObjectPath listPath = Folder.Metadata / $"foreign-snap-{id}.avro";
        await location.Store.WriteAllAsync(listPath, ManifestListFile.Write(Folder, id, metadata.Current?.View.Id, sequence, manifests), default, Cancel);
        await RewriteAsync(newest, root =>
        {
            long now = metadata.LastUpdatedMs + 1;
            root["last-sequence-number"] = sequence;
            root["last-updated-ms"] = now;
            root["current-snapshot-id"] = id;
            root["refs"] = JsonNode.Parse($$$"""{"main":{"snapshot-id":{{{id}}},"type":"branch"}}""");
            ((JsonArray)root["snapshot-log"]!).Add(JsonNode.Parse($$$"""{"timestamp-ms":{{{now}}},"snapshot-id":{{{id}}}}"""));
            JsonObject snapshot = new()
            {
                ["sequence-number"] = sequence, ["snapshot-id"] = id, ["timestamp-ms"] = now, ["manifest-list"] = Folder.ToUri(listPath), ["schema-id"] = metadata.CurrentSchema.Id,
                ["summary"] = new JsonObject { ["operation"] = "delete", ["total-records"] = metadata.Current?.View.Summary["total-records"], ["total-delete-files"] = deletes.Count.ToString(CultureInfo.InvariantCulture) },
            };
            if (metadata.Current is { } parent)
                snapshot["parent-snapshot-id"] = parent.View.Id;
            ((JsonArray)root["snapshots"]!).Add(snapshot);
            change?.Invoke(root);
        });
        return id;
    }

    /// <summary>Writes the next version of the metadata with something changed.</summary>
    public async Task RewriteAsync(TableState newest, Action<JsonNode> change)
    {
        LoadedMetadata loaded = IcebergTableState.From(newest).Loaded;
        JsonNode root = JsonNode.Parse(loaded.Metadata.Root.GetRawText())!;
        change(root);
        await location.Store.WriteAllAsync(MetadataStore.PathOf(Folder, loaded.Version + 1), Encoding.UTF8.GetBytes(root.ToJsonString()), default, Cancel);
        await location.Store.WriteAllAsync(Folder.Metadata / "version-hint.text", Encoding.ASCII.GetBytes((loaded.Version + 1).ToString(CultureInfo.InvariantCulture)), default, Cancel);
    }

    /// <summary>Writes a Parquet file whose columns have no field ids, as tools do that know nothing of Iceberg.</summary>
    public async Task<DataFile> WriteWithoutIdsAsync(RecordBatch batch)
    {
        using MemoryStream stream = new();
        using (ParquetSharp.IO.ManagedOutputStream output = new(stream, leaveOpen: true))
        using (ParquetSharp.Arrow.FileWriter writer = new(output, batch.Schema))
        {
            writer.WriteRecordBatch(batch);
            writer.Close();
        }
        ObjectPath path = NextPath("parquet");
        await location.Store.WriteAllAsync(path, stream.ToArray(), default, Cancel);
        return new DataFile { Path = path, Format = "parquet", RowCount = batch.Length, Length = stream.Length };
    }

    /// <summary>Writes a Parquet file with exactly these columns, whose fields have ids.</summary>
    public async Task<DataFile> WriteAsync(RecordBatch batch)
    {
        ObjectPath path = NextPath("parquet");
        DataFileWriter writer = await _parquet.CreateAsync(location.Store, path, new FileWriteOptions { Schema = batch.Schema, RowGroupRows = 7 }, Cancel);
        await using (writer)
        {
            await writer.WriteAsync(batch, Cancel);
            FileSummary summary = await writer.CompleteAsync(Cancel);
            return new DataFile { Path = path, Format = "parquet", RowCount = summary.RowCount, Length = summary.Length, Columns = summary.Columns };
        }
    }

    private ObjectPath NextPath(string extension) => location.Path / $"data/foreign-{Guid.NewGuid():N}-{_files++}.{extension}";

    private async Task<ManifestFile> WriteManifestAsync(TableMetadata metadata, PartitionSpec spec, long snapshot, long sequence, Deleted[] deletes)
    {
        string schema = ManifestSchemas.Manifest(spec);
        const string tail = "]},\"field-id\":2}]}";
        schema = schema.Trim()[..^tail.Length] + """
            ,{"name":"referenced_data_file","type":["null","string"],"default":null,"field-id":143},{"name":"content_offset","type":["null","long"],"default":null,"field-id":144},{"name":"content_size_in_bytes","type":["null","long"],"default":null,"field-id":145}
            """.Trim() + tail;
        AvroFileWriter writer = new(schema, [new("schema", metadata.CurrentSchema.Json), new("partition-spec", spec.FieldsJson), new("partition-spec-id", spec.Id.ToString(CultureInfo.InvariantCulture)), new("format-version", "2"), new("content", "deletes")]);
        foreach (Deleted deleted in deletes)
            writer.Append(deleted, (encoder, d) => WriteEntry(encoder, d, spec, snapshot));
        ReadOnlyMemory<byte> content = writer.Complete();
        ObjectPath path = Folder.Metadata / $"foreign-{Guid.NewGuid():N}-m0.avro";
        await location.Store.WriteAllAsync(path, content, default, Cancel);
        return new ManifestFile
        {
            Path = path, Length = content.Length, SpecId = spec.Id, HoldsDeletes = true, SequenceNumber = sequence, MinSequenceNumber = sequence, AddedSnapshotId = snapshot,
            AddedFiles = deletes.Length, AddedRows = deletes.Sum(d => d.File.RowCount),
        };
    }

    private void WriteEntry(AvroEncoder encoder, Deleted deleted, PartitionSpec spec, long snapshot)
    {
        encoder.WriteLong(1);
        encoder.WriteOptionalLong(snapshot);
        encoder.WriteOptionalLong(null);
        encoder.WriteOptionalLong(null);
        encoder.WriteLong((int)deleted.Content);
        encoder.WriteString(Folder.ToUri(deleted.File.Path));
        encoder.WriteString(deleted.File.Format.ToUpperInvariant());
        for (int i = 0; i < spec.Fields.Count; i++)
            PartitionTuple.Write(encoder, spec.Fields[i], deleted.PartitionOf!.Partition[i]);
        encoder.WriteLong(deleted.File.RowCount);
        encoder.WriteLong(deleted.File.Length);
        // Sizes, counts, bounds, key, splits: none.
        for (int i = 0; i < 8; i++)
            encoder.WriteOptional(false);
        if (encoder.WriteOptional(deleted.EqualityIds.Count > 0))
            encoder.WriteArray(deleted.EqualityIds, static (e, id) => e.WriteLong(id));
        encoder.WriteOptional(false);
        if (encoder.WriteOptional(deleted.Referenced is not null))
            encoder.WriteString(Folder.ToUri(deleted.Referenced!.Path));
        encoder.WriteOptionalLong(deleted.Offset);
        encoder.WriteOptionalLong(deleted.BlobLength);
    }

    private async Task<byte[]> ReadAsync(ObjectPath path)
    {
        byte[] content = new byte[(await location.Store.FindAsync(path, Cancel))!.Length];
        await location.Store.ReadAsync(path, 0, content, Cancel);
        return content;
    }

    /// <summary>A delete file, or one vector of a file, and the partition that it is of; null: of none.</summary>
    internal sealed record Deleted(FileContent Content, DataFile File, DataFile? PartitionOf)
    {
        public IReadOnlyList<int> EqualityIds { get; init; } = [];

        public DataFile? Referenced { get; init; }

        public long? Offset { get; init; }

        public long? BlobLength { get; init; }
    }
}
