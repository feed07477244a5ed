using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using CsCheck;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

/// <summary>What is written is read, by us and by Arrow's own reader; what Arrow's own writer writes is read by us.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData(ArrowCompression.None)]
    [InlineData(ArrowCompression.Lz4)]
    [InlineData(ArrowCompression.Zstd)]
    public async Task Slices_of_nested_columns_come_back_from_us_and_from_Arrow_s_reader(ArrowCompression compression)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            RecordBatch whole = ArrowFiles.Nested(200, seed);
            int start = random.Next(100), count = random.Next(1, 100);
            RecordBatch slice = whole.Slice(start, count);
            List<string> expected = [.. ArrowFiles.Rows([whole]).Skip(start).Take(count)];

            byte[] file = await ArrowFiles.WriteAsync(compression, random.Next(1, 60), slice, slice);

            Assert.Equal([.. expected, .. expected], ArrowFiles.Rows(await ArrowFiles.ReadAsync(file, new() { BatchRows = random.Next(1, 70) })));
            Assert.Equal([.. expected, .. expected], ArrowFiles.Rows(ReadWithArrow(file)));
        }
    }

    [Fact]
    public void Every_canonical_type_is_read_by_Arrow_s_reader_and_from_its_writer() =>
        TestData.Batches(200).Where(data => data.Batch.Length > 0).Sample(data =>
        {
            byte[] ours = ArrowFiles.WriteAsync(ArrowCompression.Lz4, 64, data.Batch).GetAwaiter().GetResult();
            byte[] file = ArrowFiles.WriteWithArrow(asFile: true, CompressionCodecType.Zstd, data.Batch), stream = ArrowFiles.WriteWithArrow(asFile: false, null, data.Batch);

            foreach (List<RecordBatch> read in new[] { ReadWithArrow(ours), ArrowFiles.ReadAsync(file).GetAwaiter().GetResult(), ArrowFiles.ReadAsync(stream).GetAwaiter().GetResult() })
                for (int i = 0; i < TestData.Types.Length; i++)
                    Assert.Equal(data.Columns[i], read.SelectMany(batch => TestColumns.ReadAll(batch.Column(i), TestData.Types[i])));
        }, iter: 30, threads: 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dictionary_grows_over_batches_that_bring_their_own(bool allowed)
    {
        string?[] first = ["a", "b", null, "a"], second = ["c", null, "b"], third = ["c", "d", "d"];

        byte[] file = await ArrowFiles.WriteAsync(ArrowCompression.Zstd, 100, ArrowFiles.Kinds(first), ArrowFiles.Kinds(second), ArrowFiles.Kinds(third).Slice(1, 2));

        List<RecordBatch> read = await ArrowFiles.ReadAsync(file, new() { AllowDictionaries = allowed });
        Assert.All(read, batch => Assert.Equal((allowed, allowed), (batch.Column(0) is DictionaryArray, batch.Schema.FieldsList[0].DataType is DictionaryType)));
        string?[] expected = [.. first, .. second, "d", "d"];
        Assert.Equal(expected, read.SelectMany(batch => TestColumns.ReadAll(batch.Column(0), PhysicalType.Of(PhysicalTypeKind.String))).Select(v => v.IsNull ? null : v.AsString()));
        Assert.Equal(expected.Select(text => text is null ? "null" : $"'{text}'"), ReadWithArrow(file).SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => ArrowFiles.Print(batch.Column(0), row))));
    }

    [Fact]
    public async Task Batches_and_slices_of_batches_that_share_memory_may_be_disposed_one_by_one()
    {
        byte[] file = await ArrowFiles.WriteAsync(ArrowCompression.None, 100, ArrowFiles.Kinds("a", "b", "c"), ArrowFiles.Kinds("c", "d", "a"));
        TestObjectStore store = new();
        store[ArrowFiles.Path] = file;
        await using DataFileReader reader = await new ArrowFileFormat().OpenAsync(store, ArrowFiles.Path, file.Length, TestContext.Current.CancellationToken);
        List<string> rows = [];

        await foreach (RecordBatch batch in reader.ReadAsync(new() { BatchRows = 2, AllowDictionaries = true }, TestContext.Current.CancellationToken))
            using (batch)
                rows.AddRange(ArrowFiles.Rows([batch]));

        Assert.Equal(["'a' | 0", "'b' | 1", "'c' | 2", "'c' | 0", "'d' | 1", "'a' | 2"], rows);
    }

    [Fact]
    public async Task Plain_texts_go_into_a_dictionary_when_the_schema_has_one()
    {
        Schema schema = ArrowFiles.Kinds("x").Schema;
        RecordBatch plain = new(schema, [new StringArray.Builder().Append("x").AppendNull().Append("y").Build(), new Int64Array.Builder().Append(1).Append(2).Append(3).Build()], 3);
        RecordBatch nothing = new(schema, [new StringArray.Builder().AppendNull().Build(), new Int64Array.Builder().Append(1).Build()], 1);

        List<RecordBatch> read = await ArrowFiles.ReadAsync(await ArrowFiles.WriteAsync(ArrowCompression.None, 100, plain), new() { AllowDictionaries = true });
        List<RecordBatch> empty = await ArrowFiles.ReadAsync(await ArrowFiles.WriteAsync(ArrowCompression.None, 100, nothing), new() { AllowDictionaries = true });

        Assert.Equal(["'x' | 1", "null | 2", "'y' | 3"], ArrowFiles.Rows(read));
        Assert.Equal(2, ((DictionaryArray)read[0].Column(0)).Dictionary.Length);
        Assert.Equal(["null | 1"], ArrowFiles.Rows(empty));
    }

    [Fact]
    public async Task A_stream_may_replace_its_dictionary()
    {
        byte[] first = ArrowFiles.WriteWithArrow(asFile: false, null, ArrowFiles.Kinds("a", "b")), second = ArrowFiles.WriteWithArrow(asFile: false, null, ArrowFiles.Kinds("c", "a"));
        int schema = SchemaLength(first);

        List<RecordBatch> read = await ArrowFiles.ReadAsync([.. first[..^8], .. second[schema..]]);

        Assert.Equal(["'a' | 0", "'b' | 1", "'c' | 0", "'a' | 1"], ArrowFiles.Rows(read));
    }

    [Fact]
    public async Task A_stream_that_ends_between_two_messages_is_complete()
    {
        byte[] stream = ArrowFiles.WriteWithArrow(asFile: false, null, ArrowFiles.Nested(10, 1));

        Assert.Equal(ArrowFiles.Rows([ArrowFiles.Nested(10, 1)]), ArrowFiles.Rows(await ArrowFiles.ReadAsync(stream[..^8])));
    }

    [Fact]
    public async Task Columns_are_chosen_by_name_among_nested_ones()
    {
        RecordBatch batch = ArrowFiles.Nested(50, 3);
        byte[] file = await ArrowFiles.WriteAsync(ArrowCompression.Lz4, 20, batch);

        List<RecordBatch> read = await ArrowFiles.ReadAsync(file, new() { Columns = ["flag", "map"] });

        Assert.Equal(Enumerable.Range(0, 50).Select(row => $"{ArrowFiles.Print(batch.Column("flag"), row)} | {ArrowFiles.Print(batch.Column("map"), row)}"), ArrowFiles.Rows(read));
    }

    [Fact]
    public async Task Metadata_of_the_file_and_of_fields_comes_back()
    {
        TestObjectStore store = new();
        RecordBatch batch = ArrowFiles.Nested(3, 1);
        await using DataFileWriter writer = await new ArrowFileFormat().CreateAsync(store, ArrowFiles.Path, new() { Schema = batch.Schema, Metadata = new Dictionary<string, string> { ["datamesh.port"] = "sales/orders/lines" } }, TestContext.Current.CancellationToken);
        await writer.WriteAsync(batch, TestContext.Current.CancellationToken);
        FileSummary written = await writer.CompleteAsync(TestContext.Current.CancellationToken);

        await using DataFileReader reader = await new ArrowFileFormat().OpenAsync(store, ArrowFiles.Path, written.Length, TestContext.Current.CancellationToken);

        Assert.Equal("sales/orders/lines", reader.Summary.Schema.Metadata["datamesh.port"]);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], reader.Summary.Schema.FieldsList.Select(field => field.GetFieldId()!.Value));
    }

    [Fact]
    public async Task A_type_that_is_not_written_is_refused_before_anything_is_stored()
    {
        Schema schema = new([ArrowFiles.WithId("view", StringViewType.Default, 1)], null);

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => new ArrowFileFormat().CreateAsync(new TestObjectStore(), ArrowFiles.Path, new() { Schema = schema }, TestContext.Current.CancellationToken));

        Assert.Contains("'view'", error.Message, StringComparison.Ordinal);
    }

    private static int SchemaLength(byte[] stream) => 8 + BitConverter.ToInt32(stream, 4);

    private static List<RecordBatch> ReadWithArrow(byte[] file)
    {
        using ArrowFileReader reader = new(new MemoryStream(file), new CompressionCodecFactory());
        List<RecordBatch> batches = [];
        while (reader.ReadNextRecordBatch() is { } batch)
            batches.Add(batch);
        return batches;
    }
}
