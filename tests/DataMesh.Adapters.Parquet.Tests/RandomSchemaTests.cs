using System.Text.Json.Nodes;
using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

/// <summary>Any schema and any rows, through both engines both ways: read at once by several, in parts, given up half-way, and read by DuckDB.</summary>
public sealed class RandomSchemaTests : IDisposable
{
    private const int Cases = 2_000;
    private static readonly FileFormat[] Engines = [new ManagedParquetFileFormat(), new ParquetSharpFileFormat()];
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-schemas-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Both_engines_give_the_rows_that_either_wrote_however_they_are_read() =>
        await Gen.Int.SampleAsync(
            async seed =>
            {
                Random r = new(seed);
                (Schema schema, RecordBatch[] batches) = Rows(r);
                string[] expected = [.. batches.SelectMany(NestedArrow.Rows)];
                TestObjectStore store = new();
                FileSummary written = await WriteAsync(Engines[r.Next(2)], store, "part", new FileWriteOptions { Schema = schema, RowGroupRows = r.Next(1, 60) }, batches);

                await using DataFileReader managed = await Engines[0].OpenAsync(store, "part", written.Length, Cancel), native = await Engines[1].OpenAsync(store, "part", written.Length, Cancel);
                await GiveUpAsync(r.Next(2) == 0 ? managed : native, r, Range.All);
                DataFileReader[] readers = [managed, native];
                CountingAllocator memory = new();
                List<Task<string[]>> reading = [NestedArrow.RowsAsync(managed, Request(r), Cancel), NestedArrow.RowsAsync(native, Request(r), Cancel), PartsAsync(readers[r.Next(2)], memory, r)];
                if (r.Next(4) == 0)
                    reading.Add(PartsAsync(readers[r.Next(2)], memory, r));
                int first = r.Next(written.RowGroups.Count);
                await GiveUpAsync(readers[r.Next(2)], r, first..r.Next(first + 1, written.RowGroups.Count + 1));

                Assert.All(await Task.WhenAll(reading), rows => Assert.Equal(expected, rows));
                Assert.Equal(0, memory.Live);
                Assert.Equal(native.Summary.Columns, managed.Summary.Columns);
            },
            iter: Cases, threads: 2);

    [Fact]
    public async Task DuckDB_reads_any_nested_schema_that_the_managed_engine_wrote()
    {
        using DuckDb duck = new();
        TestObjectStore store = new(_folder);
        await Gen.Int.SampleAsync(
            async seed =>
            {
                Random r = new(seed);
                (Schema schema, RecordBatch[] batches) = Rows(r);
                string name = $"{Guid.NewGuid()}.parquet";
                await WriteAsync(Engines[0], store, name, new FileWriteOptions { Schema = schema, RowGroupRows = r.Next(1, 60) }, batches);

                IEnumerable<JsonNode?> read = duck.Query($"SELECT to_json(t)::VARCHAR FROM '{Path.Combine(_folder, name)}' t").Select(row => JsonNode.Parse((string)row[0]!));

                Assert.Equal(batches.SelectMany(NestedArrow.Rows).Select(row => JsonNode.Parse(row)), read, JsonNode.DeepEquals);
            },
            iter: 60, threads: 1);
    }

    private static (Schema Schema, RecordBatch[] Batches) Rows(Random r)
    {
        SchemaObject contract = NestedArrow.Contract(r, r.Next(1, 6), depth: r.Next(4));
        RecordBatch[] batches = [.. Enumerable.Range(0, r.Next(1, 4)).Select(_ => NestedArrow.Batch(contract, r.Next(1, 40), r))];
        return (ArrowFields.NumberFields(contract.ToArrowSchema()), batches);
    }

    private static FileReadRequest Request(Random r) => new() { BatchRows = r.Next(1, 70), AllowDictionaries = r.Next(2) == 0 };

    // Cut between any row groups, and read from the last to the first: who puts the parts in order has the rows in order.
    private static async Task<string[]> PartsAsync(DataFileReader reader, CountingAllocator memory, Random r)
    {
        int[] cuts = [0, .. Enumerable.Range(0, r.Next(4)).Select(_ => r.Next(reader.Summary.RowGroups.Count + 1)).Order(), reader.Summary.RowGroups.Count];
        FileReadRequest[] parts = [.. cuts.Zip(cuts.Skip(1), (from, to) => Request(r) with { RowGroups = from..to, Allocator = memory })];
        string[][] read = await Task.WhenAll(parts.Reverse().Select(part => NestedArrow.RowsAsync(reader, part, Cancel)));
        return [.. read.Reverse().SelectMany(rows => rows)];
    }

    private static async Task GiveUpAsync(DataFileReader reader, Random r, Range rowGroups)
    {
        using CancellationTokenSource stop = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (RecordBatch batch in reader.ReadAsync(Request(r) with { RowGroups = rowGroups }, stop.Token))
                using (batch)
                    await stop.CancelAsync();
            stop.Token.ThrowIfCancellationRequested();
        });
    }

    private static async Task<FileSummary> WriteAsync(FileFormat format, ObjectStore store, ObjectPath path, FileWriteOptions options, RecordBatch[] batches)
    {
        await using DataFileWriter writer = await format.CreateAsync(store, path, options, Cancel);
        foreach (RecordBatch batch in batches)
            await writer.WriteAsync(batch, Cancel);
        return await writer.CompleteAsync(Cancel);
    }
}
