using System.Text.Json;
using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

/// <summary>Arrow for JavaScript and ClickHouse (Arrow C++) read what we write, and we read what they write.</summary>
public sealed class InteroperabilityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-arrow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ArrowCompression.None)]
    [InlineData(ArrowCompression.Zstd)]
    [InlineData(ArrowCompression.Lz4)]
    public async Task Others_read_what_we_write(ArrowCompression compression)
    {
        string file = Path.Combine(_folder, "ours.arrow");
        RecordBatch first = Events(300, 0), second = Events(200, 300).Slice(10, 150);
        await File.WriteAllBytesAsync(file, await ArrowFiles.WriteAsync(compression, 128, first, second), TestContext.Current.CancellationToken);
        (long, string?, string?, double)[] expected = [.. Enumerable.Range(0, 300).Concat(Enumerable.Range(310, 150)).Select(i => ((long)i, Text(i), Kind(i), i / 4.0))];

        // Arrow for JavaScript brings no codecs.
        IReadOnlyList<JsonElement> javaScript = compression == ArrowCompression.None ? await IndependentReaders.ArrowAsync(file) : [];
        IReadOnlyList<JsonElement> clickHouse = await IndependentReaders.ClickHouseAsync($"SELECT * FROM file('{file}', Arrow) ORDER BY id SETTINGS output_format_json_quote_64bit_integers = 0");

        foreach (IReadOnlyList<JsonElement> rows in compression == ArrowCompression.None ? new[] { javaScript, clickHouse } : [clickHouse])
            Assert.Equal(expected, rows.Select(row => (row.GetProperty("id").GetInt64(), row.GetProperty("text").GetString(), row.GetProperty("kind").GetString(), row.GetProperty("number").GetDouble())));
    }

    [Theory]
    [InlineData("rows.arrow")]
    [InlineData("rows.arrows")]
    public async Task We_read_what_Arrow_for_JavaScript_writes(string name)
    {
        await IndependentReaders.WriteArrowAsync(_folder);

        List<string> rows = ArrowFiles.Rows(await ArrowFiles.ReadAsync(await File.ReadAllBytesAsync(Path.Combine(_folder, name), TestContext.Current.CancellationToken)));

        Assert.Equal(1000, rows.Count);
        Assert.StartsWith("0 | null | true | null | 'kind 0' | []", rows[0], StringComparison.Ordinal);
        Assert.EndsWith("false | 'text 999 😀' | 'kind 0' | [0, 1, 2]", rows[999], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Arrow", "none")]
    [InlineData("Arrow", "lz4_frame")]
    [InlineData("Arrow", "zstd")]
    [InlineData("ArrowStream", "zstd")]
    public async Task We_read_what_ClickHouse_writes(string format, string compression)
    {
        string file = Path.Combine(_folder, "theirs.arrow");
        await IndependentReaders.ClickHouseAsync($"""
            INSERT INTO FUNCTION file('{file}', {format}) SELECT toInt64(number) AS id, if(number % 7 = 0, NULL, concat('text ', toString(number))) AS text,
            toLowCardinality(concat('kind ', toString(number % 3))) AS kind, range(number % 4) AS parts, toDecimal64(number, 2) AS amount FROM numbers(1000)
            SETTINGS output_format_arrow_compression_method = '{compression}', output_format_arrow_low_cardinality_as_dictionary = 1, output_format_arrow_string_as_string = 1
            """);

        List<RecordBatch> read = await ArrowFiles.ReadAsync(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long?)i), read.SelectMany(batch => (Int64Array)batch.Column(0)));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{(i % 7 == 0 ? "null" : $"'text {i}'")} | 'kind {i % 3}'"), read.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => $"{ArrowFiles.Print(batch.Column(1), row)} | {ArrowFiles.Print(batch.Column(2), row)}")));
    }

    private static string? Text(int i) => i % 5 == 0 ? null : $"text {i} 😀";

    private static string? Kind(int i) => i % 11 == 0 ? null : $"kind {i / 100}";

    private static RecordBatch Events(int rows, int from)
    {
        int[] numbers = [.. Enumerable.Range(from, rows)];
        Schema schema = new(
        [
            ArrowFields.Create("id", PhysicalType.Of(PhysicalTypeKind.Int64), false, 1),
            ArrowFields.Create("text", PhysicalType.Of(PhysicalTypeKind.String), true, 2),
            ArrowFiles.WithId("kind", ArrowFiles.Kinds("a").Schema.FieldsList[0].DataType, 3),
            ArrowFields.Create("number", PhysicalType.Of(PhysicalTypeKind.Double), true, 4),
        ], null);
        return new RecordBatch(schema,
        [
            TestColumns.Build(PhysicalType.Of(PhysicalTypeKind.Int64), [.. numbers.Select(i => ScalarValue.From((long)i))]),
            TestColumns.Build(PhysicalType.Of(PhysicalTypeKind.String), [.. numbers.Select(i => Text(i) is { } text ? ScalarValue.From(text) : ScalarValue.Null)]),
            TestColumns.BuildDictionary([.. numbers.Select(i => Kind(i) is { } kind ? ScalarValue.From(kind) : ScalarValue.Null)]),
            TestColumns.Build(PhysicalType.Of(PhysicalTypeKind.Double), [.. numbers.Select(i => ScalarValue.From(i / 4.0))]),
        ], rows);
    }
}
