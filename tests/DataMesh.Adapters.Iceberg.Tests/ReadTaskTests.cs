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

    private static async Task<ScanTask> OneTaskAsync(TestTable table)
    {
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1, "a", 1.5m, Units: 5), new Order(2, "b")])).State;
        return (await table.PlanAsync(state)).Single();
    }

    private static async Task<List<RecordBatch>> ReadAsync(TestTable table, ScanTask task, IReadOnlyList<string>? columns, Filter? filter = null) =>
        await table.Format.ReadTaskAsync(task, new FileReadRequest { Columns = columns, Filter = filter }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
}
