using System.Text.Json.Nodes;
using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Values;

/// <summary>Random schemas of structs, lists and maps with random rows in slices: copied, stored as Iceberg and Parquet, read back by us and by DuckDB.</summary>
public sealed class NestedColumnTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Copies_of_chosen_rows_and_of_whole_batches_are_equal_and_hold_nothing_beneath_nulls()
    {
        Gen.Int.Sample(seed =>
        {
            Random r = new(seed);
            SchemaObject contract = NestedArrow.Contract(r, 3, depth: 3);
            RecordBatch one = NestedArrow.Batch(contract, r.Next(0, 40), r), two = NestedArrow.Batch(contract, r.Next(1, 40), r);

            using RecordBatch all = BatchSelection.Concatenate([one, two]);
            int[] rows = [.. Enumerable.Range(0, r.Next(60)).Select(_ => r.Next(all.Length))];
            using RecordBatch taken = BatchSelection.Take(all, rows);

            string[] expected = [.. NestedArrow.Rows(one), .. NestedArrow.Rows(two)];
            Assert.Equal(expected, NestedArrow.Rows(all));
            Assert.Equal(rows.Select(row => expected[row]), NestedArrow.Rows(taken));
            Assert.All(taken.Arrays, array => AssertClean(array.Data));
        }, iter: 300);
    }

    [Fact]
    public async Task Rows_of_any_schema_come_back_from_the_table_and_DuckDB_reads_the_same()
    {
        await Gen.Int.SampleAsync(async seed =>
        {
            Random r = new(seed);
            SchemaObject contract = NestedArrow.Contract(r, r.Next(1, 5), depth: 3);
            RecordBatch[] batches = [.. Enumerable.Range(0, r.Next(1, 4)).Select(_ => NestedArrow.Batch(contract, r.Next(1, 200), r))];
            string[] expected = [.. batches.SelectMany(NestedArrow.Rows)];
            using MeshFolder folder = new();
            using LocalFilesObjectStore store = new(folder.Path);
            using IcebergTableFormat tables = new(new ParquetSharpFileFormat());

            TableState state = await tables.CreateAsync(new TableLocation { Store = store, Path = "t" }, new TableDefinition { TableId = Guid.CreateVersion7(), Schema = contract.ToArrowSchema() }, Cancel);
            List<DataFile> files = await Streams.ToListAsync(tables.WriteAsync(state, Shared(batches), TableWriteOptions.Default, Cancel));
            state = (await tables.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = "k", Added = files }, Cancel)).State;
            ScanTask task = Assert.Single(await Streams.ToListAsync(tables.PlanAsync(state, new ScanRequest(), Cancel)));
            List<string> read = [];
            await foreach (RecordBatch batch in tables.ReadTaskAsync(task, FileReadRequest.All with { BatchRows = r.Next(1, 300) }, Cancel))
                using (batch)
                    read.AddRange(NestedArrow.Rows(batch));

            Assert.Equal(expected, read);
            AssertNumbered(state.Schema);
            using DuckDb duck = new();
            string columns = string.Join(", ", contract.Properties.Select(p => $"{p.Name} := {p.Name}"));
            List<object?[]> independent = duck.Query($"select to_json(struct_pack({columns}))::varchar from read_parquet('{Path.Combine(folder.Path, task.File.Path.ToString())}')");
            Assert.Equal(expected.Length, independent.Count);
            for (int row = 0; row < expected.Length; row++)
                Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected[row]), JsonNode.Parse((string)independent[row][0]!)), $"row {row}: we stored {expected[row]}, DuckDB reads {independent[row][0]}");
        }, iter: 60, threads: 1);
    }

    private static async IAsyncEnumerable<RecordBatch> Shared(RecordBatch[] batches)
    {
        await Task.Yield();
        foreach (RecordBatch batch in batches)
            yield return batch;
    }

    private static void AssertNumbered(Schema schema)
    {
        List<int> ids = [];
        void Visit(Field field)
        {
            ids.Add(field.GetFieldId() ?? throw new InvalidOperationException($"'{field.Name}' has no field id."));
            foreach (Field child in field.GetChildren())
                Visit(child);
        }

        foreach (Field field in schema.FieldsList)
            Visit(field);
        Assert.Equal(Enumerable.Range(1, ids.Count), ids.Order());
    }

    // What a null covers could be hidden data: no child may hold anything there.
    private static void AssertClean(ArrayData data)
    {
        foreach ((int i, ArrayData child) in (data.Children ?? []).Index())
        {
            if (data.DataType is Apache.Arrow.Types.StructType)
                Assert.Equal(data.GetNullCount() > 0 ? NestedArrays.GetChild(data, i).GetNullCount() : child.GetNullCount(), child.GetNullCount());
            AssertClean(child);
        }
    }
}
