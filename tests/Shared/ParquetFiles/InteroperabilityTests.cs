using System.Globalization;
using System.Text;
using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.FileFormats;

/// <summary>DuckDB reads what we write, and we read what DuckDB writes.</summary>
public abstract class InteroperabilityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-interop-").FullName;
    private readonly DuckDb _duck = new();

    protected abstract FileFormat Format { get; }

    /// <summary>The stored type of a decimal of 18 digits.</summary>
    protected abstract string StoredDecimal { get; }

    /// <summary>The columns of the events that get a dictionary, in which only days repeat.</summary>
    protected abstract string[] WithDictionary { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "part.parquet");

    public void Dispose()
    {
        _duck.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Columns_have_field_ids_and_the_logical_types_of_Iceberg()
    {
        await WriteEventsAsync(10, 10);

        Dictionary<string, (string? Type, string? Logical, long? Id)> columns = _duck.Query($"SELECT name, type, logical_type, field_id FROM parquet_schema('{File}') WHERE field_id IS NOT NULL")
            .ToDictionary(row => (string)row[0]!, row => ((string?)row[1], (string?)row[2], (long?)Convert.ToInt64(row[3], CultureInfo.InvariantCulture)));

        Assert.Equal(new Dictionary<string, (string?, string?, long?)>
        {
            ["ts"] = ("INT64", "TimestampType(isAdjustedToUTC=1, unit=TimeUnit(MILLIS=<null>, MICROS=MicroSeconds(), NANOS=<null>))", 11),
            ["s"] = ("BYTE_ARRAY", "StringType()", 12),
            ["d"] = (StoredDecimal, "DecimalType(scale=2, precision=18)", 13),
            ["u"] = ("FIXED_LEN_BYTE_ARRAY", "UUIDType()", 14),
            ["t"] = ("INT64", "TimeType(isAdjustedToUTC=0, unit=TimeUnit(MILLIS=<null>, MICROS=MicroSeconds(), NANOS=<null>))", 15),
            ["day"] = ("INT32", "DateType()", 16),
        }, columns);
    }

    [Fact]
    public async Task Columns_get_a_dictionary_only_where_values_repeat()
    {
        await WriteEventsAsync(10_000, 10_000);

        object?[] columns = [.. _duck.Query($"SELECT path_in_schema FROM parquet_metadata('{File}') WHERE dictionary_page_offset IS NOT NULL").Select(row => row[0])];

        Assert.Equal(WithDictionary, columns.Cast<string>());
    }

    [Theory]
    [InlineData("ts >= TIMESTAMPTZ '2026-01-01 00:00:00+00'", 5_632)]
    [InlineData("ts < TIMESTAMPTZ '2025-12-31 23:59:59.999999+00'", 4_368)]
    [InlineData("s = '😀'", 1_000)]
    [InlineData("s > '\uffee'", 1_000)]
    [InlineData("s IS NULL", 1_000)]
    [InlineData("d = 12.34", 1)]
    [InlineData("d > -0.01", 9_001)]
    [InlineData("u = '00000000-0000-0000-0000-0000000000ff'", 1)]
    [InlineData("u >= '00000000-0000-0000-0000-000000002000'", 1_808)]
    [InlineData("t = TIME '00:00:07'", 1)]
    [InlineData("day = DATE '1969-12-31'", 100)]
    public async Task DuckDB_finds_the_rows_of_a_filter_over_several_row_groups(string filter, long expected)
    {
        await WriteEventsAsync(10_000, 700);

        Assert.Equal(expected, _duck.Count($"SELECT count(*) FROM '{File}' WHERE {filter}"));
        Assert.Equal(expected, _duck.Count($"SELECT count(*) FILTER (WHERE {filter}) FROM '{File}'"));
    }

    [Fact]
    public void DuckDB_reads_the_values_that_were_written() =>
        TestData.Batches(200).Sample(data =>
        {
            WriteAsync(new() { Schema = TestData.Schema, RowGroupRows = 64 }, data.Batch).GetAwaiter().GetResult();

            List<object?[]> rows = _duck.Query($"SELECT * FROM '{File}'");

            for (int i = 0; i < TestData.Types.Length; i++)
                Assert.Equal(data.Columns[i], rows.Select(row => ToScalar(row[i], TestData.Types[i])));
        }, iter: 20, threads: 1);

    [Fact]
    public async Task Footers_hold_the_same_bounds_as_the_summary()
    {
        FileSummary summary = await WriteEventsAsync(10_000, 700);

        List<object?[]> stored = _duck.Query($"SELECT row_group_id, path_in_schema, stats_min_value, stats_max_value, stats_null_count, row_group_num_rows FROM parquet_metadata('{File}') WHERE path_in_schema IN ('d', 's') ORDER BY 1, 2");

        Assert.Equal(2 * summary.RowGroups.Count, stored.Count);
        foreach (object?[] row in stored)
        {
            RowGroupSummary group = summary.RowGroups[(int)Convert.ToInt64(row[0], CultureInfo.InvariantCulture)];
            ColumnStatistics column = group.Columns.Single(c => c.FieldId == ((string)row[1]! == "d" ? 13 : 12));
            Assert.Equal(column.Minimum.ToString(), row[2]);
            Assert.Equal(column.Maximum.ToString(), row[3]);
            Assert.Equal(column.NullCount, Convert.ToInt64(row[4], CultureInfo.InvariantCulture));
            Assert.Equal(group.RowCount, Convert.ToInt64(row[5], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Columns_without_bounds_leave_no_bounds_in_the_file()
    {
        const string Secret = "SECRET-0000";
        Schema schema = new([ArrowFields.Create("plain", PhysicalType.Of(PhysicalTypeKind.Int64), true, 1), ArrowFields.Create("secret", PhysicalType.Of(PhysicalTypeKind.String), true, 2)], null);
        RecordBatch batch = new(schema,
        [
            TestColumns.Build(PhysicalType.Of(PhysicalTypeKind.Int64), [.. Enumerable.Range(0, 5000).Select(i => ScalarValue.From((long)i))]),
            TestColumns.Build(PhysicalType.Of(PhysicalTypeKind.String), [.. Enumerable.Range(0, 5000).Select(i => ScalarValue.From($"SECRET-{i:0000}"))]),
        ], 5000);

        FileSummary summary = await WriteAsync(new() { Schema = schema, RowGroupRows = 1000, WithoutBounds = new HashSet<int> { 2 } }, batch);

        // Compression hides the values of pages; everything behind the last page is bounds, indexes and footer.
        long end = _duck.Query($"SELECT max(coalesce(dictionary_page_offset, data_page_offset) + total_compressed_size) FROM parquet_metadata('{File}')") is [[var value]] ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;
        Assert.DoesNotContain(Secret[..7], Encoding.Latin1.GetString(System.IO.File.ReadAllBytes(File).AsSpan((int)end)), StringComparison.Ordinal);
        Assert.Equal(0, _duck.Count($"SELECT count(*) FROM parquet_metadata('{File}') WHERE path_in_schema = 'secret' AND (stats_min IS NOT NULL OR stats_max IS NOT NULL OR stats_min_value IS NOT NULL OR stats_max_value IS NOT NULL)"));
        Assert.Equal(5, _duck.Count($"SELECT count(*) FROM parquet_metadata('{File}') WHERE path_in_schema = 'plain' AND stats_min_value IS NOT NULL"));
        ColumnStatistics secret = summary.Columns[1];
        Assert.Equal((5000L, 0L, true, true), (secret.ValueCount, secret.NullCount, secret.Minimum.IsNull, secret.Maximum.IsNull));
        await using DataFileReader reader = await OpenAsync(summary.Length);
        Assert.All(reader.Summary.RowGroups, group => Assert.True(group.Columns.Single(c => c.FieldId == 2) is { Minimum.IsNull: true, Maximum.IsNull: true }));
    }

    [Fact]
    public async Task Metadata_of_the_file_is_stored()
    {
        RecordBatch batch = Events(10);
        FileSummary summary = await WriteAsync(new() { Schema = batch.Schema, Metadata = new Dictionary<string, string> { ["datamesh.port"] = "sales/orders/lines" } }, batch);
        await using DataFileReader reader = await OpenAsync(summary.Length);

        Assert.Equal("sales/orders/lines", reader.Summary.Schema.Metadata["datamesh.port"]);
        Assert.Equal(1, _duck.Count($"SELECT count(*) FROM parquet_kv_metadata('{File}') WHERE decode(key) = 'datamesh.port' AND decode(value) = 'sales/orders/lines'"));
        Assert.Equal([11, 12, 13, 14, 15, 16], reader.Summary.Schema.FieldsList.Select(field => field.GetFieldId()!.Value));
        Assert.Equal("arrow.uuid", reader.Summary.Schema.GetFieldByName("u").Metadata["ARROW:extension:name"]);
    }

    [Fact]
    public async Task Files_of_DuckDB_are_read_as_canonical_types()
    {
        _duck.Execute($$"""
            COPY (SELECT i::INTEGER AS i, (i * 10)::BIGINT AS l, (i % 2 = 0) AS b, (i / 4.0)::DOUBLE AS f, (i / 100.0)::DECIMAL(9,2) AS d9, (i / 100.0)::DECIMAL(38,2) AS d38,
                'text ' || i AS s, uuid() AS u, DATE '1970-01-01' + i::INTEGER AS day, TIME '00:00:01' AS t, TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (i) SECOND AS ts
                FROM range(5000) r(i)) TO '{{File}}' (ROW_GROUP_SIZE 2048, FIELD_IDS {i: 1, l: 2, b: 3, f: 4, d9: 5, d38: 6, s: 7, u: 8, day: 9, t: 10, ts: 11})
            """);

        await using DataFileReader reader = await OpenAsync(new FileInfo(File).Length);
        List<RecordBatch> read = await ReadAsync(reader, FileReadRequest.All);

        Assert.Equal(["int", "long", "boolean", "double", "decimal(9,2)", "decimal(38,2)", "string", "uuid", "date", "time", "timestamptz"],
            reader.Summary.Schema.FieldsList.Select(field => PhysicalType.TryFromArrow(field.DataType).ToString()));
        Assert.Equal(5000, reader.Summary.RowCount);
        Assert.True(reader.Summary.RowGroups.Count > 1);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (decimal?)i / 100), read.SelectMany(batch => TestColumns.ReadAll(batch.Column(4), PhysicalType.Decimal(9, 2))).Select(value => (decimal?)value.AsDecimal()));
        foreach ((int id, ScalarValue minimum, ScalarValue maximum) in new (int, ScalarValue, ScalarValue)[] { (1, 0, 4999), (2, 0, 49_990), (5, 0m, 49.99m), (6, 0m, 49.99m), (9, ScalarValue.From(new DateOnly(1970, 1, 1)), ScalarValue.From(new DateOnly(1970, 1, 1).AddDays(4999))) })
            if (reader.Summary.Columns.Single(c => c.FieldId == id) is { Minimum.IsNull: false } column)
                Assert.Equal((minimum, maximum), (column.Minimum, column.Maximum));
    }

    private static ScalarValue ToScalar(object? value, PhysicalType type) => value switch
    {
        null => ScalarValue.Null,
        bool v => v,
        int v => v,
        long v => v,
        float v => v,
        double v => v,
        decimal v => v,
        string v => v,
        Guid v => ScalarValue.From(v),
        DateOnly v => ScalarValue.From(v),
        TimeOnly v => ScalarValue.From(v),
        DateTime v when type.Kind == PhysicalTypeKind.Date => ScalarValue.From(DateOnly.FromDateTime(v)),
        DateTime v => ScalarValue.From(DateTime.SpecifyKind(v, DateTimeKind.Utc)),
        DateTimeOffset v => ScalarValue.From(v),
        byte[] v => ScalarValue.From(v),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    private static RecordBatch Events(int rows)
    {
        (string Name, int Id, PhysicalType Type, Func<int, ScalarValue> Value)[] columns =
        [
            ("ts", 11, PhysicalType.Of(PhysicalTypeKind.Timestamp), i => ScalarValue.From(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i - 4368))),
            ("s", 12, PhysicalType.Of(PhysicalTypeKind.String), i => i % 10 == 0 ? ScalarValue.Null : i % 10 == 1 ? "😀" : i % 10 == 2 ? "\uffee" : $"text {i}"),
            ("d", 13, PhysicalType.Decimal(18, 2), i => (decimal)(i - 1_000) / 100 + 0.01m),
            ("u", 14, PhysicalType.Of(PhysicalTypeKind.Uuid), i => ScalarValue.From(Guid.ParseExact(i.ToString("x32", CultureInfo.InvariantCulture), "N"))),
            ("t", 15, PhysicalType.Of(PhysicalTypeKind.Time), i => ScalarValue.From(new TimeOnly(i * TimeSpan.TicksPerSecond))),
            ("day", 16, PhysicalType.Of(PhysicalTypeKind.Date), i => ScalarValue.From(new DateOnly(1969, 12, 1).AddDays(i / 100))),
        ];
        Schema schema = new(columns.Select(column => ArrowFields.Create(column.Name, column.Type, nullable: true, column.Id)), null);
        return new RecordBatch(schema, columns.Select(column => TestColumns.Build(column.Type, [.. Enumerable.Range(0, rows).Select(column.Value)])), rows);
    }

    private static async Task<List<RecordBatch>> ReadAsync(DataFileReader reader, FileReadRequest request)
    {
        List<RecordBatch> batches = [];
        await foreach (RecordBatch batch in reader.ReadAsync(request, Cancel))
            batches.Add(batch);
        return batches;
    }

    private Task<DataFileReader> OpenAsync(long length) => Format.OpenAsync(new TestObjectStore(_folder), "part.parquet", length, Cancel);

    private Task<FileSummary> WriteEventsAsync(int rows, int rowGroupRows)
    {
        RecordBatch batch = Events(rows);
        return WriteAsync(new() { Schema = batch.Schema, RowGroupRows = rowGroupRows }, batch);
    }

    private async Task<FileSummary> WriteAsync(FileWriteOptions options, RecordBatch batch)
    {
        System.IO.File.Delete(File);
        await using DataFileWriter writer = await Format.CreateAsync(new TestObjectStore(_folder), "part.parquet", options, Cancel);
        await writer.WriteAsync(batch, Cancel);
        return await writer.CompleteAsync(Cancel);
    }
}
