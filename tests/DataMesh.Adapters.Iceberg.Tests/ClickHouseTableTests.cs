using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>Tables that ClickHouse creates, changes and deletes from, read by us.</summary>
public sealed class ClickHouseTableTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_that_ClickHouse_wrote_evolved_and_deleted_from_is_read_as_ClickHouse_reads_it()
    {
        using TestTable table = new();
        IReadOnlyList<JsonElement> theirs = await IndependentReaders.ClickHouseSessionAsync(
            "create database d",
            $"create table d.t (id Int32, v Nullable(String), f Float32, g Nullable(Int32), h String) engine = IcebergLocal('{table.Folder}', 'Parquet') partition by (h)",
            "insert into d.t values (1, 'a', 1.5, 2, 'p'), (2, 'b', 2.5, null, 'q'), (3, null, 3.5, 1, 'p')",
            "alter table d.t add column n Nullable(Int64)",
            "alter table d.t modify column id Int64",
            "alter table d.t modify column f Float64",
            "alter table d.t rename column v to w",
            "alter table d.t drop column g",
            "insert into d.t (id, w, f, h, n) values (5000000000, 'z', 1e300, 'q', 7), (6, 'y', 0.25, 'r', null)",
            "alter table d.t delete where id = 2",
            "alter table d.t update w = 'changed' where id = 1",
            "alter table d.t delete where w = 'y'",
            "select toString(id) as id, w, f, h, toString(n) as n from d.t order by id");

        TableState state = await table.LoadAsync();

        Assert.Equal(["1|changed|1.5|p|", "3||3.5|p|", "5000000000|z|1E+300|q|7"], theirs.Select(r => $"{r.GetProperty("id").GetString()}|{r.GetProperty("w").GetString()}|{r.GetProperty("f").GetDouble().ToString(CultureInfo.InvariantCulture)}|{r.GetProperty("h").GetString()}|{r.GetProperty("n").GetString()}"));
        Assert.Equal(["1|changed|1.5|p|", "3||3.5|p|", "5000000000|z|1E+300|q|7"], await RowsAsync(table, state, null));
        Assert.Equal(["1|changed|1.5|p|"], await RowsAsync(table, state, Filter.Equal("w", "changed")));
        Assert.Equal(["5000000000|z|1E+300|q|7"], await RowsAsync(table, state, Filter.Compare("id", ComparisonOperator.GreaterThan, 3_000_000_000L)));
        Assert.Equal(["1|changed|1.5|p|", "3||3.5|p|"], await RowsAsync(table, state, Filter.Equal("h", "p")));
        Schema first = state.SchemaAt(state.Snapshots[0].Id);
        Assert.Equal(["id", "v", "f", "g", "h"], first.FieldsList.Select(f => f.Name));
        int rows = 0;
        foreach (ScanTask task in await table.PlanAsync(state, snapshot: state.Snapshots[0].Id))
            await foreach (RecordBatch batch in table.Format.ReadTaskAsync(task, FileReadRequest.All, Cancel))
                using (batch)
                    rows += ((Int32Array)batch.Column("id")).Length;
        Assert.Equal(3, rows);
    }

    [Fact]
    public async Task A_table_of_ours_from_which_ClickHouse_deletes_is_read_and_written_on_by_both()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), Enumerable.Range(0, 100).Select(i => new Order(i, $"c{i % 5}", Units: i)))).State;
        string[] attach = ["create database d", $"create table d.t engine = IcebergLocal('{table.Folder}', 'Parquet')"];
        await IndependentReaders.ClickHouseSessionAsync([.. attach, "alter table d.t delete where customer = 'c2'"]);

        state = (await table.AppendAsync(await table.LoadAsync(), [new Order(500, "c2")])).State;
        long[] expected = [.. Enumerable.Range(0, 100).Where(i => i % 5 != 2).Select(i => (long)i), 500];

        Assert.Equal(expected, (await table.ReadAsync(state)).Select(o => o.Id).Order());
        Assert.Equal(expected, (await IndependentReaders.ClickHouseSessionAsync([.. attach, "select toString(id) as id from d.t order by d.t.id"])).Select(r => long.Parse(r.GetProperty("id").GetString()!, CultureInfo.InvariantCulture)));
    }

    private static async Task<List<string>> RowsAsync(TestTable table, TableState state, Filter? filter)
    {
        List<(long Id, string Text)> rows = [];
        foreach (ScanTask task in await table.PlanAsync(state, filter))
            await foreach (RecordBatch batch in table.Format.ReadTaskAsync(task, FileReadRequest.All with { Filter = filter }, Cancel))
                using (batch)
                {
                    TruthValue[] truth = new TruthValue[batch.Length];
                    if (filter is not null)
                        FilterEvaluator.Create(filter, batch.Schema).Evaluate(batch, truth);
                    for (int i = 0; i < batch.Length; i++)
                        if (filter is null || truth[i] == TruthValue.True)
                        {
                            long id = ((Int64Array)batch.Column("id")).GetValue(i)!.Value;
                            rows.Add((id, $"{id}|{((StringArray)batch.Column("w")).GetString(i)}|{((DoubleArray)batch.Column("f")).GetValue(i)?.ToString(CultureInfo.InvariantCulture)}|{((StringArray)batch.Column("h")).GetString(i)}|{((Int64Array)batch.Column("n")).GetValue(i)}"));
                        }
                }
        return [.. rows.OrderBy(r => r.Id).Select(r => r.Text)];
    }
}
