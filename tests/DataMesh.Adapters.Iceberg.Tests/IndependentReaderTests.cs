using System.Globalization;
using System.Text.Json;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

public sealed class IndependentReaderTests
{
    private static readonly string[] Customers = ["Ada", "Bo", "\ue000 private use", "😀 smile", "漢字かな交じりのとても長い名前のお客様です", "z"];
    private static readonly DateTime Start = new(2025, 12, 31, 20, 0, 0, DateTimeKind.Utc);

    private static Order[] Rows(int from, int count) => [.. Enumerable.Range(from, count).Select(i => new Order(
        i, i % 11 == 0 ? null : Customers[i % Customers.Length], i % 13 == 0 ? null : (i - 40) * 100.01m, Start.AddTicks(i * 36_000_000_010L),
        new Guid(i, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]), i * 0.5, i % 4, new DateOnly(2025, 12, 30).AddDays(i / 20)))];

    [Fact]
    public async Task Others_read_what_append_replace_and_overwrite_leave()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), Rows(0, 80))).State;
        state = (await table.AppendAsync(state, Rows(80, 40))).State;
        await AgreesAsync(table, [.. Rows(0, 80), .. Rows(80, 40)]);

        DataFile[] first = [.. (await table.FilesAsync(state)).Take(1)];
        Order[] rewritten = [.. Rows(0, 80).Select(o => o.Id < 5 ? o with { Customer = "changed" } : o)];
        state = (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Overwrite, CommitKey = TestTable.NewKey(), Removed = first, Added = await table.WriteAsync(state, rewritten) })).State;
        await AgreesAsync(table, [.. rewritten, .. Rows(80, 40)]);

        state = (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Overwrite, CommitKey = TestTable.NewKey(), Removed = await table.FilesAsync(state), Added = await table.WriteAsync(state, Rows(500, 10)), DependsOnBasis = true })).State;
        await AgreesAsync(table, Rows(500, 10));
    }

    [Fact]
    public async Task Others_read_partitioned_tables()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync(
            new PartitionField { Column = "placed_at", Transform = PartitionTransform.Day },
            new PartitionField { Column = "reference", Transform = PartitionTransform.Bucket(3) },
            new PartitionField { Column = "customer", Transform = PartitionTransform.Truncate(2) });

        state = (await table.AppendAsync(state, Rows(0, 60))).State;

        Assert.True((await table.FilesAsync(state)).Count > 10);
        await AgreesAsync(table, Rows(0, 60));
    }

    [Theory]
    [InlineData("placed_at >= toDateTime64('2026-01-01 00:00:00', 6, 'UTC')")]
    [InlineData("customer = '😀 smile'")]
    [InlineData("customer > '\ue000'")]
    [InlineData("customer >= '漢字かな交じりのとても長い名前のお客様です'")]
    [InlineData("amount = 100.01")]
    [InlineData("amount < 0")]
    [InlineData("reference = toUUID('0000002a-0001-0002-0304-05060708090a')")]
    [InlineData("day <= toDate('2025-12-31')")]
    public async Task Filters_of_others_find_the_same_rows_as_ours(string sql)
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync(new PartitionField { Column = "day", Transform = PartitionTransform.Month });
        foreach (int from in (int[])[0, 30, 60])
            state = (await table.AppendAsync(state, Rows(from, 30))).State;
        Order[] expected = [.. Rows(0, 90).Where(Predicate(sql))];
        Assert.NotEmpty(expected);

        // ClickHouse compares UUID bounds of manifests in its own byte order and loses rows of any conforming writer (ClickHouse issue 118366): its pruning stays off there.
        string settings = sql.StartsWith("reference", StringComparison.Ordinal) ? " settings use_iceberg_partition_pruning = 0" : "";

        IReadOnlyList<JsonElement> found = await IndependentReaders.ClickHouseAsync($"select id from icebergLocal('{table.Folder}') where {sql} order by id{settings}");

        Assert.Equal(expected.Select(o => o.Id), found.Select(row => Whole(row.GetProperty("id"))));
        Assert.Equal(expected, (await table.ReadAsync(state, OwnFilter(sql))).Where(Predicate(sql)).OrderBy(o => o.Id));
    }

    private static Filter OwnFilter(string sql) => sql.Split(' ')[0] switch
    {
        "placed_at" => Filter.Compare("placed_at", ComparisonOperator.GreaterThanOrEqual, ScalarValue.From(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc))),
        "customer" when sql.Contains("😀", StringComparison.Ordinal) => Filter.Equal("customer", "😀 smile"),
        "customer" when sql.Contains('漢', StringComparison.Ordinal) => Filter.Compare("customer", ComparisonOperator.GreaterThanOrEqual, Customers[4]),
        "customer" => Filter.Compare("customer", ComparisonOperator.GreaterThan, "\ue000"),
        "amount" when sql.Contains('=', StringComparison.Ordinal) => Filter.Equal("amount", 100.01m),
        "amount" => Filter.Compare("amount", ComparisonOperator.LessThan, 0m),
        "reference" => Filter.Equal("reference", ScalarValue.From(new Guid("0000002a-0001-0002-0304-05060708090a"))),
        _ => Filter.Compare("day", ComparisonOperator.LessThanOrEqual, ScalarValue.From(new DateOnly(2025, 12, 31))),
    };

    private static Func<Order, bool> Predicate(string sql) => sql.Split(' ')[0] switch
    {
        "placed_at" => o => o.PlacedAt >= new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        "customer" when sql.Contains("😀", StringComparison.Ordinal) => o => o.Customer == "😀 smile",
        "customer" when sql.Contains('漢', StringComparison.Ordinal) => o => o.Customer is { } c && ScalarValue.From(c) >= Customers[4],
        "customer" => o => o.Customer is { } c && ScalarValue.From(c) > "\ue000",
        "amount" when sql.Contains('=', StringComparison.Ordinal) => o => o.Amount == 100.01m,
        "amount" => o => o.Amount < 0,
        "reference" => o => o.Reference == new Guid("0000002a-0001-0002-0304-05060708090a"),
        _ => o => o.Day <= new DateOnly(2025, 12, 31),
    };

    private static async Task AgreesAsync(TestTable table, IReadOnlyList<Order> expected)
    {
        IReadOnlyList<JsonElement> clickHouse = await IndependentReaders.ClickHouseAsync(
            $"select id, customer, toString(amount) as amount, toString(placed_at) as placed_at, toString(reference) as reference, score, units, toString(day) as day from icebergLocal('{table.Folder}') order by id");
        Assert.Equal(expected.OrderBy(o => o.Id).Select(ToText), clickHouse.Select(row => string.Join('|',
            Whole(row.GetProperty("id")), row.GetProperty("customer").GetString(), Number(row.GetProperty("amount").GetString()), row.GetProperty("placed_at").GetString(),
            row.GetProperty("reference").GetString(), row.GetProperty("score").GetDouble().ToString(CultureInfo.InvariantCulture), row.GetProperty("units").GetInt32(), row.GetProperty("day").GetString())));

        IReadOnlyList<JsonElement> icebird = await IndependentReaders.IcebirdAsync(table.Folder);
        Assert.Equal(expected.OrderBy(o => o.Id).Select(o => $"{o.Id}|{o.Customer}|{o.Amount?.ToString("0.##", CultureInfo.InvariantCulture)}"), icebird.OrderBy(row => Whole(row.GetProperty("id")))
            .Select(row => $"{Whole(row.GetProperty("id"))}|{Text(row, "customer")}|{(row.TryGetProperty("amount", out JsonElement amount) && amount.ValueKind == JsonValueKind.Number ? amount.GetDecimal().ToString("0.##", CultureInfo.InvariantCulture) : null)}"));
    }

    private static string ToText(Order o) => string.Join('|', o.Id, o.Customer, o.Amount?.ToString("0.##", CultureInfo.InvariantCulture), o.PlacedAt!.Value.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        o.Reference, o.Score!.Value.ToString(CultureInfo.InvariantCulture), o.Units, o.Day!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static string? Number(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture).ToString("0.##", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static long Whole(JsonElement value) => value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetInt64();
}
