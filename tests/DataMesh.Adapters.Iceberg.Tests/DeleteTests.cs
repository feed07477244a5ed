using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters.Authoring;
using DataMesh.Adapters.Iceberg;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

/// <summary>Rows that other writers have deleted without rewriting files.</summary>
public sealed class DeleteTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_rewrites_a_file_conflicts_with_deletes_that_another_tool_added_to_it_meanwhile()
    {
        using TestTable table = new();
        (TableState state, DataFile[] files) = await TwoFilesAsync(table);
        List<DataFile> rewritten = await table.WriteAsync(state, await table.ReadAsync((await table.PlanAsync(state))[0]));
        ForeignWriter writer = new(table.Location);
        long id = await writer.CommitAsync(state, [await writer.PositionsAsync(files[0], [(files[0], 3)])]);

        CommitResult result = await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Replace, CommitKey = TestTable.NewKey(), Added = rewritten, Removed = [files[0]] });

        Assert.Equal(CommitOutcome.Conflict, result.Outcome);
        Assert.Contains("another writer deleted rows", result.Conflict);
        TableState now = await table.LoadAsync();
        Assert.Equal(Ids(0, 40).Except([3]), await IdsAsync(table, now));
        Assert.True((await table.Format.PlanChangesAsync(now, state.Current!.Id, id, Cancel)).HasRowDeletes);
    }

    [Fact]
    public async Task Position_deletes_hold_with_filters_columns_dictionaries_and_small_batches()
    {
        using TestTable table = new();
        (TableState state, DataFile[] files) = await TwoFilesAsync(table);
        ForeignWriter writer = new(table.Location);
        long id = await writer.CommitAsync(state,
        [
            await writer.PositionsAsync(files[0], [(files[0], 0), (files[0], 8), (files[0], 8), (files[0], 19), (files[1], 3)]),
            await writer.PositionsAsync(files[0], [(files[0], 9)], referenced: true),
        ]);
        long[] expected = [.. Ids(0, 20).Except([0, 8, 9, 19]), .. Ids(20, 20).Except([23])];

        TableState deleted = await table.LoadAsync();

        Assert.Equal(id, deleted.Current!.Id);
        Assert.Equal(expected, await IdsAsync(table, deleted));
        Assert.Equal(Ids(0, 40), await IdsAsync(table, deleted, snapshot: state.Current!.Id));
        Assert.Equal(expected, await IdsAsync(table, deleted, request: new FileReadRequest { Columns = ["id"], BatchRows = 3 }));
        Assert.Equal(expected.Where(i => i >= 8), (await IdsAsync(table, deleted, Filter.Compare("id", ComparisonOperator.GreaterThanOrEqual, 8L))).Where(i => i >= 8));
        Assert.Equal(expected.Length, await CountAsync(table, deleted, new FileReadRequest { Columns = [] }));
        Assert.Equal(expected.Length, await CountAsync(table, deleted, new FileReadRequest { Columns = ["customer", "units"], AllowDictionaries = true }));
        Assert.All(await table.PlanAsync(deleted), task => Assert.Null(table.Format.FindStoredSchemaAsync(task, Cancel).AsTask().GetAwaiter().GetResult()));
        Assert.NotNull(await table.Format.FindStoredSchemaAsync((await table.PlanAsync(deleted, snapshot: state.Current.Id))[0], Cancel));
        await OthersAgreeAsync(table, expected);
    }

    [Theory]
    [InlineData("file://", "")]
    [InlineData("file://", "file:")]
    [InlineData("file:///", "file://localhost/")]
    public async Task A_location_that_is_spelled_otherwise_means_the_same_file(string from, string to)
    {
        using TestTable table = new();
        (TableState state, DataFile[] files) = await TwoFilesAsync(table);
        ForeignWriter writer = new(table.Location);
        await writer.CommitAsync(state, [await writer.PositionsAsync(files[0], [(files[0], 4)], location => to + location[from.Length..])]);

        Assert.Equal(Ids(0, 40).Except([4]), await IdsAsync(table, await table.LoadAsync()));
    }

    [Fact]
    public async Task Rows_of_later_commits_and_of_other_partitions_are_not_deleted()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync(new PartitionField { Column = "units" });
        state = (await table.AppendAsync(state, [new Order(1, "a", Units: 1), new Order(2, "a", Units: 2), new Order(3, "b", Units: 1)])).State;
        DataFile one = (await table.FilesAsync(state)).Single(f => f.Partition[0] == 1L);
        ForeignWriter writer = new(table.Location);
        await writer.CommitAsync(state, [await writer.EqualAsync(one, Texts("a"), 2)]);

        state = (await table.AppendAsync(await table.LoadAsync(), [new Order(4, "a", Units: 1)])).State;

        Assert.Equal([2, 3, 4], await IdsAsync(table, state));
        await OthersAgreeAsync(table, [2, 3, 4]);
    }

    [Fact]
    public async Task Equality_deletes_compare_several_columns_nulls_and_what_is_not_read()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1, "a", Units: 1), new Order(2, "a", Units: 2), new Order(3, null, Units: 1), new Order(4, null), new Order(5, "b"), new Order(6, "a", 1.5m, Units: 9)])).State;
        ForeignWriter writer = new(table.Location);
        RecordBatch pairs = new(new Schema([Field("units", Kind.Int32, 7), Field("customer", Kind.String, 2)], null),
            [new Int32Array.Builder().Append(1).Append(2).AppendNull().Append(1).Build(), new StringArray.Builder().Append("a").AppendNull().AppendNull().AppendNull().Build()], 4);
        RecordBatch amounts = new(new Schema([ArrowFields.Create("amount", PhysicalType.Decimal(18, 2), true, 3)], null), [new Decimal128Array.Builder(new Apache.Arrow.Types.Decimal128Type(18, 2)).Append(1.5m).Build()], 1);
        await writer.CommitAsync(state, [await writer.EqualAsync(null, pairs, 7, 2), await writer.EqualAsync(null, amounts, 3)]);

        TableState deleted = await table.LoadAsync();

        Assert.Equal([2, 5], await IdsAsync(table, deleted));
        Assert.Equal([2, 5], await IdsAsync(table, deleted, request: new FileReadRequest { Columns = ["id"] }));
        Assert.Equal(2, await CountAsync(table, deleted, new FileReadRequest { Columns = ["customer"], AllowDictionaries = true }));
        Assert.Equal(2, await CountAsync(table, deleted, new FileReadRequest { Columns = [] }));
        // A null matches a null, as the specification says; ClickHouse 26.7 and icebird 0.3.1 drop every row here.
    }

    [Fact]
    public async Task Others_apply_equality_deletes_of_several_columns_as_we_do()
    {
        using TestTable table = new();
        (TableState state, _) = await TwoFilesAsync(table);
        ForeignWriter writer = new(table.Location);
        RecordBatch pairs = new(new Schema([Field("customer", Kind.String, 2), Field("units", Kind.Int32, 7)], null), [new StringArray.Builder().Append("c1").Append("c2").Append("c0").Build(), new Int32Array.Builder().Append(4).Append(5).Append(4).Build()], 3);
        await writer.CommitAsync(state, [await writer.EqualAsync(null, pairs, 2, 7)]);

        Assert.Equal(Ids(0, 40).Except([4, 5]), await IdsAsync(table, await table.LoadAsync()));
        await OthersAgreeAsync(table, Ids(0, 40).Except([4, 5]));
    }

    [Fact]
    public async Task Equality_deletes_hold_after_their_column_was_widened_renamed_or_dropped()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1, "a", Units: 1), new Order(2, "b", Units: 2), new Order(3, "c", Units: 3)])).State;
        ForeignWriter writer = new(table.Location);
        await writer.CommitAsync(state, [await writer.EqualAsync(null, new RecordBatch(new Schema([Field("units", Kind.Int32, 7)], null), [new Int32Array.Builder().Append(2).Build()], 1), 7), await writer.EqualAsync(null, Texts("c"), 2)]);
        state = await table.LoadAsync();

        state = await table.Format.EvolveAsync(state, new TableEvolution
        {
            Schema = new Schema([.. state.Schema.FieldsList.Where(f => f.Name != "customer").Select(f => f.Name == "units" ? ArrowFields.Create("pieces", PhysicalType.Of(Kind.Int64), true, 7) : f)], null),
        }, Cancel);
        Assert.Equal([1], await IdsAsync(table, state));
        await writer.CommitAsync(state, [await writer.EqualAsync(null, new RecordBatch(new Schema([Field("pieces", Kind.Int64, 7)], null), [new Int64Array.Builder().Append(1).Build()], 1), 7)]);

        Assert.Empty(await IdsAsync(table, await table.LoadAsync()));
    }

    [Fact]
    public async Task Deletion_vectors_of_every_form_are_applied_and_replace_position_deletes()
    {
        using TestTable table = new();
        const int rows = 200_000;
        TableState state = (await table.AppendAsync(await table.CreateAsync(), Enumerable.Range(0, rows).Select(i => new Order(i)))).State;
        DataFile file = Assert.Single(await table.FilesAsync(state));
        // An array in the first part, a bitmap in the second, a run in the third, the last row in the fourth.
        long[] gone = [5, 7, 65_535, .. Enumerable.Range(0, 30_000).Select(i => 65_536L + 2 * i), .. Enumerable.Range(0, 5_000).Select(i => 140_000L + i), rows - 1];
        ForeignWriter writer = new(table.Location);
        await writer.CommitAsync(state, [.. await writer.VectorsAsync([(file, gone)]), await writer.PositionsAsync(file, [(file, 1)])], root => root["format-version"] = 3);

        TableState deleted = await table.LoadAsync();

        Assert.Equal(Ids(0, rows).Except(gone), await IdsAsync(table, deleted));
        DataMeshException readOnly = await Assert.ThrowsAsync<DataMeshException>(() => table.AppendAsync(deleted, [new Order(1)]));
        Assert.Equal(DataMeshErrorKind.IncompatibleVersion, readOnly.Kind);
        Assert.Contains("format version 3", readOnly.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deletion_vectors_hold_exactly_the_positions_that_were_written() => Gen.Select(Gen.Long[0, 300_000].Array[0, 300], Gen.Int[0, 70_000], Gen.Int[0, 70_000], Gen.Long[0, 1L << 40]).Sample((some, from, length, far) =>
    {
        HashSet<long> positions = [.. some, .. Enumerable.Range(from, length).Select(i => (long)i), far, far + 1];

        PositionSet set = DeletionVector.Parse(RoaringWriter.Vector(positions));

        Assert.Equal(positions.Count, set.Count);
        Assert.All(positions.Take(500), p => Assert.True(set.Contains(p)));
        Assert.All(some.SelectMany(p => (long[])[p - 1, p + 1]).Concat([far - 1, far + 2, from - 1L, from + (long)length]), p => Assert.Equal(positions.Contains(p), p >= 0 && set.Contains(p)));
    }, iter: 60);

    [Fact]
    public void Damaged_deletion_vectors_are_refused()
    {
        byte[] sound = RoaringWriter.Vector([1, 2, 3, 9, 70_000, .. Enumerable.Range(200_000, 9_000).Select(i => 2L * i)]);
        Random random = new(3);
        for (int i = 0; i < 3_000; i++)
        {
            byte[] damaged = [.. sound];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            Assert.Throws<InvalidDataException>(() => DeletionVector.Parse(damaged));
            byte[] resealed = Reseal(damaged);
            try
            {
                DeletionVector.Parse(resealed);
            }
            catch (InvalidDataException)
            {
            }
        }
        Assert.All(Enumerable.Range(0, sound.Length), length => Assert.Throws<InvalidDataException>(() => DeletionVector.Parse(sound.AsSpan(0, length))));
    }

    [Fact]
    public async Task Files_with_deletes_are_rewritten_without_the_deleted_rows_and_their_deletes_touch_nothing_else()
    {
        using TestTable table = new();
        (TableState state, DataFile[] files) = await TwoFilesAsync(table);
        ForeignWriter writer = new(table.Location);
        await writer.CommitAsync(state, [await writer.PositionsAsync(files[0], [(files[0], 0), (files[1], 1)]), await writer.EqualAsync(null, Numbers(5, 25), 1)]);
        state = await table.LoadAsync();
        ScanTask first = (await table.PlanAsync(state)).Single(t => t.File.Path == files[0].Path);
        List<Order> rows = await table.ReadAsync(first);

        state = (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Overwrite, CommitKey = "k", Removed = [first.File], Added = await table.WriteAsync(state, [.. rows, new Order(5, "again")]), DependsOnBasis = true })).State;

        Assert.Equal([.. Ids(1, 20), .. Ids(22, 18).Except([25])], await IdsAsync(table, state));
        Assert.Contains(new Order(5, "again"), await table.ReadAsync(state));
        await OthersAgreeAsync(table, await IdsAsync(table, state));
    }

    [Fact]
    public Task Random_histories_of_appends_and_deletes_give_the_rows_of_a_list() => Gen.Select(Gen.Int[0, 3].Array[1, 7], Gen.Int[0, 1_000]).SampleAsync(async (steps, seed) =>
    {
        Random random = new(seed);
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = await table.CreateAsync();
        ForeignWriter writer = new(table.Location);
        List<Order> model = [];
        int next = 0;
        foreach (int step in steps)
        {
            DataFile[] files = [.. await table.FilesAsync(state)];
            if (step <= 1 || files.Length == 0)
            {
                Order[] rows = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => new Order(next++, random.Next(3) == 0 ? null : $"c{random.Next(4)}", Units: random.Next(4)))];
                state = (await table.AppendAsync(state, rows)).State;
                model.AddRange(rows);
                continue;
            }
            if (step == 2)
            {
                string? customer = random.Next(3) == 0 ? null : $"c{random.Next(4)}";
                await writer.CommitAsync(state, [await writer.EqualAsync(null, Texts(customer), 2)]);
                model.RemoveAll(o => o.Customer == customer);
            }
            else
            {
                List<(DataFile, long)> gone = [];
                foreach (ScanTask task in await table.PlanAsync(state, snapshot: null))
                {
                    List<Order> all = await table.ReadAsync(task with { FormatState = new TaskContext(IcebergTableState.From(state).Metadata, null) });
                    foreach (int position in Enumerable.Range(0, all.Count).Where(_ => random.Next(4) == 0))
                    {
                        gone.Add((task.File, position));
                        model.Remove(all[position]);
                    }
                }
                if (gone.Count > 0)
                    await writer.CommitAsync(state, [await writer.PositionsAsync(files[0], gone)]);
            }
            state = await table.LoadAsync();
            Assert.Equal(model.OrderBy(o => o.Id), (await table.ReadAsync(state)).OrderBy(o => o.Id));
        }
    }, iter: 30, threads: 1);

    [Theory]
    [InlineData("avro", "a delete file in the format avro")]
    [InlineData("nested", "the field 40, which is not a column at the top")]
    [InlineData("rows", "deletes, and the table says")]
    [InlineData("column", "lacks a column by which it deletes")]
    [InlineData("missing", "does not exist")]
    [InlineData("vector twice", "two deletion vectors")]
    [InlineData("vector short", "ends after")]
    public async Task What_cannot_be_applied_is_refused_by_name_and_never_gives_rows(string what, string named)
    {
        using TestTable table = new();
        (TableState state, DataFile[] files) = await TwoFilesAsync(table);
        ForeignWriter writer = new(table.Location);
        ForeignWriter.Deleted positions = await writer.PositionsAsync(files[0], [(files[0], 0)]);
        ForeignWriter.Deleted vector = (await writer.VectorsAsync([(files[0], [0L])]))[0];
        ForeignWriter.Deleted[] deletes = what switch
        {
            "avro" => [positions with { File = positions.File with { Format = "avro" } }],
            "nested" => [await writer.EqualAsync(null, Numbers(1), 40)],
            "rows" => [positions with { File = positions.File with { RowCount = 2 } }],
            "column" => [await writer.EqualAsync(null, Numbers(1), 2)],
            "missing" => [positions with { File = positions.File with { Path = table.Location.Path / "data/gone.parquet" } }],
            "vector twice" => [vector, vector],
            _ => [vector with { Offset = 10_000 }],
        };
        await writer.CommitAsync(state, deletes);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(async () => await IdsAsync(table, await table.LoadAsync()));

        Assert.True(error.Kind is DataMeshErrorKind.CorruptData or DataMeshErrorKind.IncompatibleVersion);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Reseal(byte[] vector)
    {
        byte[] copy = [.. vector];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(copy.Length - 4), System.IO.Hashing.Crc32.HashToUInt32(copy.AsSpan(4, copy.Length - 8)));
        return copy;
    }

    private static async Task<(TableState State, DataFile[] Files)> TwoFilesAsync(TestTable table)
    {
        TableState state = await table.CreateAsync();
        foreach (int from in (int[])[0, 20])
            state = (await table.AppendAsync(state, Enumerable.Range(from, 20).Select(i => new Order(i, $"c{i % 3}", Units: i)))).State;
        return (state, [.. (await table.FilesAsync(state)).OrderBy(f => f.Columns.Single(c => c.FieldId == 1).Minimum.AsInteger())]);
    }

    private static IEnumerable<long> Ids(int from, int count) => Enumerable.Range(from, count).Select(i => (long)i);

    private static async Task<List<long>> IdsAsync(TestTable table, TableState state, Filter? filter = null, long? snapshot = null, FileReadRequest? request = null)
    {
        List<long> ids = [];
        foreach (ScanTask task in await table.PlanAsync(state, filter, snapshot))
            await foreach (RecordBatch batch in table.Format.ReadTaskAsync(task, (request ?? FileReadRequest.All) with { Filter = filter }, Cancel))
                using (batch)
                {
                    Assert.Equal(request?.Columns ?? state.Schema.FieldsList.Select(f => f.Name), batch.Schema.FieldsList.Select(f => f.Name));
                    Assert.True(batch.Length > 0);
                    ids.AddRange(((Int64Array)batch.Column("id")).Values);
                }
        ids.Sort();
        return ids;
    }

    private static async Task<int> CountAsync(TestTable table, TableState state, FileReadRequest request)
    {
        int rows = 0;
        foreach (ScanTask task in await table.PlanAsync(state))
            await foreach (RecordBatch batch in table.Format.ReadTaskAsync(task, request, Cancel))
                using (batch)
                {
                    Assert.Equal(request.Columns!.Count, batch.ColumnCount);
                    rows += batch.Length;
                }
        return rows;
    }

    private static Field Field(string name, Kind kind, int id) => ArrowFields.Create(name, PhysicalType.Of(kind), true, id);

    private static RecordBatch Texts(params string?[] values) => new(new Schema([Field("customer", Kind.String, 2)], null), [new StringArray.Builder().AppendRange(values).Build()], values.Length);

    private static RecordBatch Numbers(params long[] values) => new(new Schema([Field("id", Kind.Int64, 1)], null), [new Int64Array.Builder().AppendRange(values).Build()], values.Length);

    private static async Task OthersAgreeAsync(TestTable table, IEnumerable<long> ids)
    {
        IReadOnlyList<JsonElement> clickHouse = await IndependentReaders.ClickHouseAsync($"select toString(id) as id from icebergLocal('{table.Folder}')");
        Assert.Equal(ids.Order(), clickHouse.Select(row => long.Parse(row.GetProperty("id").GetString()!, CultureInfo.InvariantCulture)).Order());
    }
}
