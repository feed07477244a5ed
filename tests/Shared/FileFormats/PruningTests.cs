using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.FileFormats;

/// <summary>Filters skip what cannot match and never lose a row.</summary>
public abstract class PruningTests
{
    protected abstract FileFormat Format { get; }

    /// <summary>What the format says of its filters; without bounds they skip nothing.</summary>
    protected virtual PushDown PushDown => PushDown.Inexact;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ObjectPath Path => "part.parquet";

    [Fact]
    public async Task Row_groups_that_cannot_match_are_not_read()
    {
        TestObjectStore store = new();
        PhysicalType number = PhysicalType.Of(PhysicalTypeKind.Int64);
        Schema schema = new([ArrowFields.Create("n", number, true, 1)], null);
        FileSummary written = await WriteAsync(store, new RecordBatch(schema, [TestColumns.Build(number, [.. Enumerable.Range(0, 100_000).Select(i => ScalarValue.From((long)i))])], 100_000), 10_000);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);
        store.Reads.Clear();

        List<RecordBatch> read = await ReadAsync(reader, Filter.Compare("n", ComparisonOperator.GreaterThanOrEqual, 85_000));

        Assert.Equal(PushDown, reader.Supports(Filter.Equal("n", 1)));
        if (PushDown == PushDown.Unsupported)
        {
            Assert.Equal(100_000, read.Sum(batch => batch.Length));
            return;
        }
        Assert.Equal(20_000, read.Sum(batch => batch.Length));
        Assert.Equal(80_000, ((Int64Array)read[0].Column(0)).GetValue(0));
        Assert.All(store.Reads, part => Assert.True(part.Offset >= written.RowGroups[8].Offset));
        Assert.Empty(await ReadAsync(reader, Filter.Equal("n", 100_000)));
    }

    [Fact]
    public async Task A_store_that_is_read_by_range_is_asked_once_per_row_group_and_only_for_the_columns()
    {
        TestObjectStore store = new();
        Random random = new(3);
        PhysicalType text = PhysicalType.Of(PhysicalTypeKind.String);
        Schema schema = new(Enumerable.Range(0, 4).Select(i => ArrowFields.Create($"c{i}", text, true, i + 1)), null);
        IArrowArray[] columns = [.. Enumerable.Range(0, 4).Select(_ => TestColumns.Build(text, [.. Enumerable.Range(0, 40_000).Select(_ => ScalarValue.From(random.NextInt64().ToString("x16", null)))]))];
        FileSummary written = await WriteAsync(store, new RecordBatch(schema, columns, 40_000), 10_000);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);

        store.Reads.Clear();
        List<RecordBatch> all = await ReadAsync(reader, Filter.True);
        int requests = store.Reads.Count;
        store.Reads.Clear();
        List<ScalarValue> rows = [];
        await foreach (RecordBatch batch in reader.ReadAsync(new() { Columns = ["c2"] }, Cancel))
            rows.AddRange(TestColumns.ReadAll(batch.Column(0), text));

        Assert.Equal(TestColumns.ReadAll(columns[2], text), rows);
        Assert.Equal(rows, all.SelectMany(batch => TestColumns.ReadAll(batch.Column(2), text)));
        Assert.InRange(requests, 1, written.RowGroups.Count);
        Assert.InRange(store.Reads.Sum(part => (long)part.Count), 1, written.Columns[2].StoredBytes!.Value + 1000);
    }

    [Fact]
    public void No_row_that_matches_is_lost() =>
        Gen.Int[0, TestData.Types.Length - 1].SelectMany(column => Gen.Select(Gen.Const(column), TestData.Batches(120), Gen.Int[1, 30], TestData.Value(TestData.Types[column]), Gen.Enum<ComparisonOperator>()))
            .Sample((column, data, rowGroupRows, value, comparison) =>
            {
                TestObjectStore store = new();
                FileSummary written = WriteAsync(store, data.Batch, rowGroupRows).GetAwaiter().GetResult();
                using DataFileReader reader = Format.OpenAsync(store, Path, written.Length, Cancel).GetAwaiter().GetResult();
                // A value of the column itself hits bounds exactly.
                ScalarValue[] values = data.Columns[column];
                ScalarValue literal = values.Length > 0 && !values[0].IsNull ? values[0] : value;

                List<ScalarValue> read = [.. ReadAsync(reader, Filter.Compare($"c{column}", comparison, literal)).GetAwaiter().GetResult()
                    .SelectMany(batch => TestColumns.ReadAll(batch.Column(column), TestData.Types[column]))];

                Assert.Equal(values.Count(v => Matches(v, comparison, literal)), read.Count(v => Matches(v, comparison, literal)));
            }, iter: 80);

    private static bool Matches(ScalarValue value, ComparisonOperator comparison, ScalarValue literal) => comparison switch
    {
        ComparisonOperator.IsDistinctFrom => value != literal,
        ComparisonOperator.IsNotDistinctFrom => value == literal,
        _ when value.IsNull => false,
        ComparisonOperator.Equal => value == literal,
        ComparisonOperator.NotEqual => value != literal,
        ComparisonOperator.LessThan => value < literal,
        ComparisonOperator.LessThanOrEqual => value <= literal,
        ComparisonOperator.GreaterThan => value > literal,
        _ => value >= literal,
    };

    private static async Task<List<RecordBatch>> ReadAsync(DataFileReader reader, Filter filter)
    {
        List<RecordBatch> batches = [];
        await foreach (RecordBatch batch in reader.ReadAsync(new() { Filter = filter }, Cancel))
            batches.Add(batch);
        return batches;
    }

    private async Task<FileSummary> WriteAsync(ObjectStore store, RecordBatch batch, int rowGroupRows)
    {
        await using DataFileWriter writer = await Format.CreateAsync(store, Path, new() { Schema = batch.Schema, RowGroupRows = rowGroupRows }, Cancel);
        await writer.WriteAsync(batch, Cancel);
        return await writer.CompleteAsync(Cancel);
    }
}
