using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>Structs, lists and maps into DuckDB and out of it.</summary>
public sealed class NestedBridgeTests
{
    private static readonly DuckDbQueryEngine Engine = new(new DuckDbOptions { Threads = 2 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_nested_value_goes_through_DuckDB_as_it_is()
    {
        await Gen.Int.SampleAsync(async seed =>
        {
            Random r = new(seed);
            SchemaObject contract = NestedArrow.Contract(r, r.Next(1, 4), depth: 3);
            RecordBatch batch = NestedArrow.Batch(contract, r.Next(1, 6_000), r);
            TestRelation relation = TestRelation.Of("t", r.Next(1, 4_000), [.. contract.Properties.Select((p, i) => (p.Name, p.Type, batch.Column(i)))]);

            List<string> read = [];
            await foreach (RecordBatch result in QueryAsync("select * from t", relation))
                using (result)
                    read.AddRange(NestedArrow.Rows(result));

            Assert.Equal(NestedArrow.Rows(batch), read);
        }, iter: 60, threads: 1);
    }

    [Theory]
    [InlineData("select {'a': 1, 'b': ['x', null]} as v", """{"v":{"a":1,"b":["x",null]}}""")]
    [InlineData("select map {'k': 1, 'l': null} as v", """{"v":{"k":1,"l":null}}""")]
    [InlineData("select [1, 2]::int[2] as v", """{"v":[1,2]}""")]
    [InlineData("select list_sort([3, 1, 2]) as v", """{"v":[1,2,3]}""")]
    [InlineData("select null::struct(a int) as v", """{"v":null}""")]
    [InlineData("select [[1], [], null] as v", """{"v":[[1],[],null]}""")]
    [InlineData("select list(x order by x) as v from (values (2), (1)) t(x)", """{"v":[1,2]}""")]
    public async Task Nested_values_that_SQL_makes_come_out(string sql, string expected)
    {
        List<string> read = [];
        await foreach (RecordBatch result in QueryAsync(sql))
            using (result)
                read.AddRange(NestedArrow.Rows(result));

        Assert.Equal([expected], read);
    }

    [Fact]
    public async Task A_struct_without_names_is_refused_with_the_way_out()
    {
        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(async () =>
        {
            await foreach (RecordBatch result in QueryAsync("select row(1, 2) as v"))
                result.Dispose();
        });

        Assert.Contains("column 'v' of the result is a struct without names", error.Message, StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<RecordBatch> QueryAsync(string sql, params QueryRelation[] relations)
    {
        await using QueryRun run = await Engine.StartAsync(new QueryPlan { Sql = sql, Relations = relations }, Cancel);
        await foreach (RecordBatch batch in run.ReadAsync(Cancel))
            yield return batch;
    }
}
