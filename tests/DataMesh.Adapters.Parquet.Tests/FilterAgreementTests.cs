using System.Globalization;
using System.Text.Json;
using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

/// <summary>A filter finds the same rows in files of both engines, whoever reads them: DuckDB, ClickHouse, this engine and the other.</summary>
/// <remarks>That row groups are skipped is proven by damage: in a copy of the file, all pages of the row groups without a match are overwritten.</remarks>
public sealed class FilterAgreementTests : IDisposable
{
    private const int RowCount = 6_000;
    private const int RowGroupRows = 1_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-filters-").FullName;
    private readonly DuckDb _duck = new();

    private static readonly Condition[] Conditions =
    [
        new("ts >= 2026-01-01", "ts", ComparisonOperator.GreaterThanOrEqual, ScalarValue.From(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)), "ts >= TIMESTAMPTZ '2026-01-01 00:00:00+00'", "ts >= toDateTime64('2026-01-01 00:00:00', 6, 'UTC')"),
        new("ts = one microsecond", "ts", ComparisonOperator.Equal, ScalarValue.From(new DateTime(2025, 12, 31, 23, 59, 59, DateTimeKind.Utc).AddTicks(10)), "ts = TIMESTAMPTZ '2025-12-31 23:59:59.000001+00'", "ts = toDateTime64('2025-12-31 23:59:59.000001', 6, 'UTC')"),
        new("s = 😀", "s", ComparisonOperator.Equal, "😀", "s = '😀'", "s = '😀'"),
        new("s > a private character", "s", ComparisonOperator.GreaterThan, "\uffee", "s > '\uffee'", "s > '\uffee'") { DuckDbPrunes = false },
        new("u = x", "u", ComparisonOperator.Equal, ScalarValue.From(new Guid("00000000-0000-0000-0000-000000000fff")), "u = '00000000-0000-0000-0000-000000000fff'", "u = toUUID('00000000-0000-0000-0000-000000000fff')") { DuckDbPrunes = false },
        new("u >= x", "u", ComparisonOperator.GreaterThanOrEqual, ScalarValue.From(new Guid("80000000-0000-0000-0000-000000001000")), "u >= '80000000-0000-0000-0000-000000001000'", "toString(u) >= '80000000-0000-0000-0000-000000001000'") { DuckDbPrunes = false, ClickHousePrunes = false },
        new("d = 12.34", "d", ComparisonOperator.Equal, 12.34m, "d = 12.34", "d = toDecimal64('12.34', 2)"),
        new("w > a large decimal", "w", ComparisonOperator.GreaterThan, 4999m, "w > 4999.00", "w > toDecimal128('4999.00', 2)"),
        new("n IS NULL", "n", null, ScalarValue.Null, "n IS NULL", "n IS NULL") { DuckDbPrunes = false },
        new("n < 10", "n", ComparisonOperator.LessThan, 10, "n < 10", "n < 10"),
    ];

    public static TheoryData<string> Names => [.. Conditions.Select(condition => condition.Name)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _duck.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task All_readers_find_the_same_rows_and_skip_row_groups(string name)
    {
        Condition condition = Conditions.Single(c => c.Name == name);
        FileFormat[] engines = [new ManagedParquetFileFormat(), new ParquetSharpFileFormat()];
        List<long> counts = [];
        foreach (FileFormat writer in engines)
        {
            string file = await WriteAsync(writer);
            counts.Add(_duck.Count($"SELECT count(*) FILTER (WHERE {condition.DuckDb}) FROM '{file}'"));
            string damaged = Damage(file, condition);
            counts.Add(_duck.Count($"SELECT count(*) FROM '{(condition.DuckDbPrunes ? damaged : file)}' WHERE {condition.DuckDb}"));
            foreach (FileFormat reader in engines)
            {
                counts.Add(await ReadAsync(reader, damaged, condition, condition.ToFilter()));
                await Assert.ThrowsAsync<DataMeshException>(() => ReadAsync(reader, damaged, condition, filter: null));
            }
        }

        long expected = Assert.Single(counts.Distinct());
        Assert.InRange(expected, 1, RowCount - 1);
    }

    // One process for all filters: ClickHouse takes a second to start.
    [Fact]
    public async Task ClickHouse_finds_the_rows_that_DuckDB_finds()
    {
        List<string> expected = [], queries = [];
        foreach (FileFormat writer in new FileFormat[] { new ManagedParquetFileFormat(), new ParquetSharpFileFormat() })
        {
            string file = await WriteAsync(writer);
            foreach (Condition condition in Conditions)
            {
                expected.Add($"{queries.Count:d3} {condition.Name}: {_duck.Count($"SELECT count(*) FROM '{file}' WHERE {condition.DuckDb}")}");
                queries.Add($"SELECT {queries.Count} AS query, count(*) AS found FROM file('{(condition.ClickHousePrunes ? Damage(file, condition) : file)}', Parquet) WHERE {condition.ClickHouse}");
            }
        }

        IReadOnlyList<JsonElement> rows = await IndependentReaders.ClickHouseAsync(string.Join(" UNION ALL ", queries));

        Assert.Equal(expected, rows.Select(row => (Query: Number(row, "query"), Count: Number(row, "found"))).OrderBy(row => row.Query).Select(row => $"{row.Query:d3} {Conditions[row.Query % Conditions.Length].Name}: {row.Count}"));
    }

    private static long Number(JsonElement row, string property) => long.Parse(row.GetProperty(property).ToString(), CultureInfo.InvariantCulture);

    // Sorted, so that each value lies in few row groups; the sign bits and surrogates are where wrong orders differ.
    private static RecordBatch Rows()
    {
        (string Name, int Id, PhysicalType Type, Func<int, ScalarValue> Value)[] columns =
        [
            ("ts", 1, PhysicalType.Of(PhysicalTypeKind.Timestamp), i => ScalarValue.From(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i - 3_500).AddTicks(10 * (i % 2)))),
            ("s", 2, PhysicalType.Of(PhysicalTypeKind.String), i => i < 4_000 ? $"text {i:d5}" : i < 5_000 ? "\uffee" : i % 2 == 0 ? "😀" : "😁"),
            ("u", 3, PhysicalType.Of(PhysicalTypeKind.Uuid), i => ScalarValue.From(Guid.ParseExact((i < 4_500 ? "0" : "8") + i.ToString("x31", CultureInfo.InvariantCulture), "N"))),
            ("d", 4, PhysicalType.Decimal(18, 2), i => (i - 1_000) / 100m),
            ("w", 5, PhysicalType.Decimal(28, 2), i => (decimal)i),
            ("n", 6, PhysicalType.Of(PhysicalTypeKind.Int64), i => i is >= 1_000 and < 2_000 ? ScalarValue.Null : ScalarValue.From((long)i)),
        ];
        Schema schema = new(columns.Select(c => ArrowFields.Create(c.Name, c.Type, nullable: true, c.Id)), null);
        return new RecordBatch(schema, columns.Select(c => TestColumns.Build(c.Type, [.. Enumerable.Range(0, RowCount).Select(c.Value)])), RowCount);
    }

    private async Task<string> WriteAsync(FileFormat format)
    {
        using RecordBatch rows = Rows();
        string name = format.GetType().Name + ".parquet";
        await using DataFileWriter writer = await format.CreateAsync(new TestObjectStore(_folder), name, new() { Schema = rows.Schema, RowGroupRows = RowGroupRows }, Cancel);
        await writer.WriteAsync(rows, Cancel);
        await writer.CompleteAsync(Cancel);
        return Path.Combine(_folder, name);
    }

    /// <summary>A copy of the file in which no row group can be read that holds no row of the condition.</summary>
    private string Damage(string file, Condition condition)
    {
        byte[] content = File.ReadAllBytes(file);
        List<object?[]> chunks = _duck.Query($"""
            SELECT coalesce(nullif(dictionary_page_offset, 0), data_page_offset), total_compressed_size FROM parquet_metadata('{file}') WHERE row_group_id IN
            (SELECT file_row_number // {RowGroupRows} FROM read_parquet('{file}', file_row_number = true) GROUP BY 1 HAVING count(*) FILTER (WHERE {condition.DuckDb}) = 0)
            """);
        Assert.NotEmpty(chunks);
        foreach (object?[] chunk in chunks)
            content.AsSpan(Convert.ToInt32(chunk[0], CultureInfo.InvariantCulture), Convert.ToInt32(chunk[1], CultureInfo.InvariantCulture)).Fill(0xff);
        string damaged = Path.Combine(_folder, $"{Path.GetFileNameWithoutExtension(file)}-{System.Array.IndexOf(Conditions, condition)}.parquet");
        File.WriteAllBytes(damaged, content);
        return damaged;
    }

    private async Task<long> ReadAsync(FileFormat format, string file, Condition condition, Filter? filter)
    {
        await using DataFileReader reader = await format.OpenAsync(new TestObjectStore(_folder), Path.GetFileName(file), new FileInfo(file).Length, Cancel);
        PhysicalType type = PhysicalType.TryFromArrow(reader.Summary.Schema.GetFieldByName(condition.Column).DataType)!.Value;
        long rows = 0;
        await foreach (RecordBatch batch in reader.ReadAsync(new() { Columns = [condition.Column], Filter = filter }, Cancel))
            using (batch)
                rows += TestColumns.ReadAll(batch.Column(0), type).Count(condition.Matches);
        return rows;
    }

    private sealed record Condition(string Name, string Column, ComparisonOperator? Comparison, ScalarValue Literal, string DuckDb, string ClickHouse)
    {
        /// <summary>False where DuckDB reads all row groups, whatever the bounds: for UUIDs and nulls, and where a text is the bound itself.</summary>
        public bool DuckDbPrunes { get; init; } = true;

        /// <summary>False where a function stands around the column: ClickHouse orders UUIDs in its own way.</summary>
        public bool ClickHousePrunes { get; init; } = true;

        public Filter ToFilter() => Comparison is { } comparison ? Filter.Compare(Column, comparison, Literal) : Filter.IsNull(Column);

        public bool Matches(ScalarValue value) => Comparison switch
        {
            null => value.IsNull,
            _ when value.IsNull => false,
            ComparisonOperator.Equal => value == Literal,
            ComparisonOperator.GreaterThan => value > Literal,
            ComparisonOperator.GreaterThanOrEqual => value >= Literal,
            _ => value < Literal,
        };
    }
}
