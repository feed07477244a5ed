using System.Text.Json;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>The partitioning of a table changes; files that are there keep theirs.</summary>
public sealed class SpecEvolutionTests
{
    private static readonly PartitionField ByMonth = new() { Column = "day", Transform = PartitionTransform.Month };
    private static readonly PartitionField ByDay = new() { Column = "day", Transform = PartitionTransform.Day };
    private static readonly PartitionField ByUnits = new() { Column = "units" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fields_keep_their_ids_and_new_ones_get_ids_and_names_that_no_field_had()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync(ByMonth, new PartitionField { Column = "id", Transform = PartitionTransform.Bucket(4) });
        foreach (PartitionField[] partitioning in (PartitionField[][])[[ByUnits, ByMonth], [], [new PartitionField { Column = "id", Transform = PartitionTransform.Bucket(8) }, ByUnits], [ByUnits, ByMonth]])
            state = await EvolveAsync(table, state, partitioning);

        using JsonDocument metadata = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(table.Folder, "metadata", "v5.metadata.json"), Cancel));
        JsonElement root = metadata.RootElement;
        Assert.Equal(["0: 1000 day_month, 1001 id_bucket", "1: 1002 units, 1000 day_month", "2: ", "3: 1003 id_bucket_p, 1002 units"], root.GetProperty("partition-specs").EnumerateArray().Select(s =>
            $"{s.GetProperty("spec-id")}: {string.Join(", ", s.GetProperty("fields").EnumerateArray().Select(f => $"{f.GetProperty("field-id")} {f.GetProperty("name").GetString()}"))}"));
        Assert.Equal((1, 1003), (root.GetProperty("default-spec-id").GetInt32(), root.GetProperty("last-partition-id").GetInt32()));
        Assert.Equal([ByUnits, ByMonth], (await table.LoadAsync()).Partitioning);
        Assert.Equal(1, state.PartitioningId);
    }

    [Fact]
    public async Task Old_and_new_files_are_planned_each_by_its_own_partitioning_and_no_row_is_lost()
    {
        using TestTable table = new();
        (TableState state, Order[] rows) = await MixedAsync(table);
        Dictionary<string, List<Order>> files = [];
        foreach (ScanTask task in await table.PlanAsync(state))
            files[task.File.Path.ToString()] = await table.ReadAsync(task);
        Assert.Equal(3, (await table.FilesAsync(state)).Select(f => f.PartitioningId).Distinct().Count());
        Assert.Equal(rows, (await table.ReadAsync(state)).OrderBy(o => o.Id));
        int skipped = 0;

        foreach (Filter filter in Filters())
        {
            HashSet<string> planned = [.. (await table.PlanAsync(state, filter)).Select(t => t.File.Path.ToString())];
            foreach ((string path, List<Order> held) in files.Where(f => !planned.Contains(f.Key)))
            {
                skipped++;
                using RecordBatch batch = Order.ToBatch(held);
                TruthValue[] truth = new TruthValue[held.Count];
                FilterEvaluator.Create(filter, batch.Schema).Evaluate(batch, truth);
                Assert.DoesNotContain(TruthValue.True, truth);
            }
        }
        Assert.True(skipped > 100, $"Only {skipped} files were skipped.");
        // The files of each partitioning are skipped by what theirs says.
        Assert.All((await table.PlanAsync(state, Filter.Equal("units", 2L))).Where(t => t.File.PartitioningId == 2), t => Assert.Equal(2, t.File.Partition[0].AsInteger()));
    }

    [Fact]
    public async Task Others_read_the_mixed_table_as_we_do()
    {
        using TestTable table = new();
        (TableState state, Order[] rows) = await MixedAsync(table);

        Assert.Equal(rows.Select(o => o.Id), (await IndependentReaders.ClickHouseAsync($"select toInt32(id) as id from icebergLocal('{table.Folder}') order by id")).Select(r => r.GetProperty("id").GetInt64()));
        Assert.Equal(rows.Where(o => o.Units == 2 && o.Day < new DateOnly(2026, 2, 10)).Select(o => o.Id), (await IndependentReaders.ClickHouseAsync(
            $"select toInt32(id) as id from icebergLocal('{table.Folder}') where units = 2 and day < toDate('2026-02-10') order by id")).Select(r => r.GetProperty("id").GetInt64()));
        Assert.Equal(rows.Length, (await IndependentReaders.IcebirdAsync(table.Folder)).Count);
        Assert.Equal(rows.Length, (await table.ReadAsync(state)).Count);
    }

    [Fact]
    public async Task Files_of_every_partitioning_can_be_removed_and_written_by_writers_of_before_and_after()
    {
        using TestTable table = new();
        (TableState state, Order[] rows) = await MixedAsync(table);
        TableState before = state;
        state = await EvolveAsync(table, state, ByUnits, ByDay);
        DataFile old = (await table.FilesAsync(state)).First(f => f.PartitioningId == 0);
        List<Order> held = await table.ReadAsync((await table.PlanAsync(state)).First(t => t.File.Path == old.Path));

        CommitResult rewritten = await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Overwrite, CommitKey = TestTable.NewKey(), Removed = [old], Added = await table.WriteAsync(state, held.Skip(1)) });
        CommitResult late = await table.AppendAsync(before, [new Order(900, Units: 5, Day: new DateOnly(2026, 3, 1))]);

        Assert.Equal((CommitOutcome.Committed, CommitOutcome.Committed), (rewritten.Outcome, late.Outcome));
        Assert.Equal(rows.Select(o => o.Id).Except([held[0].Id]).Append(900), (await table.ReadAsync(await table.LoadAsync())).Select(o => o.Id).Order());
        Assert.Equal(2, (await table.FilesAsync(late.State)).Single(f => f.RowCount == 1 && f.Columns.Any(c => c.FieldId == 1 && c.Minimum.AsInteger() == 900)).PartitioningId);
        // Manifests are written anew each for its partitioning.
        MaintenanceReport report = await table.Format.MaintainAsync(late.State, new MaintenancePlan { ForgetHistory = true }, Cancel);
        Assert.Equal(rows.Length, (await table.ReadAsync(report.State)).Count);
        Assert.Equal(rows.Length, (await IndependentReaders.IcebirdAsync(table.Folder)).Count);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_by_name_and_a_stale_basis_conflicts()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync(new TableDefinition { TableId = Guid.CreateVersion7(), Schema = Order.Schema, Key = ["id"], Partitioning = [ByMonth], WithoutBounds = ["customer"], SortOrder = [new SortField { Column = "units" }] });
        TableState evolved = await EvolveAsync(table, state, ByUnits);

        foreach ((string named, TableEvolution evolution) in ((string, TableEvolution)[])
        [
            ("its values would appear in table metadata", With(new PartitionField { Column = "customer" })),
            ("no such column", With(new PartitionField { Column = "missing" })),
            ("has no result for the type", With(new PartitionField { Column = "units", Transform = PartitionTransform.Day })),
            ("partition twice by", With(ByUnits, ByUnits)),
            ("Cannot sort by 'missing'", With() with { SortOrder = [new SortField { Column = "missing" }] }),
            ("Cannot sort twice by 'id'", With() with { SortOrder = [new SortField { Column = "id" }, new SortField { Column = "id", Descending = true }] }),
            ("may still be partitioned by 'day_month'", With(ByUnits) with { Schema = Without("day") }),
            ("the table is partitioned by 'units'", new TableEvolution { Schema = Without("units") }),
        ])
        {
            DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => table.Format.EvolveAsync(evolved, evolution, Cancel));
            Assert.Equal(DataMeshErrorKind.InvalidDefinition, refused.Kind);
            Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        }
        await Assert.ThrowsAsync<CommitConflictException>(() => EvolveAsync(table, state, ByDay));
        Assert.Equal(evolved.Partitioning, (await table.LoadAsync()).Partitioning);

        TableEvolution With(params PartitionField[] partitioning) => new() { Schema = state.Schema, Partitioning = partitioning };
        Schema Without(string name) => new([.. state.Schema.FieldsList.Where(f => f.Name != name)], null);
    }

    [Fact]
    public async Task Sort_orders_are_recorded_as_the_specification_has_them_and_used_again()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync(new TableDefinition { TableId = Guid.CreateVersion7(), Schema = Order.Schema, SortOrder = [new SortField { Column = "day" }, new SortField { Column = "score", Descending = true }] });
        List<DataFile> sorted = await table.WriteAsync(state, [new Order(1)], new TableWriteOptions { IsSorted = true });
        state = (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = TestTable.NewKey(), Added = sorted })).State;
        state = (await table.AppendAsync(state, [new Order(2)])).State;
        TableState unsorted = await table.Format.EvolveAsync(state, new TableEvolution { Schema = state.Schema, SortOrder = [] }, Cancel);
        TableState other = await table.Format.EvolveAsync(unsorted, new TableEvolution { Schema = state.Schema, SortOrder = [new SortField { Column = "id" }] }, Cancel);
        TableState back = await table.Format.EvolveAsync(other, new TableEvolution { Schema = state.Schema, SortOrder = state.SortOrder }, Cancel);

        Assert.Equal([1, 0], (await table.FilesAsync(await table.LoadAsync())).Select(f => f.SortOrderId));
        Assert.Equal((0, 2, 1), (unsorted.SortOrderId, other.SortOrderId, back.SortOrderId));
        using JsonDocument metadata = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(table.Folder, "metadata", "v6.metadata.json"), Cancel));
        Assert.Equal("""[{"order-id":0,"fields":[]},{"order-id":1,"fields":[{"transform":"identity","source-id":8,"direction":"asc","null-order":"nulls-first"},{"transform":"identity","source-id":6,"direction":"desc","null-order":"nulls-last"}]},{"order-id":2,"fields":[{"transform":"identity","source-id":1,"direction":"asc","null-order":"nulls-first"}]}]""",
            JsonSerializer.Serialize(metadata.RootElement.GetProperty("sort-orders")));
        Assert.Equal(2, (await IndependentReaders.ClickHouseAsync($"select id from icebergLocal('{table.Folder}')")).Count);
    }

    // Three partitionings: by month, by nothing, by units and month.
    private static async Task<(TableState State, Order[] Rows)> MixedAsync(TestTable table)
    {
        Order[] rows = [.. Enumerable.Range(0, 90).Select(i => new Order(i, $"c{i % 7}", i, Units: i % 9 == 8 ? null : i % 4, Day: i % 11 == 10 ? null : new DateOnly(2026, 1, 1).AddDays(i)))];
        TableState state = (await table.AppendAsync(await table.CreateAsync(ByMonth), rows[..30])).State;
        state = (await table.AppendAsync(await EvolveAsync(table, state), rows[30..60])).State;
        state = (await table.AppendAsync(await EvolveAsync(table, state, ByUnits, ByMonth), rows[60..])).State;
        return (await table.LoadAsync(), rows);
    }

    private static Task<TableState> EvolveAsync(TestTable table, TableState state, params PartitionField[] partitioning) =>
        table.Format.EvolveAsync(state, new TableEvolution { Schema = state.Schema, Partitioning = partitioning }, Cancel);

    private static IEnumerable<Filter> Filters()
    {
        foreach (ComparisonOperator comparison in Enum.GetValues<ComparisonOperator>())
            for (int i = 0; i < 95; i += 9)
            {
                yield return Filter.Compare("day", comparison, ScalarValue.From(new DateOnly(2026, 1, 1).AddDays(i)));
                yield return Filter.Compare("units", comparison, (long)(i % 5));
                yield return Filter.And(Filter.Compare("id", comparison, (long)i), Filter.Equal("units", (long)(i % 4)));
            }
        yield return Filter.IsNull("day");
        yield return Filter.Not(Filter.IsNull("units"));
    }
}
