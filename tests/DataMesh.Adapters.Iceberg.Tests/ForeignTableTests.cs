using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Adapters.Iceberg;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

/// <summary>Tables as other writers leave them: files without ids, without partition values, of several specs; version 1; compressed metadata.</summary>
public sealed class ForeignTableTests
{
    private const string Mapping = """
        [{"field-id":1,"names":["id","ID"]},{"field-id":2,"names":["customer","buyer"]},{"field-id":7,"names":["units"]},{"names":["of nobody"]}]
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_without_ids_are_read_by_the_table_s_name_mapping()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1, "a", Units: 5)])).State;
        ForeignWriter writer = new(table.Location);
        DataFile foreign = await writer.WriteWithoutIdsAsync(new RecordBatch(new Schema([Plain("buyer", Kind.String), Plain("unknown", Kind.Int64), Plain("ID", Kind.Int64)], null),
            [new StringArray.Builder().Append("x").AppendNull().Build(), new Int64Array.Builder().Append(8).Append(9).Build(), new Int64Array.Builder().Append(2).Append(3).Build()], 2));
        state = (await table.CommitAsync(state, Append(foreign with { Columns = [] }))).State;

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => table.ReadAsync(state));
        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, refused.Kind);
        Assert.Contains("schema.name-mapping.default", refused.Message, StringComparison.Ordinal);
        await writer.RewriteAsync(state, root => root["properties"]!["schema.name-mapping.default"] = Mapping);
        state = await table.LoadAsync();

        Assert.Equal([new Order(1, "a", Units: 5), new Order(2, "x"), new Order(3)], (await table.ReadAsync(state)).OrderBy(o => o.Id));
        Assert.Equal([2], (await table.ReadAsync(state, Filter.Equal("customer", "x"))).Where(o => o.Customer == "x").Select(o => o.Id));
        IReadOnlyList<JsonElement> clickHouse = await IndependentReaders.ClickHouseAsync($"select toString(id) as id from icebergLocal('{table.Folder}')");
        Assert.Equal(3, clickHouse.Count);
    }

    [Fact]
    public async Task A_name_mapping_reaches_below_structs_lists_and_maps_and_damage_to_it_is_named()
    {
        NameMapping mapping = NameMapping.Parse("""
            [{"field-id":1,"names":["s"],"fields":[{"field-id":2,"names":["a","b"]}]},
             {"field-id":3,"names":["l"],"fields":[{"field-id":4,"names":["element"],"fields":[{"field-id":5,"names":["x"]}]}]},
             {"field-id":6,"names":["m"],"fields":[{"field-id":7,"names":["key"]},{"field-id":8,"names":["value"]}]}]
            """);
        Field text = Plain("x", Kind.String);
        Schema stored = new(
        [
            ArrowFields.CreateNested("s", Kind.Struct, [Plain("b", Kind.Int32), Plain("c", Kind.Int32)], true),
            ArrowFields.CreateNested("l", Kind.List, [ArrowFields.CreateNested("array", Kind.Struct, [text], true)], true),
            ArrowFields.CreateNested("m", Kind.Map, [new Field("k", text.DataType, false), new Field("v", text.DataType, true)], true),
        ], null);

        Schema identified = mapping.Identify(stored);

        Assert.Equal([1, 3, 6], identified.FieldsList.Select(f => f.GetFieldId()));
        Assert.Equal([2, null], identified.FieldsList[0].GetChildren().Select(f => f.GetFieldId()));
        Assert.Equal(4, identified.FieldsList[1].GetChildren()[0].GetFieldId());
        Assert.Equal(5, identified.FieldsList[1].GetChildren()[0].GetChildren()[0].GetFieldId());
        Assert.Equal([7, 8], identified.FieldsList[2].GetChildren().Select(f => f.GetFieldId()));
        foreach (string damaged in (string[])["", "{}", "[1]", """[{"names":"a"}]""", """[{"field-id":1}]""", string.Concat(Enumerable.Repeat("""[{"names":[],"fields":""", 60))])
            Assert.Throws<InvalidDataException>(() => NameMapping.Parse(damaged));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Columns_that_files_lack_because_their_partition_says_it_have_its_value()
    {
        using TestTable table = new();
        string[] columns = ["customer", "amount", "placed_at", "reference", "units", "day"];
        TableState state = await table.CreateAsync([.. columns.Select(c => new PartitionField { Column = c })]);
        Order[] full = [new(1, "a", -12.5m, new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc), new Guid("00112233-4455-6677-8899-aabbccddeeff"), 0.5, 7, new DateOnly(1969, 12, 31)), new(2)];
        state = (await table.AppendAsync(state, full)).State;
        List<DataFile> files = await table.FilesAsync(state);
        ForeignWriter writer = new(table.Location);
        List<DataFile> added = [];
        foreach (DataFile like in files)
        {
            long first = like.Partition[0].IsNull ? 20 : 10;
            DataFile written = await writer.WriteAsync(new RecordBatch(new Schema([ArrowFields.Create("id", PhysicalType.Of(Kind.Int64), false, 1)], null), [new Int64Array.Builder().Append(first).Append(first + 1).Build()], 2));
            added.Add(written with { PartitioningId = like.PartitioningId, Partition = like.Partition, Columns = [] });
        }

        state = (await table.CommitAsync(state, Append([.. added]))).State;

        List<Order> rows = [.. (await table.ReadAsync(state)).OrderBy(o => o.Id)];
        Assert.Equal([full[0], full[1], full[0] with { Id = 10, Score = null }, full[0] with { Id = 11, Score = null }, new Order(20), new Order(21)], rows);
        Assert.Equal([1, 10, 11], (await table.ReadAsync(state, Filter.Equal("amount", -12.5m))).Where(o => o.Amount == -12.5m).Select(o => o.Id).Order());
        Assert.All(await table.PlanAsync(state), task => Assert.True(task.File.RowCount == 1 || table.Format.FindStoredSchemaAsync(task, Cancel).AsTask().GetAwaiter().GetResult()!.FieldsList.Count == 1));
    }

    [Fact]
    public async Task Deletes_by_a_column_that_only_the_partition_has_are_applied()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(new PartitionField { Column = "units" }), [new Order(1, Units: 1)])).State;
        DataFile like = Assert.Single(await table.FilesAsync(state));
        ForeignWriter writer = new(table.Location);
        DataFile foreign = await writer.WriteAsync(new RecordBatch(new Schema([ArrowFields.Create("id", PhysicalType.Of(Kind.Int64), false, 1)], null), [new Int64Array.Builder().Append(2).Append(3).Build()], 2));
        state = (await table.CommitAsync(state, Append(foreign with { PartitioningId = like.PartitioningId, Partition = like.Partition, Columns = [] }))).State;
        RecordBatch pair = new(new Schema([ArrowFields.Create("units", PhysicalType.Of(Kind.Int32), true, 7), ArrowFields.Create("id", PhysicalType.Of(Kind.Int64), true, 1)], null), [new Int32Array.Builder().Append(1).Build(), new Int64Array.Builder().Append(3).Build()], 1);

        await writer.CommitAsync(state, [await writer.EqualAsync(like, pair, 1, 7)]);

        Assert.Equal([1, 2], (await table.ReadAsync(await table.LoadAsync())).Select(o => o.Id).Order());
    }

    [Fact]
    public async Task Files_of_several_specs_are_read_and_pruned_each_by_its_own()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(new PartitionField { Column = "units" }), [new Order(1, "a", Units: 1), new Order(2, "b", Units: 2)])).State;
        await new ForeignWriter(table.Location).RewriteAsync(state, root =>
        {
            ((JsonArray)root["partition-specs"]!).Add(JsonNode.Parse("""{"spec-id":1,"fields":[{"name":"customer","transform":"identity","source-id":2,"field-id":1001},{"name":"units_old","transform":"void","source-id":7,"field-id":1000}]}"""));
            root["default-spec-id"] = 1;
            root["last-partition-id"] = 1001;
        });

        state = (await table.AppendAsync(await table.LoadAsync(), [new Order(3, "a", Units: 1), new Order(4, "c", Units: 2)])).State;

        Assert.Equal([1, 2, 3, 4], (await table.ReadAsync(state)).Select(o => o.Id).Order());
        Assert.Equal([1, 3], (await table.ReadAsync(state, Filter.Equal("units", 1L))).Select(o => o.Id).Order());
        Assert.Equal([4], (await table.ReadAsync(state, Filter.Equal("customer", "c"))).Where(o => o.Customer == "c").Select(o => o.Id));
        Assert.Single(await table.PlanAsync(state, Filter.Equal("customer", "c")));
        IReadOnlyList<JsonElement> clickHouse = await IndependentReaders.ClickHouseAsync($"select toString(id) as id from icebergLocal('{table.Folder}') where customer = 'a' order by id");
        Assert.Equal(["1", "3"], clickHouse.Select(r => r.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tables_of_version_1_are_read_and_not_written(bool bare)
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync(new PartitionField { Column = "units" });
        foreach (int from in (int[])[0, 10])
            state = (await table.AppendAsync(state, Enumerable.Range(from, 10).Select(i => new Order(i, $"c{i}", Units: i % 2)))).State;
        await Version1.ConvertAsync(table, state, bare);

        TableState first = await table.LoadAsync();

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), (await table.ReadAsync(first)).Select(o => o.Id).Order());
        Assert.Equal([1, 3, 5, 7, 9, 11, 13, 15, 17, 19], (await table.ReadAsync(first, Filter.Equal("units", 1L))).Select(o => o.Id).Order());
        Assert.Equal(2, (await table.PlanAsync(first, Filter.Equal("units", 1L))).Count);
        if (!bare)
            Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), (await table.ReadAsync(first, snapshot: first.Snapshots[0].Id)).Select(o => o.Id).Order());
        DataMeshException readOnly = await Assert.ThrowsAsync<DataMeshException>(() => table.AppendAsync(first, [new Order(1)]));
        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, readOnly.Kind);
        // ClickHouse asks for schema ids, which early writers did not give.
        if (!bare)
            Assert.Equal(10, (await IndependentReaders.ClickHouseAsync($"select toString(id) as id from icebergLocal('{table.Folder}') where units = 1")).Count);
    }

    [Fact]
    public async Task A_table_upgraded_from_version_1_is_written_with_the_counts_that_its_old_lists_lack()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), Enumerable.Range(0, 10).Select(i => new Order(i)))).State;
        await Version1.ConvertAsync(table, state, bare: false, upgraded: true);

        state = (await table.AppendAsync(await table.LoadAsync(), [new Order(10)])).State;

        Assert.Equal(("11", "2"), (state.Current!.Summary["total-records"], state.Current.Summary["total-data-files"]));
        Assert.Equal(11, (await table.ReadAsync(state)).Count);
        Assert.Equal(11, (await IndependentReaders.ClickHouseAsync($"select toString(id) as id from icebergLocal('{table.Folder}')")).Count);
    }

    [Theory]
    [InlineData("v2.gz.metadata.json")]
    [InlineData("v2.metadata.json.gz")]
    public async Task Compressed_metadata_is_read_and_such_a_table_is_not_written(string name)
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1), new Order(2)])).State;
        string folder = Path.Combine(table.Folder, "metadata");
        await CompressAsync(Path.Combine(folder, "v2.metadata.json"), Path.Combine(folder, name));
        File.Delete(Path.Combine(folder, "v1.metadata.json"));

        foreach (string? hint in (string?[])["2", null])
        {
            if (hint is null)
                File.Delete(Path.Combine(folder, "version-hint.text"));
            TableState read = await table.LoadAsync();
            Assert.Equal([1, 2], (await table.ReadAsync(read)).Select(o => o.Id).Order());
            DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => table.AppendAsync(read, [new Order(3)]));
            Assert.Contains("gzip", refused.Message, StringComparison.Ordinal);
        }
        Assert.Equal([name], Directory.GetFiles(folder, "*metadata.json*").Select(Path.GetFileName));

        // What follows a compressed version may be compressed or not.
        await CompressAsync(Path.Combine(folder, name), Path.Combine(folder, "v3.gz.metadata.json"), isPacked: true);
        Assert.Equal(3, IcebergTableState.From(await table.LoadAsync()).Loaded.Version);
    }

    [Fact]
    public async Task Metadata_that_decompresses_to_more_than_is_allowed_is_refused()
    {
        using TestTable table = new(options: new IcebergOptions { MaxMetadataBytes = 1 << 20 });
        await table.CreateAsync();
        string folder = Path.Combine(table.Folder, "metadata");
        await File.WriteAllBytesAsync(Path.Combine(folder, "bomb"), new byte[4 << 20], Cancel);
        await CompressAsync(Path.Combine(folder, "bomb"), Path.Combine(folder, "v1.gz.metadata.json"));
        File.Delete(Path.Combine(folder, "v1.metadata.json"));

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(table.LoadAsync);

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Contains("MaxMetadataBytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("initial", "has a default for rows that were written before it")]
    [InlineData("encrypted", "encrypted")]
    [InlineData("sources", "made from several columns")]
    public async Task What_is_not_supported_is_refused_by_name(string what, string named)
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1)])).State;
        await new ForeignWriter(table.Location).RewriteAsync(state, root =>
        {
            root["format-version"] = 3;
            if (what == "initial")
                root["schemas"]![0]!["fields"]![1]!["initial-default"] = "none";
            else if (what == "encrypted")
                root["encryption-keys"] = JsonNode.Parse("""[{"key-id":"k","encrypted-key-metadata":"AA=="}]""");
            else
                ((JsonArray)root["partition-specs"]!).Add(JsonNode.Parse("""{"spec-id":1,"fields":[{"name":"both","transform":"bucket[4]","source-ids":[1,2],"field-id":1000}]}"""));
        });

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(table.LoadAsync);

        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, error.Kind);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private static TableCommit Append(params DataFile[] files) => new() { Operation = TableOperation.Append, CommitKey = TestTable.NewKey(), Added = files };

    private static Field Plain(string name, Kind kind) => ArrowFields.Create(name, PhysicalType.Of(kind), true);

    private static async Task CompressAsync(string from, string to, bool isPacked = false)
    {
        byte[] content = await File.ReadAllBytesAsync(from, Cancel);
        if (isPacked)
        {
            await File.WriteAllBytesAsync(to, content, Cancel);
            return;
        }
        await using (GZipStream target = new(File.Create(to), CompressionLevel.Fastest))
            await target.WriteAsync(content, Cancel);
        File.Delete(from);
    }
}
