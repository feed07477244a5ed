using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class DictionaryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(20_000, 20_000, false)] // every value another
    [InlineData(20_000, 12, true)] // few values
    [InlineData(20_000, 15_000, true)] // the sample repeats little, the whole row group much
    [InlineData(20_000, 400_000, false)] // as before, but not enough
    [InlineData(300, 300, true)] // too few to tell
    public void A_column_gets_a_dictionary_when_its_values_repeat(int rows, int distinct, bool expected)
    {
        using Int64Array column = Numbers(rows, distinct);

        Assert.Equal(expected, DictionaryChoice.IsWorthIt(column, rowGroupRows: 131_072));
    }

    [Fact]
    public void Long_texts_get_none_that_would_be_given_up()
    {
        StringArray.Builder texts = new();
        for (int row = 0; row < 10_000; row++)
            texts.Append(new string('x', 500) + Mix(row) % 5_000);
        using StringArray column = texts.Build();

        Assert.False(DictionaryChoice.IsWorthIt(column, rowGroupRows: 131_072));
    }

    [Fact]
    public void Missing_values_and_the_offset_of_a_slice_are_left_out()
    {
        Int64Array.Builder values = new();
        for (int row = 0; row < 4_000; row++)
            values.Append(row);
        for (int row = 0; row < 4_000; row++)
            if (row % 2 == 0)
                values.AppendNull();
            else
                values.Append(7);
        using Int64Array column = values.Build();

        Assert.False(DictionaryChoice.IsWorthIt(ArrowArrayFactory.Slice(column, 0, 4_000), rowGroupRows: 131_072));
        Assert.True(DictionaryChoice.IsWorthIt(ArrowArrayFactory.Slice(column, 4_000, 4_000), rowGroupRows: 131_072));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Texts_of_few_values_come_as_dictionaries_to_those_who_allow_it(bool allowed)
    {
        TestObjectStore store = new();
        string?[] kinds = [.. Enumerable.Range(0, 5_000).Select(i => i % 7 == 0 ? null : "kind " + i % 5)], names = [.. Enumerable.Range(0, 5_000).Select(i => $"name {Mix(i) % 2_000:x}, long enough to fill a page of the dictionary")];
        await WriteAsync(store, kinds, names);
        await using DataFileReader reader = await new ParquetSharpFileFormat().OpenAsync(store, "file.parquet", store["file.parquet"].Length, Cancel);
        List<string?> read = [], others = [];

        await foreach (RecordBatch batch in reader.ReadAsync(new() { Columns = ["names", "kinds"], BatchRows = 999, AllowDictionaries = allowed }, Cancel))
            using (batch)
            {
                Assert.Equal(allowed, batch.Column(1) is DictionaryArray);
                Assert.Equal(batch.Column(1).Data.DataType.TypeId, batch.Schema.FieldsList[1].DataType.TypeId);
                read.AddRange(TestColumns.ReadAll(batch.Column(1), PhysicalType.Of(PhysicalTypeKind.String)).Select(v => v.IsNull ? null : v.AsString()));
                others.AddRange(TestColumns.ReadAll(batch.Column(0), PhysicalType.Of(PhysicalTypeKind.String)).Select(v => v.AsString()));
            }

        Assert.Equal(kinds, read);
        Assert.Equal(names, others);
    }

    [Fact]
    public async Task A_large_dictionary_is_not_handed_out()
    {
        TestObjectStore store = new();
        await WriteAsync(store, [.. Enumerable.Repeat("x", 20_000)], [.. Enumerable.Range(0, 20_000).Select(i => Convert.ToHexString(BitConverter.GetBytes(Mix((int)(Mix(i) % 3_000)))))]);
        await using DataFileReader reader = await new ParquetSharpFileFormat().OpenAsync(store, "file.parquet", store["file.parquet"].Length, Cancel);

        await foreach (RecordBatch batch in reader.ReadAsync(new() { AllowDictionaries = true }, Cancel))
            using (batch)
                Assert.Equal([true, false], batch.Arrays.Select(a => a is DictionaryArray));
    }

    private static async Task WriteAsync(TestObjectStore store, string?[] kinds, string?[] names)
    {
        PhysicalType text = PhysicalType.Of(PhysicalTypeKind.String);
        Schema schema = new([ArrowFields.Create("kinds", text, nullable: true, 1), ArrowFields.Create("names", text, nullable: true, 2)], null);
        using RecordBatch batch = new(schema, [new StringArray.Builder().AppendRange(kinds).Build(), new StringArray.Builder().AppendRange(names).Build()], kinds.Length);
        await using DataFileWriter writer = await new ParquetSharpFileFormat().CreateAsync(store, "file.parquet", new FileWriteOptions { Schema = schema }, Cancel);
        await writer.WriteAsync(batch, Cancel);
        await writer.CompleteAsync(Cancel);
    }

    private static Int64Array Numbers(int rows, int distinct)
    {
        Int64Array.Builder values = new();
        for (int row = 0; row < rows; row++)
            values.Append(distinct == rows ? row : (long)(Mix(row) % (ulong)distinct));
        return values.Build();
    }

    private static ulong Mix(int row)
    {
        ulong z = (ulong)row * 0x9E3779B97F4A7C15UL;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9UL;
        return z ^ z >> 27;
    }
}
