using System.Text;
using Avro.File;
using Avro.Generic;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>Manifests and manifest lists as another Avro library sees them.</summary>
public sealed class ManifestFormatTests
{
    private static readonly PartitionField[] Partitioning =
    [
        new() { Column = "placed_at", Transform = PartitionTransform.Day },
        new() { Column = "amount" },
        new() { Column = "id" },
        new() { Column = "customer", Transform = PartitionTransform.Bucket(4) },
    ];

    [Fact]
    public async Task Another_Avro_library_reads_our_manifests()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync(Partitioning);
        Order row = new(7, "Ada", -1.25m, new DateTime(1969, 12, 31, 0, 0, 0, DateTimeKind.Utc), new Guid("00112233-4455-6677-8899-aabbccddeeff"));

        await table.AppendAsync(state, [row]);

        using IFileReader<GenericRecord> reader = Open(table, "*-m*.avro");
        GenericRecord entry = reader.NextEntries.Single();
        Assert.Equal(1, entry["status"]);
        Assert.Null(entry["snapshot_id"]);
        Assert.Null(entry["sequence_number"]);
        Assert.Null(entry["file_sequence_number"]);
        GenericRecord file = (GenericRecord)entry["data_file"];
        Assert.Equal("PARQUET", file["file_format"]);
        Assert.Equal(1L, file["record_count"]);
        Assert.StartsWith("file:///", (string)file["file_path"], StringComparison.Ordinal);
        Assert.True(File.Exists(new Uri((string)file["file_path"]).LocalPath));
        GenericRecord partition = (GenericRecord)file["partition"];
        Assert.Equal(new DateTime(1969, 12, 31, 0, 0, 0, DateTimeKind.Utc), partition["placed_at_day"]);
        Assert.Equal("-1.25", partition["amount"].ToString());
        Assert.IsType<int>(partition["customer_bucket"]);
        Dictionary<int, byte[]> lower = Map(file["lower_bounds"]);
        Assert.Equal(BitConverter.GetBytes(7L), lower[1]);
        Assert.Equal("Ada", Encoding.UTF8.GetString(lower[2]));
        Assert.Equal([0x83], lower[3]);
        Assert.Equal(BitConverter.GetBytes(-86_400_000_000L), lower[4]);
        Assert.Equal(Convert.FromHexString("00112233445566778899aabbccddeeff"), lower[5]);
    }

    [Fact]
    public async Task Headers_say_what_strict_readers_ask_for()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(Partitioning), [new Order(1)])).State;

        using IFileReader<GenericRecord> manifest = Open(table, "*-m*.avro");
        Assert.StartsWith("""{"type":"struct","schema-id":0,"identifier-field-ids":[1],"fields":[{"id":1,"name":"id","required":true,"type":"long"}""", manifest.GetMetaString("schema"), StringComparison.Ordinal);
        Assert.Contains("\"type\":\"decimal(18, 2)\"", manifest.GetMetaString("schema"), StringComparison.Ordinal);
        Assert.StartsWith("""[{"name":"placed_at_day","transform":"day","source-id":4,"field-id":1000}""", manifest.GetMetaString("partition-spec"), StringComparison.Ordinal);
        Assert.Equal("0", manifest.GetMetaString("partition-spec-id"));
        Assert.Equal("2", manifest.GetMetaString("format-version"));
        Assert.Equal("data", manifest.GetMetaString("content"));
        string schema = manifest.GetMetaString("avro.schema");
        Assert.Contains("""{"name":"placed_at_day","type":["null",{"type":"int","logicalType":"date"}],"default":null,"field-id":1000}""", schema, StringComparison.Ordinal);
        Assert.Contains("""{"type":"array","items":{"type":"record","name":"k117_v118","fields":[{"name":"key","type":"int","field-id":117},{"name":"value","type":"long","field-id":118}]},"logicalType":"map"}""", schema, StringComparison.Ordinal);
        using IFileReader<GenericRecord> list = Open(table, "snap-*.avro");
        Assert.Equal("1", list.GetMetaString("sequence-number"));
        Assert.Equal(state.Current!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), list.GetMetaString("snapshot-id"));
        GenericRecord entry = list.NextEntries.Single();
        Assert.Equal(1, entry["added_files_count"]);
        Assert.Equal(1L, entry["min_sequence_number"]);
        Assert.Equal(4, ((System.Collections.IList)entry["partitions"]).Count);
    }

    [Fact]
    public async Task A_removed_file_keeps_its_numbers_and_the_others_too()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(new PartitionField { Column = "units" }), [new Order(1, Units: 1), new Order(2, Units: 2)])).State;
        long first = state.Current!.Id;
        List<DataFile> files = await table.FilesAsync(state);

        CommitResult result = await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Delete, CommitKey = "k", Removed = [files[0]] });

        string newest = new DirectoryInfo(Path.Combine(table.Folder, "metadata")).GetFiles("*-m*.avro").OrderBy(f => f.LastWriteTimeUtc).Last().FullName;
        using IFileReader<GenericRecord> reader = DataFileReader<GenericRecord>.OpenReader(newest);
        GenericRecord[] entries = [.. reader.NextEntries];
        Assert.Equal([2, 0], entries.Select(e => (int)e["status"]));
        Assert.Equal([result.Snapshot!.Id, first], entries.Select(e => (long)e["snapshot_id"]));
        Assert.All(entries, e => Assert.Equal(1L, e["sequence_number"]));
        Assert.All(entries, e => Assert.Equal(1L, e["file_sequence_number"]));
    }

    [Fact]
    public async Task Long_texts_are_cut_to_bounds_that_still_enclose_them()
    {
        using TestTable table = new();
        string text = string.Concat(Enumerable.Repeat("😀", 16)) + "tail";

        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1, text)])).State;

        ColumnStatistics statistics = (await table.NewFormat().PlanAsync(state, new ScanRequest(), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)).Single().File.Columns.Single(c => c.FieldId == 2);
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 16)), statistics.Minimum.AsString());
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 15)) + "😁", statistics.Maximum.AsString());
    }

    [Fact]
    public async Task Withheld_bounds_appear_nowhere_also_from_a_process_that_starts_later()
    {
        using TestTable table = new();
        await table.CreateAsync(new TableDefinition { TableId = Guid.NewGuid(), Schema = Order.Schema, WithoutBounds = ["customer", "amount"] });

        TableState state = (await table.AppendAsync(await table.LoadAsync(), [new Order(1, "SECRET", 77.25m)])).State;

        Assert.Equal("counts", state.Properties["write.metadata.metrics.column.customer"]);
        using IFileReader<GenericRecord> reader = Open(table, "*-m*.avro");
        GenericRecord file = (GenericRecord)reader.NextEntries.Single()["data_file"];
        Assert.DoesNotContain(Map(file["lower_bounds"]).Keys, id => id is 2 or 3);
        Assert.DoesNotContain(Map(file["upper_bounds"]).Keys, id => id is 2 or 3);
        foreach (string path in Directory.GetFiles(Path.Combine(table.Folder, "metadata")))
            Assert.DoesNotContain("SECRET", File.ReadAllText(path), StringComparison.Ordinal);
        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => table.Format.CreateAsync(table.Location with { Path = "other" },
            new TableDefinition { TableId = Guid.NewGuid(), Schema = Order.Schema, WithoutBounds = ["customer"], Partitioning = [new() { Column = "customer" }] }, TestContext.Current.CancellationToken));
        Assert.Equal(DataMeshErrorKind.InvalidDefinition, error.Kind);
    }

    private static IFileReader<GenericRecord> Open(TestTable table, string pattern) =>
        DataFileReader<GenericRecord>.OpenReader(Directory.GetFiles(Path.Combine(table.Folder, "metadata"), pattern).Single());

    private static Dictionary<int, byte[]> Map(object map) => ((System.Collections.IEnumerable)map).Cast<GenericRecord>().ToDictionary(e => (int)e["key"], e => (byte[])e["value"]);
}
