using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

public sealed class ReadTaskTests
{
    [Fact]
    public async Task Columns_come_in_the_order_asked_for()
    {
        using TestTable table = new(new InMemoryObjectStore());
        ScanTask task = await OneTaskAsync(table);

        RecordBatch batch = Assert.Single(await ReadAsync(table, task, ["units", "id"]));

        Assert.Equal(["units", "id"], batch.Schema.FieldsList.Select(f => f.Name));
        Assert.Equal([7, 1], batch.Schema.FieldsList.Select(f => f.GetFieldId()!.Value));
        Assert.Equal(5, ((Int32Array)batch.Column(0)).GetValue(0));
        Assert.Equal(2, Assert.Single(await ReadAsync(table, task, [])).Length);
    }

    [Fact]
    public async Task Renamed_added_and_widened_columns_are_found_by_id()
    {
        using TestTable table = new(new InMemoryObjectStore());
        ScanTask task = await OneTaskAsync(table);
        Schema evolved = new(
        [
            ArrowFields.Create("amount", PhysicalType.Decimal(20, 2), true, 3),
            ArrowFields.Create("pieces", PhysicalType.Of(PhysicalTypeKind.Int64), true, 7),
            ArrowFields.Create("units", PhysicalType.Of(PhysicalTypeKind.String), true, 99),
            ArrowFields.Create("flag", PhysicalType.Of(PhysicalTypeKind.Boolean), true, 100),
            ArrowFields.Create("key", PhysicalType.Of(PhysicalTypeKind.Uuid), true, 101),
        ], null);

        RecordBatch batch = Assert.Single(await ReadAsync(table, task with { Schema = evolved }, null, Filter.Equal("units", "x")));

        Assert.Equal(1.5m, ((Decimal128Array)batch.Column("amount")).GetValue(0));
        Assert.Equal(20, ((Apache.Arrow.Types.Decimal128Type)batch.Column("amount").Data.DataType).Precision);
        Assert.Equal([5, null], ((Int64Array)batch.Column("pieces")).ToList(includeNulls: true));
        Assert.Equal(2, batch.Column("units").NullCount);
        Assert.Equal(2, batch.Column("flag").NullCount);
        Assert.Equal(2, batch.Column("key").NullCount);
    }

    [Fact]
    public async Task A_type_that_cannot_be_widened_and_a_lost_required_column_are_damage()
    {
        using TestTable table = new(new InMemoryObjectStore());
        ScanTask task = await OneTaskAsync(table);

        foreach (Field field in (Field[])[ArrowFields.Create("units", PhysicalType.Of(PhysicalTypeKind.String), true, 7), ArrowFields.Create("gone", PhysicalType.Of(PhysicalTypeKind.String), false, 50)])
        {
            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => ReadAsync(table, task with { Schema = new Schema([field], null) }, null));
            Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
            Assert.Contains(field.Name, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_with_another_row_count_than_the_table_says_is_damage()
    {
        using TestTable table = new(new InMemoryObjectStore());
        ScanTask task = await OneTaskAsync(table);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => ReadAsync(table, task with { File = task.File with { RowCount = 3 } }, null));

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(table, task with { File = task.File with { Path = "elsewhere/data/x.parquet" } }, null));
    }

