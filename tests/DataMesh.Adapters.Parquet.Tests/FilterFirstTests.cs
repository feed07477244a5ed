using System.Text.Json.Nodes;
using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

/// <summary>Reads under a filter, whose columns come first: the others are read only of row groups in which a row matches.</summary>
public sealed class FilterFirstTests : IDisposable
{
    private const int GroupRows = 2_000;
    private static readonly FileFormat[] Engines = [new ManagedParquetFileFormat(), new ParquetSharpFileFormat()];

    // The last column is the bulk: random bytes, which nothing compresses.
    private static readonly (string Name, PhysicalType Type)[] Columns =
        [("label", PhysicalType.Of(Kind.String)), ("key", PhysicalType.Of(Kind.Int64)), ("flag", PhysicalType.Of(Kind.Boolean)), ("amount", PhysicalType.Decimal(30, 2)), ("name", PhysicalType.Of(Kind.String)), ("bulk", PhysicalType.Of(Kind.Binary))];

    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-filter-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_lookup_in_a_column_without_order_reads_other_columns_only_where_it_is_found()
    {
        TestObjectStore store = new();
        ScalarValue[][] rows = Rows(new Random(5), 4 * GroupRows);
        FileSummary file = await WriteAsync(store, "f", rows, GroupRows);
        long key = (long)rows[GroupRows + 77][1].AsInteger();
        int groups = rows.Index().Where(r => r.Item[1] == ScalarValue.From(key)).Select(r => r.Index / GroupRows).Distinct().Count();
        Assert.InRange(groups, 1, 3);
        foreach (FileFormat engine in Engines)
        {
            await using DataFileReader reader = await engine.OpenAsync(store, "f", file.Length, Cancel);
            lock (store.Reads)
                store.Reads.Clear();

            string[] found = await ReadAsync(reader, new FileReadRequest { Filter = Filter.Equal("key", key) }, rows: r => r[1] == ScalarValue.From(key));

            Assert.Equal(rows.Where(r => r[1] == ScalarValue.From(key)).Select(Text), found);
            // A row group has about a megabyte, of which the key is a hundredth.
            Assert.InRange(store.Reads.Sum(r => r.Count), (groups - 1) * 1_000_000, groups * 1_300_000);
            lock (store.Reads)
                store.Reads.Clear();
            Assert.Empty(await ReadAsync(reader, new FileReadRequest { Filter = Filter.Equal("key", 50_001L), Columns = ["bulk", "key"] }, rows: _ => true));
            Assert.InRange(store.Reads.Sum(r => r.Count), 1, 100_000);
        }
    }

    [Fact]
    public async Task Rows_that_match_are_the_same_in_both_engines_whatever_is_asked() => await Gen.Int.SampleAsync(
        async seed =>
        {
            Random r = new(seed);
            ScalarValue[][] all = Rows(r, r.Next(500, 3_000));
            TestObjectStore store = r.Next(2) == 0 ? new(_folder) : new();
            string name = $"{Guid.NewGuid()}.parquet";
            FileSummary file = await WriteAsync(store, name, all, r.Next(300, 1_500));
            (Filter filter, Func<ScalarValue[], bool> matches) = AnyFilter(r, all);
            CountingAllocator memory = new();
            FileReadRequest request = new() { Filter = filter, BatchRows = r.Next(10, 700), AllowDictionaries = r.Next(2) == 0, Columns = [.. Columns.Select(c => c.Name).OrderBy(_ => r.Next())], Allocator = memory };
            foreach (FileFormat engine in Engines)
            {
                await using DataFileReader reader = await engine.OpenAsync(store, name, file.Length, Cancel);
                await GiveUpAsync(reader, request);

                Assert.Equal(all.Where(matches).Select(Text), await ReadAsync(reader, request, matches));
                Assert.Equal(0, memory.Live);
            }
        },
        iter: 120, threads: 2);

    [Fact]
    public async Task Columns_of_lists_maps_and_structs_stay_beside_those_of_the_filter() => await Gen.Int.SampleAsync(
        async seed =>
        {
            Random r = new(seed);
            SchemaObject contract = NestedArrow.Contract(r, 4, depth: 2);
            contract = contract with { Properties = [.. contract.Properties, new SchemaProperty { Name = "tested", Type = PhysicalType.Of(Kind.String) }] };
            RecordBatch rows = NestedArrow.Batch(contract, 2_000, r);
            TestObjectStore store = new();
            await using DataFileWriter writer = await Engines[r.Next(2)].CreateAsync(store, "f", new FileWriteOptions { Schema = ArrowFields.NumberFields(contract.ToArrowSchema()), RowGroupRows = 900 }, Cancel);
            await writer.WriteAsync(rows, Cancel);
            FileSummary file = await writer.CompleteAsync(Cancel);
            FileReadRequest request = new() { Filter = Filter.IsNull("tested"), BatchRows = r.Next(2, 9) };
            string[] expected = [.. NestedArrow.Rows(rows).Where(IsNull)];
            foreach (FileFormat engine in Engines)
            {
                await using DataFileReader reader = await engine.OpenAsync(store, "f", file.Length, Cancel);
                Assert.Equal(expected, (await NestedArrow.RowsAsync(reader, request, Cancel)).Where(IsNull));
            }

            static bool IsNull(string row) => JsonNode.Parse(row)!["tested"] is null;
        },
        iter: 12, threads: 2);

