using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Shared;

public abstract partial class TableFormatTests
{
    [Fact]
    public virtual async Task Only_chosen_columns_are_read_in_the_order_asked_for()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await AppendAsync(format, await CreateAsync(format), 1, 2, 3);
        ScanTask task = Assert.Single(await PlanAsync(format, state));

        using RecordBatch two = Assert.Single(await ReadAsync(format, task, new FileReadRequest { Columns = ["amount", "id"] }));
        Assert.Equal(["amount", "id"], two.Schema.FieldsList.Select(field => field.Name));
        Assert.Equal([1, 2, 3], ((Int64Array)two.Column(1)).Values.ToArray());

        using RecordBatch none = Assert.Single(await ReadAsync(format, task, new FileReadRequest { Columns = [] }));
        Assert.Equal((0, 3), (none.ColumnCount, none.Length));
    }

    [Fact]
    public virtual async Task Batches_are_no_longer_than_asked_for_and_keep_the_order()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await AppendAsync(format, await CreateAsync(format), [.. Enumerable.Range(0, 100).Select(i => (long)i)]);
        List<long> ids = [];
        foreach (RecordBatch batch in await ReadAsync(format, Assert.Single(await PlanAsync(format, state)), new FileReadRequest { BatchRows = 16 }))
            using (batch)
            {
                Assert.InRange(batch.Length, 1, 16);
                ids.AddRange(((Int64Array)batch.Column("id")).Values);
            }
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), ids);
    }

    [Fact]
    public virtual async Task A_filter_on_a_task_drops_no_row_that_matches()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await AppendAsync(format, await CreateAsync(format), [.. Enumerable.Range(0, 100).Select(i => (long)i)]);
        FileReadRequest request = new() { Filter = Filter.And(Filter.Compare("id", ComparisonOperator.GreaterThanOrEqual, 90), Filter.Not(Filter.IsNull("name"))), Columns = ["id"] };
        List<long> ids = [];
        foreach (RecordBatch batch in await ReadAsync(format, Assert.Single(await PlanAsync(format, state)), request))
            using (batch)
                ids.AddRange(((Int64Array)batch.Column("id")).Values);
        Assert.Superset(new HashSet<long> { 90, 91, 92, 93, 95, 96, 97, 98 }, ids.ToHashSet());
    }

    [Fact]
    public virtual async Task Batches_stay_valid_after_the_scan_and_the_format_have_ended()
    {
        RecordBatch batch;
        using (TableFormat format = fixture.CreateFormat())
        {
            TableState state = await AppendAsync(format, await CreateAsync(format), 1, 2, 3);
            batch = Assert.Single(await ReadAsync(format, Assert.Single(await PlanAsync(format, state)), FileReadRequest.All));
        }
        using (batch)
            CheckColumns(batch);
    }

    [Fact]
    public virtual async Task Statistics_prune_files_that_cannot_match_and_no_other()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        for (long start = 0; start < 50; start += 10)
            state = await AppendAsync(format, state, [.. Enumerable.Range((int)start, 10).Select(i => (long)i)]);

        Assert.Equal(5, (await PlanAsync(format, state)).Length);
        Assert.Single(await PlanAsync(format, state, filter: Filter.Equal("id", 23)));
        Assert.Equal(2, (await PlanAsync(format, state, filter: Filter.Between("id", 18, 20))).Length);
        Assert.Empty(await PlanAsync(format, state, filter: Filter.Compare("id", ComparisonOperator.GreaterThan, 1000)));
        Assert.Equal(5, (await PlanAsync(format, state, filter: Filter.IsNull("name"))).Length);
    }

    [Fact]
    public virtual async Task Partitions_hold_their_rows_and_prune()
    {
        using TableFormat format = fixture.CreateFormat();
        PartitionField[] partitioning = [new() { Column = "day", Transform = PartitionTransform.Day }, new() { Column = "id", Transform = PartitionTransform.Bucket(2) }];
        if (!format.Capabilities.Partitioning)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => CreateAsync(format, partitioning));
            return;
        }
        TableState state = await CreateAsync(format, partitioning);
        long[] ids = [.. Enumerable.Range(0, 40).Select(i => (long)i)];
        state = await AppendAsync(format, state, ids);

        Assert.Equal(partitioning, state.Partitioning);
        Assert.Equal(ids, await IdsAsync(format, state, checkColumns: true));
        PhysicalType[] types = [PhysicalType.Of(PhysicalTypeKind.Date), PhysicalType.Of(PhysicalTypeKind.Int64)];
        foreach (ScanTask task in await PlanAsync(format, state))
            foreach (RecordBatch batch in await ReadAsync(format, task, FileReadRequest.All))
                using (batch)
                    foreach (long id in ((Int64Array)batch.Column("id")).Values.ToArray())
                        Assert.Equal(
                            [partitioning[0].Transform.Apply(ScalarValue.From(TableFormatRows.DayOf(id)), types[0]), partitioning[1].Transform.Apply(id, types[1])],
                            task.File.Partition);
        Assert.Equal(Enumerable.Range(10, 10).Select(i => (long)i), await IdsAsync(format, state, filter: Filter.Equal("day", ScalarValue.From(new DateOnly(2001, 1, 2)))));
    }

    [Fact]
    public virtual async Task Rows_of_many_partitions_in_turn_are_all_kept()
    {
        using TableFormat format = fixture.CreateFormat();
        if (!format.Capabilities.Partitioning)
            return;
        TableState state = await CreateAsync(format, new PartitionField { Column = "day" });
        long[] ids = [.. Enumerable.Range(0, 200).Select(i => (long)(i * 37 % 200))];
        IAsyncEnumerable<RecordBatch> rows = TableFormatRows.Batches(state.Schema, ids, 17);
        DataFile[] files = await format.WriteAsync(state, rows, new TableWriteOptions { MaxOpenPartitions = 3 }, Token).ToArrayAsync(Token);
        state = (await format.CommitAsync(state, Commit(TableOperation.Append, files), Token)).State;

        Assert.Equal(ids.Order(), await IdsAsync(format, state, checkColumns: true));
    }

    [Fact]
    public virtual async Task A_null_is_a_partition_of_its_own()
    {
        using TableFormat format = fixture.CreateFormat();
        if (!format.Capabilities.Partitioning)
            return;
        TableState state = await AppendAsync(format, await CreateAsync(format, new PartitionField { Column = "name", Transform = PartitionTransform.Truncate(6) }), 4, 9, 10);

        Assert.Equal([4, 9], await IdsAsync(format, state, filter: Filter.IsNull("name")));
        Assert.Equal([4, 9, 10], await IdsAsync(format, state, checkColumns: true));
    }

    [Fact]
    public virtual async Task An_unknown_snapshot_is_not_found()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await AppendAsync(format, await CreateAsync(format), 1);

        Assert.Equal(DataMeshErrorKind.NotFound, Assert.Throws<DataMeshException>(() => state.SchemaAt(12345)).Kind);
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => PlanAsync(format, state, 12345))).Kind);
    }

    private static async Task<List<RecordBatch>> ReadAsync(TableFormat format, ScanTask task, FileReadRequest request) =>
        await format.ReadTaskAsync(task, request, Token).ToListAsync(Token);
}
