using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Shared;

public abstract partial class TableFormatTests
{
    protected TableLocation NewLocation() => new() { Store = fixture.CreateStore(), Path = "tables/rows" };

    protected Task<TableState> CreateAsync(TableFormat format, params PartitionField[] partitioning) =>
        format.CreateAsync(NewLocation(), TableFormatRows.Definition(partitioning), Token);

    protected static TableCommit Commit(TableOperation operation, IReadOnlyList<DataFile> added, params IReadOnlyList<DataFile> removed) =>
        new() { Operation = operation, CommitKey = Guid.NewGuid().ToString(), Added = added, Removed = removed };

    protected static Task<DataFile[]> WriteAsync(TableFormat format, TableState state, params IReadOnlyList<long> ids) =>
        WriteAsync(format, state, TableFormatRows.Batches(state.Schema, ids));

    protected static async Task<DataFile[]> WriteAsync(TableFormat format, TableState state, IAsyncEnumerable<RecordBatch> rows) =>
        await format.WriteAsync(state, rows, TableWriteOptions.Default, Token).ToArrayAsync(Token);

    protected static async Task<TableState> AppendAsync(TableFormat format, TableState state, params IReadOnlyList<long> ids)
    {
        CommitResult result = await format.CommitAsync(state, Commit(TableOperation.Append, await WriteAsync(format, state, ids)), Token);
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        return result.State;
    }

    protected static async Task<ScanTask[]> PlanAsync(TableFormat format, TableState state, long? snapshotId = null, Filter? filter = null) =>
        await format.PlanAsync(state, new ScanRequest { SnapshotId = snapshotId, Filter = filter }, Token).ToArrayAsync(Token);

    /// <summary>The ids that a scan finds, ascending; also checks that the other columns fit them.</summary>
    protected static async Task<IReadOnlyList<long>> IdsAsync(TableFormat format, TableState state, long? snapshotId = null, Filter? filter = null, bool checkColumns = false)
    {
        List<long> ids = [];
        foreach (ScanTask task in await PlanAsync(format, state, snapshotId, filter))
            await foreach (RecordBatch batch in format.ReadTaskAsync(task, FileReadRequest.All, Token))
                using (batch)
                {
                    ids.AddRange(((Int64Array)batch.Column("id")).Values);
                    if (checkColumns)
                        CheckColumns(batch);
                }
        ids.Sort();
        return ids;
    }

    protected static ColumnStatistics StatisticsOf(TableState state, DataFile file, string column) =>
        Assert.Single(file.Columns, statistics => statistics.FieldId == state.Schema.GetFieldByName(column).GetFieldId());

    /// <summary>Every object of the table's store.</summary>
    protected static async Task<string[]> ObjectsAsync(TableState state) =>
        [.. (await state.Location.Store.ListAsync("", null, Token).ToListAsync(Token)).Select(item => item.Path.ToString())];

    private static void CheckColumns(RecordBatch batch)
    {
        Int64Array ids = (Int64Array)batch.Column("id");
        IArrowArray names = batch.Column("name");
        for (int row = 0; row < batch.Length; row++)
        {
            long id = ids.GetValue(row)!.Value;
            Assert.Equal(TableFormatRows.NameOf(id), TextAt(names, row));
            Assert.Equal(TableFormatRows.DayOf(id), ((Date32Array)batch.Column("day")).GetDateOnly(row));
            Assert.Equal(id % 7 == 0 ? null : id * 0.5, ((DoubleArray)batch.Column("amount")).GetValue(row));
        }
    }

    private static string? TextAt(IArrowArray array, int row) => array switch
    {
        StringArray text => text.GetString(row),
        DictionaryArray { Indices: Int32Array indices } coded => indices.GetValue(row) is int index ? ((StringArray)coded.Dictionary).GetString(index) : null,
        _ => throw new InvalidOperationException($"A text column came as {array.Data.DataType.Name}."),
    };
}
