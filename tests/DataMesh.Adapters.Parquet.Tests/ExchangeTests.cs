using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

/// <summary>Each engine reads what the other writes.</summary>
public sealed class ExchangeTests
{
    private static readonly FileFormat Managed = new ManagedParquetFileFormat();
    private static readonly FileFormat Native = new ParquetSharpFileFormat();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Values_schema_and_bounds_are_the_same_for_the_other_engine(bool managedWrites) =>
        Gen.Select(TestData.Batches(400).Array[1, 3], Gen.Int[1, 300], Gen.Int[1, 150], Gen.Enum<ParquetCompression>()).Sample((batches, rowGroupRows, batchRows, compression) =>
        {
            TestObjectStore store = new();
            FileFormat writer = managedWrites ? new ManagedParquetFileFormat(new() { Compression = compression }) : new ParquetSharpFileFormat(new() { Compression = compression });
            FileSummary written = WriteAsync(writer, store, new() { Schema = TestData.Schema, RowGroupRows = rowGroupRows }, [.. batches.Select(b => b.Batch)]).GetAwaiter().GetResult();

            (FileSummary summary, List<RecordBatch> read) = ReadAsync(managedWrites ? Native : Managed, store, new() { BatchRows = batchRows }).GetAwaiter().GetResult();
            (FileSummary own, _) = ReadAsync(managedWrites ? Managed : Native, store, new() { BatchRows = batchRows }).GetAwaiter().GetResult();

            for (int i = 0; i < TestData.Types.Length; i++)
                Assert.Equal(batches.SelectMany(b => b.Columns[i]), read.SelectMany(b => TestColumns.ReadAll(b.Column(i), TestData.Types[i])));
            Assert.Equal(own.Columns, summary.Columns);
            Assert.Equal(own.RowGroups.SelectMany(g => g.Columns), summary.RowGroups.SelectMany(g => g.Columns));
            Assert.Equal(written.Schema.FieldsList.Select(Describe), summary.Schema.FieldsList.Select(Describe));
        }, iter: 25);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Texts_of_few_values_come_as_dictionaries_to_those_who_allow_it_from_files_of_both(bool managedWrites)
    {
        TestObjectStore store = new();
        PhysicalType text = PhysicalType.Of(PhysicalTypeKind.String);
        Schema schema = new([ArrowFields.Create("few", text, true, 1), ArrowFields.Create("many", text, true, 2)], null);
        ScalarValue[] few = [.. Enumerable.Range(0, 5_000).Select(i => i % 7 == 0 ? ScalarValue.Null : ScalarValue.From("kind " + i % 5))], many = [.. Enumerable.Range(0, 5_000).Select(i => ScalarValue.From("name " + i * 7919))];
        await WriteAsync(managedWrites ? Managed : Native, store, new() { Schema = schema, RowGroupRows = 2_000 }, [new RecordBatch(schema, [TestColumns.Build(text, few), TestColumns.Build(text, many)], 5_000)]);

        (_, List<RecordBatch> allowed) = await ReadAsync(Managed, store, new() { BatchRows = 999, AllowDictionaries = true });
        (_, List<RecordBatch> plain) = await ReadAsync(Managed, store, new() { BatchRows = 999 });

        Assert.All(allowed, batch => Assert.Equal([true, false], batch.Arrays.Select(column => column is DictionaryArray)));
        Assert.All(allowed, batch => Assert.Equal(batch.Column(0).Data.DataType.TypeId, batch.Schema.FieldsList[0].DataType.TypeId));
        Assert.All(plain, batch => Assert.Equal([false, false], batch.Arrays.Select(column => column is DictionaryArray)));
        foreach (List<RecordBatch> read in new[] { allowed, plain })
        {
            Assert.Equal(few, read.SelectMany(batch => TestColumns.ReadAll(batch.Column(0), text)));
            Assert.Equal(many, read.SelectMany(batch => TestColumns.ReadAll(batch.Column(1), text)));
        }
    }

