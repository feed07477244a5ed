using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

/// <summary>Columns of a table change; files that are there are read through the new columns, by field id.</summary>
public sealed class EvolutionTests
{
    // Ids of orders: id 1, customer 2, amount 3, placed_at 4, reference 5, score 6, units 7, day 8.
    private static readonly Order[] Rows = [.. Enumerable.Range(0, 50).Select(i => new Order(i, i % 7 == 0 ? null : $"c{i}", i * 1.25m, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(i), null, i * 0.5, i % 10, new DateOnly(2026, 1, 1).AddDays(i)))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_change_at_once_is_read_from_old_files_and_written_into_new_ones()
    {
        using TestTable table = new();
        TableState before = (await table.AppendAsync(await table.CreateAsync(), Rows)).State;

        TableState after = await table.Format.EvolveAsync(before, Changed(), Cancel);
        after = await AppendAsync(table, after, Batch(after.Schema, 100, 5));

        foreach (TableState state in (TableState[])[after, await table.LoadAsync()])
        {
            Assert.Equal(["units", "buyer", "id", "amount", "note"], state.Schema.FieldsList.Select(f => f.Name));
            Assert.Equal([7, 2, 1, 3, 9], state.Schema.FieldsList.Select(f => f.GetFieldId()));
            List<string> rows = await TextsAsync(table, state);
            Assert.Equal([.. Rows.Select(o => $"{o.Units}|{o.Customer}|{o.Id}|{Text(o.Amount)}|"), .. Enumerable.Range(100, 5).Select(i => $"{i + 3_000_000_000L}|b{i}|{i}|{Text(i * 1000m)}|n{i}")], rows);
        }
    }

    [Fact]
    public async Task An_earlier_snapshot_keeps_the_columns_it_had_and_the_current_one_gets_the_new_ones()
    {
        using TestTable table = new();
        TableState before = (await table.AppendAsync(await table.CreateAsync(), Rows)).State;
        long first = before.Current!.Id;
        TableState evolved = await table.Format.EvolveAsync(before, Changed(), Cancel);
        Assert.Equal(evolved.Schema.FieldsList.Select(f => f.Name), evolved.SchemaAt(first).FieldsList.Select(f => f.Name));

        TableState after = await AppendAsync(table, evolved, Batch(evolved.Schema, 100, 5));

        Assert.Equal(first, Assert.Single(after.Snapshots, s => s.ParentId is null).Id);
        Assert.Equal(Order.Schema.FieldsList.Select(f => f.Name), after.SchemaAt(first).FieldsList.Select(f => f.Name));
        Assert.Equal(Rows, (await table.ReadAsync(after, snapshot: first)).OrderBy(o => o.Id));
        Assert.Contains(Rows[5], await table.ReadAsync(after, Filter.Equal("customer", "c5"), first));
    }

    [Fact]
    public async Task Filters_on_renamed_and_widened_columns_lose_no_row_by_pruning()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync(new PartitionField { Column = "units" });
        foreach (Order[] part in Rows.Chunk(10))
            state = (await table.AppendAsync(state, part)).State;
        state = await table.Format.EvolveAsync(state, Changed(), Cancel);
        foreach (int from in (int[])[100, 200])
            state = await AppendAsync(table, state, Batch(state.Schema, from, 5));
        List<string> all = await TextsAsync(table, state);

        foreach ((Filter filter, Func<string[], bool> predicate) in (IEnumerable<(Filter, Func<string[], bool>)>)
        [
            (Filter.Equal("units", 7L), r => r[0] == "7"),
            (Filter.Compare("units", ComparisonOperator.GreaterThan, 2_000_000_000L), r => long.Parse(r[0], CultureInfo.InvariantCulture) > 2_000_000_000),
            (Filter.Equal("buyer", "c33"), r => r[1] == "c33"),
            (Filter.Equal("buyer", "b203"), r => r[1] == "b203"),
            (Filter.Compare("amount", ComparisonOperator.LessThanOrEqual, 20m), r => decimal.Parse(r[3], CultureInfo.InvariantCulture) <= 20),
            (Filter.IsNull("note"), r => r[4].Length == 0),
            (Filter.Equal("note", "n101"), r => r[4] == "n101"),
        ])
        {
            IEnumerable<string> expected = all.Where(row => predicate(row.Split('|')));
            Assert.NotEmpty(expected);
            Assert.Equal(expected, (await TextsAsync(table, state, filter)).Where(row => predicate(row.Split('|'))));
        }
        Assert.True((await table.PlanAsync(state, Filter.Equal("units", 7L))).Count < (await table.PlanAsync(state)).Count);
    }