    [Fact]
    public async Task Parts_read_at_once_are_the_rows_of_the_task_without_deleted_ones()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync();
        List<DataFile> files = await table.WriteAsync(state, Enumerable.Range(0, 1_000).Select(i => new Order(i, $"c{i % 3}", Units: i)), new TableWriteOptions { RowGroupRows = 90 });
        state = (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = TestTable.NewKey(), Added = files })).State;
        ForeignWriter writer = new(table.Location);
        await writer.CommitAsync(state, [await writer.PositionsAsync(files[0], [.. Enumerable.Range(0, 100).Select(i => (files[0], (long)i * 10))])]);
        OpenCounter opens = new(new ParquetSharpFileFormat());
        using IcebergTableFormat format = new(opens);
        ScanTask task = await format.PlanAsync((await format.LoadAsync(table.Location, Cancel))!, new ScanRequest(), Cancel).SingleAsync(Cancel);
        Filter upper = Filter.Compare("id", ComparisonOperator.GreaterThanOrEqual, 500L);

        IEnumerable<long>[] parts = await Task.WhenAll(Enumerable.Range(0, 12).Select(part => Task.Run(() => IdsAsync(new FileReadRequest { RowGroups = part..(part + 1), BatchRows = 40, Filter = part % 2 == 0 ? upper : null }))));

        Assert.Equal(12, task.File.SplitOffsets.Count);
        Assert.Equal(Enumerable.Range(0, 1_000).Where(i => i % 10 != 0).Select(i => (long)i), parts.SelectMany(ids => ids));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => IdsAsync(new FileReadRequest { RowGroups = 3..13 }));
        Assert.Equal(opens.Opened, opens.Closed);

        async Task<IEnumerable<long>> IdsAsync(FileReadRequest request) =>
            (await format.ReadTaskAsync(task, request with { Columns = ["id"] }, Cancel).ToListAsync(Cancel)).SelectMany(batch => ((Int64Array)batch.Column(0)).Values.ToArray());
    }

    [Fact]
    public async Task Parts_share_one_open_file_for_as_long_as_one_of_them_is_read()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync();
        List<DataFile> files = await table.WriteAsync(state, Enumerable.Range(0, 30).Select(i => new Order(i, "c")), new TableWriteOptions { RowGroupRows = 10 });
        OpenCounter opens = new(new ParquetSharpFileFormat());
        using IcebergTableFormat format = new(opens);
        ScanTask task = (await table.PlanAsync((await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = TestTable.NewKey(), Added = files })).State)).Single();
        using CancellationTokenSource stop = new();
        IAsyncEnumerator<RecordBatch>[] reads = [.. Enumerable.Range(0, 3).Select(part => format.ReadTaskAsync(task, new FileReadRequest { RowGroups = part..(part + 1) }, part == 0 ? stop.Token : Cancel).GetAsyncEnumerator(Cancel))];

        foreach (IAsyncEnumerator<RecordBatch> read in reads)
            Assert.True(await read.MoveNextAsync());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reads[0].MoveNextAsync());
        Assert.Equal((1, 0), (opens.Opened, opens.Closed));
        Assert.False(await reads[1].MoveNextAsync());
        await reads[2].DisposeAsync();

        Assert.Equal((1, 1), (opens.Opened, opens.Closed));
    }

    [Fact]
    public async Task A_file_with_other_row_groups_than_its_table_notes_comes_whole_with_the_first_part()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync();
        List<DataFile> files = await table.WriteAsync(state, Enumerable.Range(0, 30).Select(i => new Order(i, "c")), new TableWriteOptions { RowGroupRows = 10 });
        ScanTask task = (await table.PlanAsync((await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = TestTable.NewKey(), Added = files })).State)).Single();

        foreach (long[] offsets in (long[][])[[4, 100], [4, 100, 200, 300]])
        {
            ScanTask noted = task with { File = task.File with { SplitOffsets = offsets } };
            int[] rows = [.. await Task.WhenAll(Enumerable.Range(0, offsets.Length).Select(async part => (await table.ReadAsync(noted, new FileReadRequest { RowGroups = part..(part + 1) })).Count))];
            Assert.Equal([30, .. new int[offsets.Length - 1]], rows);
        }
        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => table.ReadAsync(task with { File = task.File with { RowCount = 29 } }, new FileReadRequest { RowGroups = 1..2 }));
        Assert.Contains("it holds 30 rows, and the table says 29", error.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<ScanTask> OneTaskAsync(TestTable table)
    {
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1, "a", 1.5m, Units: 5), new Order(2, "b")])).State;
        return (await table.PlanAsync(state)).Single();
    }

    private static async Task<List<RecordBatch>> ReadAsync(TestTable table, ScanTask task, IReadOnlyList<string>? columns, Filter? filter = null) =>
        await table.Format.ReadTaskAsync(task, new FileReadRequest { Columns = columns, Filter = filter }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
}