    [Fact]
    public async Task A_batch_ends_early_where_a_small_file_holds_very_large_texts()
    {
        TestObjectStore store = new();
        PhysicalType text = PhysicalType.Of(PhysicalTypeKind.String), number = PhysicalType.Of(PhysicalTypeKind.Int64);
        Schema schema = new([ArrowFields.Create("n", number, false, 1), ArrowFields.Create("s", text, true, 2)], null);
        string large = new('x', 500_000);
        ScalarValue[] texts = [.. Enumerable.Range(0, 600).Select(i => i % 3 == 0 ? ScalarValue.Null : ScalarValue.From(i % 2 == 0 ? large : "small"))];
        FileSummary written = await WriteAsync(Managed, store, new() { Schema = schema }, [new RecordBatch(schema, [TestColumns.Build(number, [.. Enumerable.Range(0, 600).Select(i => ScalarValue.From((long)i))]), TestColumns.Build(text, texts)], 600)]);

        (_, List<RecordBatch> read) = await ReadAsync(Managed, store, FileReadRequest.All);

        Assert.InRange(written.Length, 1, 100_000);
        Assert.InRange(read.Count, 2, 600);
        Assert.All(read, batch => Assert.InRange(((StringArray)batch.Column(1)).ValueBuffer.Length, 0, 33 << 20));
        Assert.Equal(texts, read.SelectMany(batch => TestColumns.ReadAll(batch.Column(1), text)));
        Assert.Equal(Enumerable.Range(0, 600).Select(i => (long?)i), read.SelectMany(batch => (Int64Array)batch.Column(0)));
    }

    [Fact]
    public async Task A_row_group_goes_on_without_a_dictionary_where_texts_cease_to_repeat()
    {
        TestObjectStore store = new();
        PhysicalType text = PhysicalType.Of(PhysicalTypeKind.String);
        Schema schema = new([ArrowFields.Create("s", text, true, 1)], null);
        ScalarValue[] few = [.. Enumerable.Range(0, 4_000).Select(i => i % 7 == 0 ? ScalarValue.Null : ScalarValue.From("kind " + new string((char)('a' + i % 20), 1_000)))];
        ScalarValue[] many = [.. Enumerable.Range(0, 2_000).Select(i => i % 7 == 0 ? ScalarValue.Null : ScalarValue.From($"{i * 7919:d8}".PadRight(1_000, '-')))];
        RecordBatch repeated = new(schema, [TestColumns.Build(text, few)], few.Length);
        FileSummary written = await WriteAsync(Managed, store, new() { Schema = schema }, [repeated, repeated, repeated, new RecordBatch(schema, [TestColumns.Build(text, many)], many.Length), repeated]);

        ScalarValue[] expected = [.. few, .. few, .. few, .. many, .. few];
        Assert.Single(written.RowGroups);
        foreach (FileFormat reader in new[] { Managed, Native })
            Assert.Equal(expected, (await ReadAsync(reader, store, new() { AllowDictionaries = true })).Batches.SelectMany(batch => TestColumns.ReadAll(batch.Column(0), text)));
    }

    [Fact]
    public async Task Hundreds_of_columns_that_compress_to_nothing_are_read_again()
    {
        const int Columns = 200, Rows = 140_000;
        TestObjectStore store = new();
        Schema schema = new(Enumerable.Range(1, Columns).Select(id => ArrowFields.Create("c" + id, PhysicalType.Of(PhysicalTypeKind.Int64), nullable: true, id)), null);
        IArrowArray zeros = new Int64Array.Builder().AppendRange(Enumerable.Repeat(0L, Rows)).Build();
        FileSummary written = await WriteAsync(Managed, store, new() { Schema = schema }, [new RecordBatch(schema, Enumerable.Repeat(zeros, Columns), Rows)]);

        await using DataFileReader reader = await Managed.OpenAsync(store, "part.parquet", written.Length, Cancel);
        int rows = 0;
        await foreach (RecordBatch batch in reader.ReadAsync(FileReadRequest.All, Cancel))
            using (batch)
            {
                rows += batch.Length;
                Assert.All(batch.Arrays, column => Assert.Equal(-1, ((Int64Array)column).Values.IndexOfAnyExcept(0L)));
            }

        Assert.Equal(Rows, rows);
        Assert.InRange(written.Length, 1, 2 << 20);
    }

    private static (string, bool, int?, PhysicalType?, string?) Describe(Field field) =>
        (field.Name, field.IsNullable, field.GetFieldId(), PhysicalType.TryFromArrow(field.DataType), field.Metadata?.GetValueOrDefault("ARROW:extension:name"));

    private static async Task<FileSummary> WriteAsync(FileFormat format, ObjectStore store, FileWriteOptions options, IReadOnlyList<RecordBatch> batches)
    {
        await using DataFileWriter writer = await format.CreateAsync(store, "part.parquet", options, Cancel);
        foreach (RecordBatch batch in batches)
            await writer.WriteAsync(batch, Cancel);
        return await writer.CompleteAsync(Cancel);
    }

    private static async Task<(FileSummary Summary, List<RecordBatch> Batches)> ReadAsync(FileFormat format, TestObjectStore store, FileReadRequest request)
    {
        await using DataFileReader reader = await format.OpenAsync(store, "part.parquet", store["part.parquet"].Length, Cancel);
        List<RecordBatch> batches = [];
        await foreach (RecordBatch batch in reader.ReadAsync(request, Cancel))
            batches.Add(batch);
        return (reader.Summary, batches);
    }
}
