using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

public sealed class ParameterTests
{
    private static readonly DuckDbQueryEngine Engine = new(new DuckDbOptions { Threads = 1 });

    private static Task<List<string>> RowsAsync(string sql, params QueryParameter[] parameters) => Engine.RowsAsync(sql, [], parameters);

    public static TheoryData<string, Kind, ScalarValue, string> Values => new()
    {
        { "boolean", Kind.Boolean, true, "true" },
        { "integer", Kind.Int32, -5, "-5" },
        { "bigint", Kind.Int64, long.MinValue, "-9223372036854775808" },
        { "float", Kind.Float, 1.5, "1.5" },
        { "double", Kind.Double, 1e300, "1E+300" },
        { "varchar", Kind.String, "it's $p “ü” 😀", "it's $p “ü” 😀" },
        { "blob", Kind.Binary, ScalarValue.From([0, 255, 39]), "00ff27" },
        { "uuid", Kind.Uuid, ScalarValue.From(Guid.Parse("f0e1d2c3-0102-0304-0506-0708090a0b0c")), "f0e1d2c3-0102-0304-0506-0708090a0b0c" },
        { "date", Kind.Date, ScalarValue.From(new DateOnly(2001, 2, 3)), "2001-02-03" },
        { "time", Kind.Time, ScalarValue.From(new TimeOnly(23, 59, 58, 123, 456)), "86398123456" },
        { "timestamp with time zone", Kind.Timestamp, ScalarValue.From(new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(1230)), "2001-02-03T04:05:06.000123" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_parameter_keeps_its_type_and_value(string type, Kind kind, ScalarValue value, string expected)
    {
        Assert.Equal([$"{expected}|{type.ToUpperInvariant()}"], await RowsAsync("select $p, typeof($p)", Sql.Parameter("p", kind, value)));
        Assert.Equal([$"null|{type.ToUpperInvariant()}"], await RowsAsync("select $p, typeof($p)", Sql.Parameter("p", kind, ScalarValue.Null)));
    }

    [Fact]
    public async Task A_text_parameter_keeps_the_character_0() =>
        Assert.Equal(["a\0b and more than twelve"], await RowsAsync("select $p", Sql.Parameter("p", Kind.String, "a\0b and more than twelve")));

    [Fact]
    public async Task A_decimal_parameter_keeps_all_digits()
    {
        QueryParameter parameter = new() { Name = "p", Type = PhysicalType.Decimal(29, 2), Value = 79228162514264337593543950.33m };

        Assert.Equal(["79228162514264337593543950.33|DECIMAL(29,2)"], await RowsAsync("select $p, typeof($p)", parameter));
    }

    [Fact]
    public async Task A_list_parameter_is_what_in_looks_into()
    {
        Assert.Equal(["2", "4"], await RowsAsync("select i from range(5) t(i) where i in $p order by i", Sql.List("p", Kind.Int64, 2, 4, 9)));
        Assert.Equal(["b"], await RowsAsync("select x from (values ('a'), ('b')) t(x) where x in $names", Sql.List("names", Kind.String, "b", "it's")));
        Assert.Equal(["1"], await RowsAsync("select 1 where date '2001-02-03' in $days", Sql.List("days", Kind.Date, ScalarValue.From(new DateOnly(2001, 2, 3)))));
        Assert.Empty(await RowsAsync("select 1 where 1 in $p", Sql.List("p", Kind.Int64)));
    }

    [Fact]
    public async Task Parameters_work_where_no_expression_stands()
    {
        Assert.Equal(["0", "1"], await RowsAsync("select * from range($n) order by 1 limit $l", Sql.Parameter("n", Kind.Int64, 5), Sql.Parameter("l", Kind.Int64, 2)));
    }

    [Fact]
    public async Task Text_that_looks_like_a_parameter_is_left_alone()
    {
        Assert.Equal(["$p|$p|a$p|it''s $p|7"], await RowsAsync(
            "select '$p' as \"$p\", $$$p$$, $t$a$p$t$, e'it\\'\\'s $p' /* $q /* $q */ */, $p -- $q", Sql.Parameter("p", Kind.Int64, 7)));
    }

    [Fact]
    public async Task A_parameter_without_a_value_is_refused_by_name()
    {
        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => RowsAsync("select $p + $q", Sql.Parameter("p", Kind.Int64, 1)));

        Assert.Equal(DataMeshErrorKind.InvalidRequest, refused.Kind);
        Assert.Contains("'$q'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select ?")]
    [InlineData("select $1")]
    public async Task A_parameter_without_a_name_is_refused(string sql) =>
        Assert.Equal(DataMeshErrorKind.InvalidRequest, (await Assert.ThrowsAsync<DataMeshException>(() => RowsAsync(sql, Sql.Parameter("p", Kind.Int64, 1)))).Kind);
}
