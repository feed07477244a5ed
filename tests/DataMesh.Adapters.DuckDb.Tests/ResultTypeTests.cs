using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

public sealed class ResultTypeTests
{
    private static readonly DuckDbQueryEngine Engine = new(new DuckDbOptions { Threads = 1 });

    [Theory]
    [InlineData("true", "boolean", "true")]
    [InlineData("(-7)::tinyint", "int", "-7")]
    [InlineData("(-7)::smallint", "int", "-7")]
    [InlineData("7", "int", "7")]
    [InlineData("7::bigint", "long", "7")]
    [InlineData("200::utinyint", "int", "200")]
    [InlineData("60000::usmallint", "int", "60000")]
    [InlineData("4000000000::uinteger", "long", "4000000000")]
    [InlineData("18446744073709551615::ubigint", "decimal(20,0)", "18446744073709551615")]
    [InlineData("sum(7::bigint)", "decimal(38,0)", "7")]
    [InlineData("99999999999999999999999999999999999999::uhugeint", "decimal(38,0)", "99999999999999999999999999999999999999")]
    [InlineData("1.5::float", "float", "1.5")]
    [InlineData("1.5::double", "double", "1.5")]
    [InlineData("12.34", "decimal(4,2)", "12.34")]
    [InlineData("-1234567.89::decimal(9,2)", "decimal(9,2)", "-1234567.89")]
    [InlineData("-1234567.89::decimal(18,2)", "decimal(18,2)", "-1234567.89")]
    [InlineData("-1234567.89::decimal(38,2)", "decimal(38,2)", "-1234567.89")]
    [InlineData("'text that is longer than twelve'", "string", "text that is longer than twelve")]
    [InlineData("'\\x00\\xFF'::blob", "binary", "00ff")]
    [InlineData("'90e1d2c3-0102-0304-0506-0708090a0b0c'::uuid", "uuid", "90e1d2c3-0102-0304-0506-0708090a0b0c")]
    [InlineData("date '2001-02-03'", "date", "2001-02-03")]
    [InlineData("time '00:00:01'", "time", "1000000")]
    [InlineData("timestamp '2001-02-03 04:05:06.123456'", "timestamptz", "2001-02-03T04:05:06.123456")]
    [InlineData("timestamptz '2001-02-03 04:05:06+02'", "timestamptz", "2001-02-03T02:05:06.000000")]
    [InlineData("'2001-02-03 04:05:06'::timestamp_s", "timestamptz", "2001-02-03T04:05:06.000000")]
    [InlineData("'2001-02-03 04:05:06.789'::timestamp_ms", "timestamptz", "2001-02-03T04:05:06.789000")]
    [InlineData("'1969-12-31 23:59:59.123456789'::timestamp_ns", "timestamptz", "1969-12-31T23:59:59.123456")]
    [InlineData("'b'::enum('a', 'b')", "string", "b")]
    [InlineData("null", "int", "null")]
    public async Task A_result_has_the_canonical_type(string expression, string type, string value)
    {
        await using QueryRun run = await Engine.StartAsync(new QueryPlan { Sql = $"select {expression} as c from (values (1)) t(i)" }, TestContext.Current.CancellationToken);

        Field field = Assert.Single(run.Schema.FieldsList);
        Assert.Equal("c", field.Name);
        Assert.Equal(type, PhysicalType.TryFromArrow(field.DataType).ToString());
        Assert.Equal(type == "uuid", field.Metadata?.ContainsKey("ARROW:extension:name") ?? false);
        await foreach (RecordBatch batch in run.ReadAsync(TestContext.Current.CancellationToken))
            using (batch)
                Assert.Equal(value, Sql.Text(batch.Column(0), 0));
    }

    [Theory]
    [InlineData("interval 1 day")]
    [InlineData("[interval 1 day]")]
    [InlineData("{'a': interval 1 day}")]
    [InlineData("map {'a': interval 1 day}")]
    public async Task A_type_without_a_stored_form_is_refused_with_the_way_out(string expression)
    {
        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => Engine.RowsAsync($"select {expression} as c"));

        Assert.Equal(DataMeshErrorKind.InvalidRequest, refused.Kind);
        Assert.Contains("column 'c", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Cast", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nulls_among_values_keep_their_places()
    {
        List<string> rows = await Engine.RowsAsync("""
            select case when i % 3 = 0 then null else i end, case when i % 5 = 0 then null else 'value ' || i end, case when i % 7 = 0 then null else i % 2 = 0 end, sum(i) over (order by i) + null
            from range(5000) t(i) order by i
            """);

        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => $"{(i % 3 == 0 ? "null" : i)}|{(i % 5 == 0 ? "null" : $"value {i}")}|{(i % 7 == 0 ? "null" : i % 2 == 0 ? "true" : "false")}|null"), rows);
    }

    [Fact]
    public async Task A_whole_number_of_more_than_38_digits_is_an_error()
    {
        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => Engine.RowsAsync("select 99999999999999999999999999999999999999::hugeint + 1"));

        Assert.Equal(DataMeshErrorKind.QueryFailed, error.Kind);
    }

    [Fact]
    public async Task Two_columns_may_have_one_name()
    {
        await using QueryRun run = await Engine.StartAsync(new QueryPlan { Sql = "select 1 as a, 'x' as a" }, TestContext.Current.CancellationToken);

        Assert.Equal([typeof(Int32Type), typeof(StringType)], run.Schema.FieldsList.Select(field => field.DataType.GetType()));
    }
}
