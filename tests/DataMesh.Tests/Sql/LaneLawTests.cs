using CsCheck;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Filters;

namespace DataMesh.Tests;

/// <summary>Reading granted files gives the very rows of the opened relation, whatever the row filter and the statement's own conditions.</summary>
public sealed class LaneLawTests : IAsyncLifetime
{
    private static readonly string s_all = string.Join(", ", Rows.Columns.Select(c => Quote(c.Name)));

    private readonly DuckDbQueryEngine _engine = new(new DuckDbOptions { Threads = 2 });
    private TableFiles _table = null!;

    public async ValueTask InitializeAsync() => _table = await TableFiles.WriteAsync(FilterGen.Row.Array[400].Single(), filesCount: 3, rowGroupRows: 50);

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        await _table.DisposeAsync();
    }

    [Fact]
    public async Task Files_without_anything_to_hide_give_the_rows_of_the_relation()
    {
        FileRelation files = new("t", _table);

        Assert.Equal(await SortedAsync($"select {s_all} from t", new FileRelation("t", _table, direct: false)), await SortedAsync($"select {s_all} from t", files));
        Assert.Equal(0, files.Opened);
    }

    [Fact]
    public async Task A_row_filter_leaves_the_same_rows_in_files_and_in_batches()
    {
        string sql = $"select {s_all} from t";
        await FilterGen.Filters(mixedPairs: true).SampleAsync(async filter =>
        {
            List<string> expected = await SortedAsync(sql, new FileRelation("t", _table, filter, direct: false));
            Assert.Equal(expected, await SortedAsync(sql, new FileRelation("t", _table, filter)));
            Assert.Equal([$"{expected.Count}"], await SortedAsync("select count(*) from t", new FileRelation("t", _table, filter)));
        }, iter: 40, threads: 1, print: filter => filter.ToString());
    }

    [Fact]
    public async Task Masks_give_the_same_cells_in_files_and_in_batches()
    {
        string sql = $"select {s_all} from t";
        await Gen.Select(MaskGen.Choice(Rows.Columns), FilterGen.Filters(mixedPairs: false)).SampleAsync(async (masks, filter) =>
        {
            FileRelation files = new("t", _table, filter) { Masks = masks };
            // A filter that files cannot answer exactly is left to the scan, so it is not asked which way the rows came.
            Assert.Equal(await SortedAsync(sql, new FileRelation("t", _table, filter, direct: false) { Masks = masks }), await SortedAsync(sql, files));
        }, iter: 40, threads: 1);
    }

    public static TheoryData<string> EveryMask => [.. Rows.Columns.SelectMany(c => MaskGen.For(c.Type).Select(m => $"{c.Name}/{m}")).Distinct()];

    [Theory]
    [MemberData(nameof(EveryMask))]
    public async Task Each_mask_gives_the_same_cells(string columnAndMask)
    {
        string column = columnAndMask[..columnAndMask.LastIndexOf('/')];
        Dictionary<string, Mask> masks = new() { [column] = Mask.Parse(columnAndMask[(column.Length + 1)..]) };
        FileRelation files = new("t", _table) { Masks = masks };

        Assert.Equal(await SortedAsync($"select {Quote(column)} from t", new FileRelation("t", _table, direct: false) { Masks = masks }), await SortedAsync($"select {Quote(column)} from t", files));
        Assert.Equal(0, files.Opened);
    }

    [Fact]
    public async Task Conditions_of_a_statement_see_masked_values_and_prune_by_nothing_else()
    {
        Dictionary<string, Mask> masks = new() { ["name"] = Mask.Constant("x"), ["big"] = Mask.Null };
        string[] statements = ["select count(*) from t where name = 'ab'", "select count(*) from t where name = 'x'", "select count(*) from t where big > 0", "select count(*) from t where name >= 'w' and small > 0"];

        foreach (string sql in statements)
            Assert.Equal(await SortedAsync(sql, new FileRelation("t", _table, direct: false) { Masks = masks }), await SortedAsync(sql, new FileRelation("t", _table) { Masks = masks }));
    }

    [Theory]
    [InlineData("name", "hash")]
    [InlineData("ratio", "bucket 10")]
    public async Task A_mask_that_the_engine_does_not_know_exactly_is_left_to_the_mesh(string column, string mask)
    {
        FileRelation files = new("t", _table) { Masks = new Dictionary<string, Mask> { [column] = Mask.Parse(mask) } };

        await SortedAsync("select count(*) from t", files);

        Assert.Equal(1, files.Opened);
    }

    [Theory]
    [InlineData("select big, name from t where big >= 2")]
    [InlineData("select count(*), max(name) from t where name = 'ab' or big > 3")]
    [InlineData("select name from t where name >= 'b' and small < 1000")]
    [InlineData("select ratio, single from t where ratio > 1e300 or single > 100")]
    [InlineData("select ratio from t where ratio = 'nan'::double")]
    [InlineData("select big from t where big in (1, 2, 9223372036854775807)")]
    [InlineData("select day from t where day < date '1970-01-01'")]
    [InlineData("select id from t where id >= '7fffffff-ffff-ffff-ffff-ffffffffffff'::uuid")]
    [InlineData("select \"at\" from t where \"at\" >= $moment")]
    [InlineData("select price from t where price > 1.25 and cost <= 2.5")]
    [InlineData("select bytes from t where bytes >= '\\xFF'::blob")]
    [InlineData("select a.big from t a join t b on a.big = b.big and a.name = b.name where a.small > 0")]
    [InlineData("with u as (select * from t where flag) select count(*) from u x join u y using (id)")]
    [InlineData("select flag, count(*), count(distinct name), min(\"at\"), max(price) from t group by flag")]
    [InlineData("select distinct on (name) name from t order by name")]
    public async Task A_statement_means_the_same_on_every_lane(string sql)
    {
        Filter[] filters = [Filter.True, .. FilterGen.Filters(mixedPairs: false).Array[3].Single()];
        foreach (Filter filter in filters)
            Assert.Equal(await SortedAsync(sql, new FileRelation("t", _table, filter, direct: false)), await SortedAsync(sql, new FileRelation("t", _table, filter)));
        FileRelation plain = new("t", _table);
        Assert.Equal(await SortedAsync(sql, new FileRelation("t", _table, direct: false)), await SortedAsync(sql, plain));
        Assert.Equal(0, plain.Opened);
    }

    [Fact]
    public async Task Hidden_columns_filter_rows_and_are_not_there()
    {
        Filter filter = Filter.Compare("big", ComparisonOperator.GreaterThan, 1);
        FileRelation files = new("t", _table, filter, visible: ["name", "small"]);
        FileRelation opened = new("t", _table, filter, direct: false, visible: ["name", "small"]);

        Assert.Equal(await SortedAsync("select * from t", opened), await SortedAsync("select * from t", files));
        Assert.Equal(0, files.Opened);
        foreach (string column in (string[])["big", "file_row_number", "filename", "file_index"])
            Assert.Equal(DataMeshErrorKind.InvalidRequest, (await Assert.ThrowsAsync<DataMeshException>(() => SortedAsync($"select {column} from t", files))).Kind);
    }

    [Fact]
    public async Task Columns_of_different_number_types_are_compared_by_the_mesh_and_not_by_the_engine()
    {
        Filter mixed = Filter.Compare(FilterOperand.Column("big"), ComparisonOperator.LessThan, FilterOperand.Column("ratio"));
        FileRelation files = new("t", _table, mixed);

        await SortedAsync("select * from t", files);

        Assert.Equal(1, files.Opened);
    }

    [Fact]
    public async Task Large_files_are_divided_and_give_every_row_once()
    {
        ScalarValue[] row = [.. Rows.Columns.Select(_ => ScalarValue.Null)];
        ScalarValue[][] rows = [.. Enumerable.Range(0, 600_000).Select(i => (ScalarValue[])[.. row[..3], i, .. row[4..]])];
        await using TableFiles large = await TableFiles.WriteAsync(rows, filesCount: 1, rowGroupRows: 70_000);

        Assert.Equal(["600000|599999|0|179999700000"], await SortedAsync(
            "select count(distinct big), max(big), min(big), sum(big)::bigint from t", new FileRelation("t", large, Filter.Not(Filter.IsNull("big")))));
    }

    [Fact]
    public async Task A_file_that_is_gone_or_damaged_is_not_read_directly()
    {
        string damaged = Path.Combine(Path.GetDirectoryName(_table.Files[0].Path)!, "damaged.parquet");
        await File.WriteAllBytesAsync(damaged, [.. Enumerable.Repeat((byte)7, 1_000)], TestContext.Current.CancellationToken);
        foreach (string path in (string[])[damaged, damaged + ".gone"])
        {
            FileRelation files = new("t", _table) { Files = [_table.Files[0] with { Path = path }] };
            await SortedAsync("select * from t", files);
            Assert.Equal(1, files.Opened);
        }
    }

    [Fact]
    public async Task A_later_file_that_is_gone_ends_the_statement_with_a_typed_error()
    {
        foreach (Filter? filter in (Filter?[])[null, Filter.True])
        {
            FileRelation files = new("t", _table, filter) { Files = [_table.Files[0], _table.Files[0] with { Path = _table.Files[0].Path + ".gone" }] };

            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => SortedAsync("select * from t", files));

            Assert.DoesNotContain("part-0", error.Message, StringComparison.Ordinal);
        }
    }

    private async Task<List<string>> SortedAsync(string sql, QueryRelation relation)
    {
        QueryParameter[] parameters = sql.Contains("$moment", StringComparison.Ordinal) ? [Sql.Parameter("moment", PhysicalTypeKind.Timestamp, ScalarValue.From(new DateTime(2001, 2, 28, 12, 30, 0, DateTimeKind.Utc)))] : [];
        List<string> rows = await _engine.RowsAsync(sql, [relation], parameters);
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
