using System.Text;
using System.Text.Json.Nodes;
using DataMesh.Adapters.Authoring;
using DataMesh.Adapters.Iceberg;

namespace DataMesh.Tests;

public sealed class DamageTests
{
    [Theory]
    [InlineData("metadata", "v2.metadata.json")]
    [InlineData("metadata", "snap-*.avro")]
    [InlineData("metadata", "*-m*.avro")]
    [InlineData("data", "*.parquet")]
    public async Task A_damaged_file_of_any_level_is_named(string folder, string pattern)
    {
        using TestTable table = await WithRowsAsync();
        string path = Directory.GetFiles(Path.Combine(table.Folder, folder), pattern, SearchOption.AllDirectories).Single();
        byte[] content = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        foreach (byte[] damaged in (byte[][])[[], content[..(content.Length / 2)], new byte[content.Length], Encoding.UTF8.GetBytes("{}")])
        {
            await File.WriteAllBytesAsync(path, damaged, TestContext.Current.CancellationToken);
            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => ReadAllAsync(table));
            Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
            Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal);
        }
        File.Delete(path);
        if (pattern != "v2.metadata.json")
            Assert.Equal(DataMeshErrorKind.CorruptData, (await Assert.ThrowsAsync<DataMeshException>(() => ReadAllAsync(table))).Kind);
        await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        await ReadAllAsync(table);
    }

    [Theory]
    [InlineData("snap-*.avro")]
    [InlineData("*-m*.avro")]
    public async Task Flipped_bytes_give_typed_errors_or_rows_and_nothing_else(string pattern)
    {
        using TestTable table = await WithRowsAsync();
        string path = Directory.GetFiles(Path.Combine(table.Folder, "metadata"), pattern).Single();
        byte[] content = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Random random = new(42);
        TableState state = await table.LoadAsync();
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. content];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            await File.WriteAllBytesAsync(path, damaged, TestContext.Current.CancellationToken);
            try
            {
                await table.NewFormat().PlanAsync(state, new ScanRequest(), TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);
            }
            catch (DataMeshException error) when (error.Kind is DataMeshErrorKind.CorruptData or DataMeshErrorKind.IncompatibleVersion)
            {
            }
        }
    }

    [Theory]
    [InlineData(0, "version 0")]
    [InlineData(4, "version 4")]
    public async Task Other_format_versions_are_refused_by_name(int version, string named)
    {
        using TestTable table = await WithRowsAsync();
        Rewrite(table, root => root["format-version"] = version);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(table.LoadAsync);

        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, error.Kind);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nested_columns_of_types_we_do_not_have_are_refused_by_name()
    {
        using TestTable table = await WithRowsAsync();
        Rewrite(table, root => ((JsonArray)root["schemas"]![0]!["fields"]!).Add(JsonNode.Parse("""{"id":20,"name":"tags","required":false,"type":{"type":"list","element-id":21,"element":"variant","element-required":false}}""")));

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(table.LoadAsync);

        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, error.Kind);
        Assert.Contains("'tags.element'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("{table}/../../etc/passwd")]
    [InlineData("{table}/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("{table}/metadata/a%2f..%2fb.avro")]
    [InlineData("{table}2/metadata/list.avro")]
    [InlineData("http://169.254.169.254/list.avro")]
    [InlineData("metadata/list.avro")]
    [InlineData("file://elsewhere{path}/metadata/list.avro")]
    public async Task A_location_outside_the_table_is_refused_and_never_opened(string location)
    {
        using TestTable table = await WithRowsAsync();
        FaultyStore store = new(table.Store);
        string stated = location.Replace("{table}", "file://" + table.Folder, StringComparison.Ordinal).Replace("{path}", table.Folder, StringComparison.Ordinal);
        Rewrite(table, root => root["snapshots"]![0]!["manifest-list"] = stated);
        TableState state = (await table.NewFormat().LoadAsync(table.Location with { Store = store }, TestContext.Current.CancellationToken))!;
        store.Reads.Clear();

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => table.PlanAsync(state));

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Contains("outside the table's own folder", error.Message, StringComparison.Ordinal);
        Assert.Empty(store.Reads);
    }

    [Fact]
    public async Task Locations_in_the_spellings_of_other_writers_are_understood()
    {
        using TestTable table = await WithRowsAsync();
        foreach (string prefix in (string[])["file://", "file:", "", "file://localhost"])
        {
            Rewrite(table, root => root["snapshots"]![0]!["manifest-list"] = $"{prefix}{table.Folder}/metadata/{Path.GetFileName(root["snapshots"]![0]!["manifest-list"]!.GetValue<string>())}");
            Assert.Single(await table.PlanAsync(await table.LoadAsync()));
        }
    }

    [Fact]
    public async Task A_folder_with_blanks_and_percent_signs_works()
    {
        string root = Directory.CreateTempSubdirectory("datamesh ice%20berg ü-").FullName;
        try
        {
            using TestTable table = new(new LocalFilesObjectStore(root));
            TableState state = (await table.AppendAsync(await table.CreateAsync(new PartitionField { Column = "customer" }), [new Order(1, "a/b %2e%2e ü"), new Order(2, "..")])).State;

            Assert.Equal([1, 2], (await table.ReadAsync(await table.LoadAsync())).Select(o => o.Id).Order());
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task A_list_that_calls_a_manifest_of_data_one_of_deletes_is_refused_so_that_no_row_is_lost()
    {
        using TestTable table = await WithRowsAsync();
        RewriteList(table, (manifests, folder) => ManifestListFile.Write(folder, 1, null, 1, [.. manifests, manifests[0] with { HoldsDeletes = true }]));

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(async () => await table.ReadAsync(await table.LoadAsync()));

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Contains("listed with deletes and holds data files", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_lists_without_field_ids_and_with_older_names_and_unknown_fields_are_read()
    {
        using TestTable table = await WithRowsAsync();
        string schema = System.Text.RegularExpressions.Regex.Replace(ManifestSchemas.ManifestList, ",\"(field|element)-id\":\\d+", "")
            .Replace("_files_count", "_data_files_count", StringComparison.Ordinal)
            .Replace("\"fields\":[{\"name\":\"manifest_path\"", "\"" + """"fields":[{"name":"of_the_future","type":["null",{"type":"map","values":{"type":"array","items":"double"}}]},{"name":"manifest_path"""" + "\"", StringComparison.Ordinal);
        RewriteList(table, (manifests, folder) =>
        {
            AvroFileWriter writer = new(schema, [], deflate: false);
            foreach (ManifestFile manifest in manifests)
                writer.Append(manifest, (encoder, m) =>
                {
                    encoder.WriteLong(1);
                    encoder.WriteArray<string>(["key"], static (e, key) =>
                    {
                        e.WriteString(key);
                        e.WriteArray<double>([1, 2], static (d, value) => d.WriteDouble(value));
                    });
                    encoder.WriteString(folder.ToUri(m.Path));
                    foreach (long number in (long[])[m.Length, m.SpecId, 0, m.SequenceNumber, m.MinSequenceNumber, m.AddedSnapshotId, m.AddedFiles, 0, 0, m.AddedRows, 0, 0, 0, 0])
                        encoder.WriteLong(number);
                });
            return writer.Complete();
        });

        Assert.Equal(3, (await table.ReadAsync(await table.LoadAsync())).Count);
    }

    [Fact]
    public async Task Keys_that_we_do_not_know_survive_a_commit()
    {
        using TestTable table = await WithRowsAsync();
        Rewrite(table, root =>
        {
            root["next-thing"] = JsonNode.Parse("""{"a":[1,2.50,"x"]}""");
            root["statistics"] = JsonNode.Parse("""[{"snapshot-id":1,"statistics-path":"p","file-size-in-bytes":1,"file-footer-size-in-bytes":1,"blob-metadata":[]}]""");
            root["refs"]!["main"]!["max-ref-age-ms"] = 5;
            root["refs"]!["tagged"] = JsonNode.Parse($$"""{"snapshot-id":{{root["current-snapshot-id"]}},"type":"tag"}""");
            root["snapshots"]![0]!["added-later"] = true;
        });

        CommitResult result = await table.AppendAsync(await table.LoadAsync(), [new Order(5)]);

        JsonNode after = Read(table, 3);
        Assert.Equal("""{"a":[1,2.50,"x"]}""", after["next-thing"]!.ToJsonString());
        Assert.Equal("p", after["statistics"]![0]!["statistics-path"]!.GetValue<string>());
        Assert.Equal(5, after["refs"]!["main"]!["max-ref-age-ms"]!.GetValue<int>());
        Assert.Equal(result.Snapshot!.Id, after["refs"]!["main"]!["snapshot-id"]!.GetValue<long>());
        Assert.Equal("tag", after["refs"]!["tagged"]!["type"]!.GetValue<string>());
        Assert.True(after["snapshots"]![0]!["added-later"]!.GetValue<bool>());
        Assert.Equal(2, after["metadata-log"]!.AsArray().Count);
        Assert.EndsWith("v2.metadata.json", after["metadata-log"]![1]!["metadata-file"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    [InlineData("999999")]
    [InlineData("not a number")]
    public async Task A_wrong_hint_does_not_hide_the_newest_version(string? hint)
    {
        using TestTable table = await WithRowsAsync();
        string path = Path.Combine(table.Folder, "metadata", "version-hint.text");
        if (hint is null)
            File.Delete(path);
        else
            await File.WriteAllTextAsync(path, hint, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(table.Folder, "metadata", "orphan-m0.avro"), "left by a crash", TestContext.Current.CancellationToken);

        Assert.Equal(3, (await table.ReadAsync(await table.LoadAsync())).Count);
    }

    [Fact]
    public async Task A_table_kept_by_a_catalog_is_refused_by_name()
    {
        using TestTable table = await WithRowsAsync();
        string metadata = Path.Combine(table.Folder, "metadata");
        File.Copy(Path.Combine(metadata, "v2.metadata.json"), Path.Combine(metadata, "00002-0b1e.metadata.json"));
        foreach (string own in (string[])["version-hint.text", "v1.metadata.json", "v2.metadata.json"])
            File.Delete(Path.Combine(metadata, own));

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(table.LoadAsync);

        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, error.Kind);
    }

    [Fact]
    public void Bombs_are_refused()
    {
        AvroFileWriter deep = new("""{"type":"record","name":"r","fields":[{"name":"again","type":["null","r"]}]}""", []);
        deep.Append(0, static (encoder, _) =>
        {
            for (int i = 0; i < 1_000_000; i++)
                encoder.WriteLong(1);
        });
        Assert.Throws<InvalidDataException>(() => SkipAll(deep.Complete()));

        AvroFileWriter wide = new("""{"type":"array","items":"null"}""", []);
        wide.Append(0, static (encoder, _) => encoder.WriteLong(long.MaxValue));
        Assert.Throws<InvalidDataException>(() => SkipAll(wide.Complete()));

        AvroFileWriter large = new("\"bytes\"", []);
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < 64; i++)
            large.Append(zeros, static (encoder, bytes) => encoder.WriteBytes(bytes));
        Assert.Throws<InvalidDataException>(() => SkipAll(large.Complete()));
        Assert.Throws<NotSupportedException>(() => new AvroFileReader(Encoding.Latin1.GetBytes("Obj\u0001\u0004\u0014avro.codec\u0012zstandard\u0016avro.schema\u000c\"null\"\0" + new string('s', 16))));
    }

    private static void SkipAll(ReadOnlyMemory<byte> content)
    {
        AvroFileReader reader = new(content);
        foreach ((long count, ReadOnlyMemory<byte> block) in reader.ReadBlocks())
        {
            AvroDecoder decoder = new(block.Span);
            for (long i = 0; i < count; i++)
                decoder.Skip(reader.Schema);
        }
    }

    private static async Task<TestTable> WithRowsAsync()
    {
        TestTable table = new();
        await table.AppendAsync(await table.CreateAsync(), [new Order(1, "a"), new Order(2, "b"), new Order(3, "c")]);
        return table;
    }

    private static async Task ReadAllAsync(TestTable table)
    {
        TableState state = await table.LoadAsync();
        IcebergTableFormat format = table.NewFormat();
        await foreach (ScanTask task in format.PlanAsync(state, new ScanRequest(), TestContext.Current.CancellationToken))
            await foreach (Apache.Arrow.RecordBatch batch in format.ReadTaskAsync(task, FileReadRequest.All, TestContext.Current.CancellationToken))
                batch.Dispose();
    }

    private static void RewriteList(TestTable table, Func<IReadOnlyList<ManifestFile>, TableFolder, ReadOnlyMemory<byte>> change)
    {
        string path = Directory.GetFiles(Path.Combine(table.Folder, "metadata"), "snap-*.avro").Single();
        TableFolder folder = new(table.Location);
        IReadOnlyList<ManifestFile> manifests = ManifestListFile.Read(File.ReadAllBytes(path), location => folder.Resolve(location, path));
        File.WriteAllBytes(path, change(manifests, folder).ToArray());
    }

    private static JsonNode Read(TestTable table, int version) => JsonNode.Parse(File.ReadAllText(Path.Combine(table.Folder, "metadata", $"v{version}.metadata.json")))!;

    private static void Rewrite(TestTable table, Action<JsonNode> change)
    {
        JsonNode root = Read(table, 2);
        change(root);
        File.WriteAllText(Path.Combine(table.Folder, "metadata", "v2.metadata.json"), root.ToJsonString());
    }
}