    [Fact]
    public async Task A_filter_that_depends_on_who_asks_leaves_no_row_out()
    {
        TestObjectStore store = new();
        ScalarValue[][] rows = Rows(new Random(8), GroupRows);
        FileSummary file = await WriteAsync(store, "f", rows, GroupRows);
        Filter own = Filter.Compare(FilterOperand.Column("name"), ComparisonOperator.Equal, FilterOperand.Attribute("team"));
        foreach (FileFormat engine in Engines)
        {
            await using DataFileReader reader = await engine.OpenAsync(store, "f", file.Length, Cancel);
            Assert.Equal(GroupRows, (await ReadAsync(reader, new FileReadRequest { Filter = own }, _ => true)).Length);
        }
    }

    // Long texts end batches of the other columns early, so that those of the filter are handed out in pieces.
    [Fact]
    public async Task Columns_whose_batches_end_elsewhere_stay_side_by_side()
    {
        TestObjectStore store = new();
        Random r = new(3);
        ScalarValue[][] rows = [.. Rows(r, 900).Select((row, i) => (ScalarValue[])[.. row[..5], ScalarValue.From(new byte[i % 300 == 7 ? 9_000_000 : 5_000])])];
        FileSummary file = await WriteAsync(store, "f", rows, 900);
        foreach (FileFormat engine in Engines)
        {
            await using DataFileReader reader = await engine.OpenAsync(store, "f", file.Length, Cancel);
            string[] found = await ReadAsync(reader, new FileReadRequest { Filter = Filter.IsNull("name"), BatchRows = 800 }, row => row[4].IsNull);
            Assert.Equal(rows.Where(row => row[4].IsNull).Select(Text), found);
        }
    }

    private static ScalarValue[][] Rows(Random r, int count) => [.. Enumerable.Range(0, count).Select(i => (ScalarValue[])
    [
        r.Next(5) == 0 ? ScalarValue.Null : ScalarValue.From($"label {r.Next(4)}"),
        ScalarValue.From((long)r.Next(100_000) & ~1L),
        r.Next(9) == 0 ? ScalarValue.Null : ScalarValue.From(r.Next(2) == 0),
        ScalarValue.From(r.Next(1_000_000) + 0.25m),
        r.Next(40) == 0 ? ScalarValue.Null : ScalarValue.From($"name {r.Next(100_000)} of many"),
        ScalarValue.From(Bytes(r, 500)),
    ])];

    private static byte[] Bytes(Random r, int length)
    {
        byte[] bytes = new byte[length];
        r.NextBytes(bytes);
        return bytes;
    }

    private static (Filter, Func<ScalarValue[], bool>) AnyFilter(Random r, ScalarValue[][] rows)
    {
        ScalarValue key = rows[r.Next(rows.Length)][1], name = rows.First(row => !row[4].IsNull)[4];
        (Filter, Func<ScalarValue[], bool>)[] some =
        [
            (Filter.Equal("key", key), row => row[1] == key),
            (Filter.Equal("key", 77_777L), _ => false),
            (Filter.And(Filter.Equal("label", "label 2"), Filter.Equal("key", key)), row => row[0] == ScalarValue.From("label 2") && row[1] == key),
            (Filter.Equal("name", name), row => row[4] == name),
            (Filter.IsNull("name"), row => row[4].IsNull),
            (Filter.Equal("label", "label 1"), row => row[0] == ScalarValue.From("label 1")),
            (Filter.Or(Filter.Equal("key", key), Filter.And(Filter.IsNull("flag"), Filter.IsNull("name"))), row => row[1] == key || (row[2].IsNull && row[4].IsNull)),
        ];
        return some[r.Next(some.Length)];
    }

    private static string Text(ScalarValue[] row) => string.Join('|', row.Take(5).Select(v => v.IsNull ? "-" : v.ToString())) + "|" + Convert.ToHexString(row[5].AsBinary().Span[..8]);

    private static async Task<string[]> ReadAsync(DataFileReader reader, FileReadRequest request, Func<ScalarValue[], bool> rows)
    {
        List<string> found = [];
        await foreach (RecordBatch batch in reader.ReadAsync(request, Cancel))
            using (batch)
            {
                Assert.Equal(request.Columns ?? [.. Columns.Select(c => c.Name)], batch.Schema.FieldsList.Select(f => f.Name));
                Assert.InRange(batch.Length, 1, request.BatchRows);
                ScalarValue[]?[] columns = [.. Columns.Select(c => batch.Schema.GetFieldIndex(c.Name) is >= 0 and int at ? TestColumns.ReadAll(batch.Column(at), c.Type).ToArray() : null)];
                found.AddRange(Enumerable.Range(0, batch.Length).Select(row => columns.Select(c => c is null ? ScalarValue.Null : c[row]).ToArray()).Where(rows).Select(Text));
            }
        return [.. found];
    }

    private static async Task GiveUpAsync(DataFileReader reader, FileReadRequest request)
    {
        using CancellationTokenSource stop = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (RecordBatch batch in reader.ReadAsync(request, stop.Token))
                using (batch)
                    await stop.CancelAsync();
            await stop.CancelAsync();
            stop.Token.ThrowIfCancellationRequested();
        });
    }

    private static async Task<FileSummary> WriteAsync(TestObjectStore store, ObjectPath path, ScalarValue[][] rows, int rowGroupRows)
    {
        Schema schema = new(Columns.Select((c, i) => ArrowFields.Create(c.Name, c.Type, true, i + 1)), null);
        await using DataFileWriter writer = await Engines[rows.Length % 2].CreateAsync(store, path, new FileWriteOptions { Schema = schema, RowGroupRows = rowGroupRows }, Cancel);
        await writer.WriteAsync(new RecordBatch(schema, Columns.Select((c, i) => TestColumns.Build(c.Type, [.. rows.Select(row => row[i])])), rows.Length), Cancel);
        return await writer.CompleteAsync(Cancel);
    }
}
