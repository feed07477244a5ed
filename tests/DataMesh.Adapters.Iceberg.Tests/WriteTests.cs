using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

public sealed class WriteTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_go_to_the_file_of_their_partition_and_few_files_stay_open()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = await table.CreateAsync(new PartitionField { Column = "units" });
        Order[] rows = [.. Enumerable.Range(0, 200).Select(i => new Order(i, Units: i % 10 == 9 ? null : i % 10))];

        List<DataFile> files = await table.WriteAsync(state, rows, new TableWriteOptions { MaxOpenPartitions = 4 }, batchRows: 50);

        Assert.Equal(200, files.Sum(f => f.RowCount));
        Assert.Equal(10, files.Select(f => f.Partition[0]).Distinct().Count());
        Assert.True(files.Count > 10);
        state = (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = "k", Added = files })).State;
        foreach (ScanTask task in await table.PlanAsync(state))
            Assert.All(await table.ReadAsync(task), o => Assert.Equal(task.File.Partition[0], o.Units is int units ? (ScalarValue)(long)units : ScalarValue.Null));
        Assert.Equal(rows, (await table.ReadAsync(state)).OrderBy(o => o.Id));
    }

    [Fact]
    public async Task A_file_that_is_full_is_followed_by_the_next()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = await table.CreateAsync();

        List<DataFile> files = await table.WriteAsync(state, Enumerable.Range(0, 40).Select(i => new Order(i, new string('x', 100) + i)), new TableWriteOptions { TargetFileBytes = 1, RowGroupRows = 10 }, batchRows: 10);

        Assert.True(files.Count > 1);
        Assert.Equal(40, files.Sum(f => f.RowCount));
        Assert.Equal(files.Count, files.Select(f => f.Path).Distinct().Count());
    }

    [Fact]
    public async Task Dictionary_encoded_texts_are_routed_and_stored_as_texts()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = await table.CreateAsync(new PartitionField { Column = "customer", Transform = PartitionTransform.Truncate(1) });
        RecordBatch plain = Order.ToBatch([new(1, "aa"), new(2, "b"), new(3, null), new(4, "ab")]);
        StringArray dictionary = new StringArray.Builder().Append("aa").Append("ab").Append("b").Build();
        Int32Array indexes = new Int32Array.Builder().Append(0).Append(2).AppendNull().Append(1).Build();
        DictionaryType type = new(Int32Type.Default, StringType.Default, false);
        IArrowArray[] columns = [.. plain.Arrays];
        columns[1] = new DictionaryArray(type, indexes, dictionary);
        RecordBatch encoded = new(new Schema([.. Order.Schema.FieldsList.Select((f, i) => i == 1 ? new Field(f.Name, type, true) : f)], null), columns, 4);

        List<DataFile> files = await table.Format.WriteAsync(state, new[] { encoded }.ToAsyncEnumerable(), TableWriteOptions.Default, Cancel).ToListAsync(Cancel);

        Assert.Equal(3, files.Count);
        state = (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = "k", Added = files })).State;
        Assert.Equal(["aa", "b", null, "ab"], (await table.ReadAsync(state)).OrderBy(o => o.Id).Select(o => o.Customer));
    }

    [Fact]
    public async Task Columns_are_matched_by_name_and_missing_ones_are_null()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = await table.CreateAsync();
        RecordBatch whole = Order.ToBatch([new(1, "a", Units: 5)]);
        RecordBatch part = new(new Schema([Order.Schema.GetFieldByName("units"), Order.Schema.GetFieldByName("id")], null), [whole.Column("units"), whole.Column("id")], 1);

        List<DataFile> files = await table.Format.WriteAsync(state, new[] { part }.ToAsyncEnumerable(), TableWriteOptions.Default, Cancel).ToListAsync(Cancel);

        state = (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = "k", Added = files })).State;
        Assert.Equal([new Order(1, Units: 5)], await table.ReadAsync(state));
    }

    [Fact]
    public async Task What_does_not_fit_the_table_is_refused_before_it_is_written()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = await table.CreateAsync();
        RecordBatch whole = Order.ToBatch([new(1)]);
        Task WriteAsync(RecordBatch batch) => table.Format.WriteAsync(state, new[] { batch }.ToAsyncEnumerable(), TableWriteOptions.Default, Cancel).ToListAsync(Cancel).AsTask();

        Assert.Contains("'other'", (await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(new(new Schema([new Field("other", Int64Type.Default, true)], null), [whole.Column(0)], 1)))).Message, StringComparison.Ordinal);
        Assert.Contains("'units'", (await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(new(new Schema([new Field("id", Int64Type.Default, false), new Field("units", Int64Type.Default, true)], null), [Order.ToBatch([new(1)]).Column(0), Order.ToBatch([new(1)]).Column(0)], 1)))).Message, StringComparison.Ordinal);
        DataMeshException missing = await Assert.ThrowsAsync<DataMeshException>(() => WriteAsync(new(new Schema([new Field("units", Int32Type.Default, true)], null), [Order.ToBatch([new(1)]).Column("units")], 1)));
        Assert.Equal(DataMeshErrorKind.ContractViolation, missing.Kind);
        Assert.Empty(await table.Store.ListAsync("orders/data", null, Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_write_that_fails_or_is_cancelled_leaves_no_files()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = await table.CreateAsync(new PartitionField { Column = "units" });
        using CancellationTokenSource cancel = new();
        async IAsyncEnumerable<RecordBatch> Rows(Action atTheEnd)
        {
            await foreach (RecordBatch batch in TestTable.Batches(Enumerable.Range(0, 100).Select(i => new Order(i, Units: i % 20)), 10))
                yield return batch;
            atTheEnd();
        }
        Task WriteAsync(Action atTheEnd) => table.Format.WriteAsync(state, Rows(atTheEnd), new TableWriteOptions { MaxOpenPartitions = 3 }, cancel.Token).ToListAsync(Cancel).AsTask();

        await Assert.ThrowsAsync<TimeoutException>(() => WriteAsync(() => throw new TimeoutException()));
        Assert.Empty(await table.Store.ListAsync("orders/data", null, Cancel).ToListAsync(Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WriteAsync(() => { cancel.Cancel(); cancel.Token.ThrowIfCancellationRequested(); }));
        Assert.Empty(await table.Store.ListAsync("orders/data", null, Cancel).ToListAsync(Cancel));
    }
}