    [Fact]
    public async Task A_dropped_name_that_comes_back_is_another_column_without_the_old_values()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), Rows)).State;
        Field[] others = [.. state.Schema.FieldsList.Where(f => f.Name != "customer")];
        state = await table.Format.EvolveAsync(state, new TableEvolution { Schema = new Schema(others, null) }, Cancel);

        state = await table.Format.EvolveAsync(state, new TableEvolution { Schema = new Schema([.. others, ArrowFields.Create("customer", PhysicalType.Of(Kind.String), true)], null) }, Cancel);

        Assert.Equal(9, state.Schema.GetFieldByName("customer").GetFieldId());
        Assert.All(await table.ReadAsync(state), o => Assert.Null(o.Customer));
        Assert.Equal(50, (await table.ReadAsync(state)).Count);
    }

    [Fact]
    public async Task A_table_that_is_so_already_is_not_written_and_an_earlier_schema_is_used_again()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync();
        TableEvolution renamed = new() { Schema = new Schema([.. state.Schema.FieldsList.Select(f => f.Name == "customer" ? ArrowFields.Create("buyer", PhysicalType.Of(Kind.String), true, 2) : f)], null) };

        TableState evolved = await table.Format.EvolveAsync(state, renamed, Cancel);
        TableState same = await table.Format.EvolveAsync(evolved, renamed, Cancel);
        TableState back = await table.Format.EvolveAsync(same, new TableEvolution { Schema = state.Schema }, Cancel);

        Assert.Equal(state.Schema.FieldsList.Select(f => f.Name), back.Schema.FieldsList.Select(f => f.Name));
        Assert.Equal(["v1.metadata.json", "v2.metadata.json", "v3.metadata.json"], MetadataFiles(table));
        using JsonDocument metadata = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(table.Folder, "metadata", "v3.metadata.json"), Cancel));
        Assert.Equal(2, metadata.RootElement.GetProperty("schemas").GetArrayLength());
        Assert.Equal(0, metadata.RootElement.GetProperty("current-schema-id").GetInt32());
        Assert.Equal(8, metadata.RootElement.GetProperty("last-column-id").GetInt32());
    }

    [Fact]
    public async Task What_rows_that_are_there_cannot_be_read_as_is_refused_by_name_and_writes_nothing()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync(new PartitionField { Column = "day", Transform = PartitionTransform.Month });
        Field Own(string name) => state.Schema.GetFieldByName(name);
        Field[] all = [.. state.Schema.FieldsList];
        (string Named, Field[] Columns)[] wrong =
        [
            ("'fee' is new and required", [.. all, ArrowFields.Create("fee", PhysicalType.Of(Kind.Double), false)]),
            ("'units' would become string", [.. all.Select(f => f.Name == "units" ? ArrowFields.Create("units", PhysicalType.Of(Kind.String), true, 7) : f)]),
            ("'amount' would become decimal(18,3)", [.. all.Select(f => f.Name == "amount" ? ArrowFields.Create("amount", PhysicalType.Decimal(18, 3), true, 3) : f)]),
            ("'customer' would become required", [.. all.Select(f => f.Name == "customer" ? ArrowFields.Create("customer", PhysicalType.Of(Kind.String), false, 2) : f)]),
            ("key column 'id' would be dropped", all[1..]),
            ("key column 'id' would become optional", [.. all.Select(f => f.Name == "id" ? ArrowFields.Create("id", PhysicalType.Of(Kind.Int64), true, 1) : f)]),
            ("partitioned by 'day_month'", all[..^1]),
            ("the field 40, which is not there", [.. all, ArrowFields.Create("x", PhysicalType.Of(Kind.Double), true, 40)]),
            ("two columns would be named 'Units'", [.. all, ArrowFields.Create("Units", PhysicalType.Of(Kind.Double), true)]),
            ("the field 2 would continue under two names", [.. all, ArrowFields.Create("x", PhysicalType.Of(Kind.String), true, Own("customer").GetFieldId())]),
        ];

        foreach ((string named, Field[] columns) in wrong)
        {
            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => table.Format.EvolveAsync(state, new TableEvolution { Schema = new Schema(columns, null) }, Cancel));
            Assert.Equal(DataMeshErrorKind.InvalidDefinition, error.Kind);
            Assert.Contains(named, error.Message, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Equal(["v1.metadata.json"], MetadataFiles(table));
    }

    [Fact]
    public async Task Appends_and_changes_of_columns_at_once_lose_nothing()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync();

        Task<TableState>[] evolving = [.. Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            for (; ; )
            {
                TableState newest = await table.LoadAsync();
                try
                {
                    return await table.NewFormat().EvolveAsync(newest, new TableEvolution { Schema = new Schema([.. newest.Schema.FieldsList, ArrowFields.Create($"more{i}", PhysicalType.Of(Kind.String), true)], null) }, Cancel);
                }
                catch (CommitConflictException)
                {
                }
            }
        }, Cancel))];
        await Task.WhenAll([.. evolving, .. Enumerable.Range(0, 6).Select(i => Task.Run(() => table.AppendAsync(state, [new Order(i)]), Cancel))]);

        TableState after = await table.LoadAsync();
        Assert.Equal(14, after.Schema.FieldsList.Count);
        Assert.Equal(Enumerable.Range(1, 14), after.Schema.FieldsList.Select(f => f.GetFieldId()!.Value).Order());
        Assert.Equal([0, 1, 2, 3, 4, 5], (await table.ReadAsync(after)).Select(o => o.Id).Order());
    }

    [Fact]
    public async Task A_change_over_a_stale_state_conflicts()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync();
        await table.Format.EvolveAsync(state, Changed(), Cancel);

        await Assert.ThrowsAsync<CommitConflictException>(() => table.Format.EvolveAsync(state, new TableEvolution { Schema = new Schema([.. state.Schema.FieldsList.Take(3)], null) }, Cancel));
    }

    [Fact]
    public async Task An_unknown_outcome_of_a_change_is_resolved_by_reading_back()
    {
        using TestTable inner = new();
        FaultyStore store = new(inner.Store);
        using TestTable table = new(store, "orders");
        TableState state = await table.CreateAsync();
        bool failed = false;
        store.AfterComplete = path =>
        {
            if (path.Name == "v2.metadata.json" && !failed)
            {
                failed = true;
                throw new DataMeshException(DataMeshErrorKind.StorageUnavailable, "The answer was lost.") { IsTransient = true };
            }
        };

        TableState evolved = await table.Format.EvolveAsync(state, Changed(), Cancel);

        Assert.True(failed);
        Assert.Equal("buyer", evolved.Schema.FieldsList[1].Name);
        Assert.Equal("buyer", (await table.LoadAsync()).Schema.FieldsList[1].Name);
    }

    [Fact]
    public async Task Bounds_of_a_column_stay_withheld_under_its_new_name_and_are_withheld_of_new_ones_that_ask_for_it()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync(new TableDefinition { TableId = Guid.NewGuid(), Schema = Order.Schema, Key = ["id"], WithoutBounds = ["customer"] });

        state = await table.Format.EvolveAsync(state, Changed() with { WithoutBounds = ["note"] }, Cancel);
        state = await AppendAsync(table, state, Batch(state.Schema, 1, 3));

        IReadOnlyList<ColumnStatistics> columns = Assert.Single(await table.FilesAsync(await table.LoadAsync())).Columns;
        Assert.All(columns.Where(c => c.FieldId is 2 or 9), c => Assert.True(c.Minimum.IsNull && c.Maximum.IsNull));
        Assert.False(columns.Single(c => c.FieldId == 1).Minimum.IsNull);
        Assert.Equal("counts", state.Properties["write.metadata.metrics.column.buyer"]);
        Assert.Equal("counts", state.Properties["write.metadata.metrics.column.note"]);
    }

    [Fact]
    public async Task Others_read_the_evolved_table_as_we_do()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), Rows)).State;
        state = await table.Format.EvolveAsync(state, Changed(), Cancel);
        state = await AppendAsync(table, state, Batch(state.Schema, 100, 5));
        string[] ours = [.. (await TextsAsync(table, state)).Order(StringComparer.Ordinal)];

        IReadOnlyList<JsonElement> clickHouse = await IndependentReaders.ClickHouseAsync(
            $"select toString(units) as u, buyer, toString(id) as id, toString(amount) as amount, note from icebergLocal('{table.Folder}')");
        Assert.Equal(ours, clickHouse.Select(row => $"{row.GetProperty("u").GetString()}|{row.GetProperty("buyer").GetString()}|{row.GetProperty("id").GetString()}|{Text(decimal.Parse(row.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture))}|{row.GetProperty("note").GetString()}").Order(StringComparer.Ordinal));
    }

    // icebird takes the names of a file's columns from a footer entry of the Java writer, and without it from the table: renames are beyond it.
    [Fact]
    public async Task Others_that_know_no_renames_read_every_other_change_as_we_do()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), Rows)).State;
        TableState named = await table.Format.EvolveAsync(state, new TableEvolution { Schema = new Schema([.. Changed().Schema.FieldsList.Select(f => f.Name == "buyer" ? state.Schema.GetFieldByName("customer") : f)], null) }, Cancel);
        await AppendAsync(table, named, Batch(named.Schema, 100, 5));

        IReadOnlyList<JsonElement> icebird = await IndependentReaders.IcebirdAsync(table.Folder);

        IEnumerable<string> expected = [.. Rows.Select(o => $"{o.Units}|{o.Customer}|{o.Id}|{Text(o.Amount)}|"), .. Enumerable.Range(100, 5).Select(i => $"{i + 3_000_000_000L}|b{i}|{i}|{Text(i * 1000m)}|n{i}")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), icebird.Select(row => $"{Value(row, "units")}|{Value(row, "customer")}|{Value(row, "id")}|{Text(decimal.Parse(Value(row, "amount"), CultureInfo.InvariantCulture))}|{Value(row, "note")}").Order(StringComparer.Ordinal));
    }

    private static string Value(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";

    // Moves units to the front and widens it, renames customer, drops four columns, gives amount more digits, adds a note.
    private static TableEvolution Changed() => new()
    {
        Schema = new Schema(
        [
            ArrowFields.Create("units", PhysicalType.Of(Kind.Int64), true, 7),
            ArrowFields.Create("buyer", PhysicalType.Of(Kind.String), true, 2),
            ArrowFields.Create("id", PhysicalType.Of(Kind.Int64), false, 1),
            ArrowFields.Create("amount", PhysicalType.Decimal(22, 2), true, 3),
            ArrowFields.Create("note", PhysicalType.Of(Kind.String), true),
        ], null),
    };

    private static RecordBatch Batch(Schema schema, int from, int count)
    {
        int[] ids = [.. Enumerable.Range(from, count)];
        Decimal128Array.Builder amounts = new(new Apache.Arrow.Types.Decimal128Type(22, 2));
        foreach (int id in ids)
            amounts.Append(id * 1000m);
        return new RecordBatch(schema,
        [
            new Int64Array.Builder().AppendRange(ids.Select(i => i + 3_000_000_000L)).Build(), new StringArray.Builder().AppendRange(ids.Select(i => $"b{i}")).Build(),
            new Int64Array.Builder().AppendRange(ids.Select(i => (long)i)).Build(), amounts.Build(), new StringArray.Builder().AppendRange(ids.Select(i => $"n{i}")).Build(),
        ], count);
    }

    private static async Task<TableState> AppendAsync(TestTable table, TableState state, RecordBatch batch)
    {
        List<DataFile> files = await table.Format.WriteAsync(state, One(batch), TableWriteOptions.Default, Cancel).ToListAsync(Cancel);
        return (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = TestTable.NewKey(), Added = files })).State;
    }

    private static async IAsyncEnumerable<RecordBatch> One(RecordBatch batch)
    {
        await Task.Yield();
        yield return batch;
    }

    private static async Task<List<string>> TextsAsync(TestTable table, TableState state, Filter? filter = null)
    {
        List<(long Id, string Text)> rows = [];
        foreach (ScanTask task in await table.PlanAsync(state, filter))
            await foreach (RecordBatch batch in table.Format.ReadTaskAsync(task, FileReadRequest.All with { Filter = filter }, Cancel))
                using (batch)
                    for (int i = 0; i < batch.Length; i++)
                    {
                        long id = ((Int64Array)batch.Column("id")).GetValue(i)!.Value;
                        rows.Add((id, $"{((Int64Array)batch.Column("units")).GetValue(i)}|{((StringArray)batch.Column("buyer")).GetString(i)}|{id}|{Text(((Decimal128Array)batch.Column("amount")).GetValue(i))}|{((StringArray)batch.Column("note")).GetString(i)}"));
                    }
        return [.. rows.OrderBy(r => r.Id).Select(r => r.Text)];
    }

    private static string? Text(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture);

    private static string[] MetadataFiles(TestTable table) => [.. Directory.GetFiles(Path.Combine(table.Folder, "metadata"), "*.json").Select(Path.GetFileName).Order()!];
}
