using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.FileFormats;

/// <summary>What every file format must do. An engine derives, names itself and inherits the tests.</summary>
public abstract class FileFormatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-format-").FullName;

    protected abstract FileFormat Format { get; }

    /// <summary>True when files hold bounds by column and row group; otherwise they hold counts by column.</summary>
    protected virtual bool StoresBounds => true;

    protected string Folder => _folder;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static ObjectPath Path => "part.parquet";

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Every_canonical_type_comes_back_as_it_was_written() =>
        Gen.Select(TestData.Batches(300).Array[0, 4], Gen.Int[1, 200], Gen.Int[1, 100], Gen.Bool).Sample((batches, rowGroupRows, batchRows, local) => Run(async () =>
        {
            ObjectStore store = local ? new TestObjectStore(_folder) : new TestObjectStore();
            ObjectPath path = $"{Guid.NewGuid()}.parquet";
            FileSummary written = await WriteAsync(store, path, new() { Schema = TestData.Schema, RowGroupRows = rowGroupRows }, [.. batches.Select(batch => batch.Batch)]);

            await using DataFileReader reader = await Format.OpenAsync(store, path, written.Length, Cancel);
            List<RecordBatch> read = await ReadAsync(reader, new() { BatchRows = batchRows });

            Assert.All(read, batch => Assert.InRange(batch.Length, 1, batchRows));
            for (int i = 0; i < TestData.Types.Length; i++)
                Assert.Equal(batches.SelectMany(batch => batch.Columns[i]), read.SelectMany(batch => TestColumns.ReadAll(batch.Column(i), TestData.Types[i])));
        }), iter: 40);

    [Fact]
    public void The_statistics_are_those_of_the_values() =>
        Gen.Select(TestData.Batches(150).Array[1, 3], Gen.Int[1, 200]).Sample((batches, rowGroupRows) => Run(async () =>
        {
            TestObjectStore store = new();
            ObjectPath path = $"{Guid.NewGuid()}.parquet";
            FileSummary written = await WriteAsync(store, path, new() { Schema = TestData.Schema, RowGroupRows = rowGroupRows }, [.. batches.Select(batch => batch.Batch)]);
            await using DataFileReader reader = await Format.OpenAsync(store, path, written.Length, Cancel);

            for (int i = 0; i < TestData.Types.Length; i++)
            {
                ScalarValue[] values = [.. batches.SelectMany(batch => batch.Columns[i])];
                ColumnStatistics expected = TestColumns.Describe(100 + i, TestData.Types[i], values);
                Assert.Equal(expected, written.Columns[i] with { StoredBytes = null });
                if (values.Length == 0)
                    continue;
                AssertCovers(expected, reader.Summary.Columns.Single(column => column.FieldId == 100 + i), StoresBounds);
                int start = 0;
                foreach ((RowGroupSummary group, RowGroupSummary stored) in written.RowGroups.Zip(reader.Summary.RowGroups))
                {
                    Assert.InRange(group.RowCount, 1, rowGroupRows);
                    ColumnStatistics ofGroup = TestColumns.Describe(100 + i, TestData.Types[i], values.Skip(start).Take((int)group.RowCount));
                    Assert.Equal(ofGroup, group.Columns[i] with { StoredBytes = null });
                    if (StoresBounds)
                        AssertCovers(ofGroup, stored.Columns.Single(column => column.FieldId == 100 + i), StoresBounds);
                    start += (int)group.RowCount;
                }
                Assert.Equal(values.Length, start);
            }
        }), iter: 40);

    [Fact]
    public async Task The_summary_that_is_written_is_the_summary_that_is_read()
    {
        TestObjectStore store = new(_folder);
        FileSummary written = await WriteNumbersAsync(store, 1000, 300);

        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);

        Assert.Equal(1000, reader.Summary.RowCount);
        Assert.Equal([300L, 300, 300, 100], reader.Summary.RowGroups.Select(group => group.RowCount));
        Assert.Equal(written.RowGroups.Select(group => group.Offset), reader.Summary.RowGroups.Select(group => group.Offset));
        Assert.True(IsFirstOffset(written.RowGroups[0].Offset));
        Assert.Equal(written.Columns.Select(column => column.StoredBytes), reader.Summary.Columns.Select(column => column.StoredBytes));
        Assert.Equal(store[Path].Length, written.Length);
        foreach ((Field expected, Field actual) in written.Schema.FieldsList.Zip(reader.Summary.Schema.FieldsList))
        {
            Assert.Equal((expected.Name, expected.IsNullable, expected.GetFieldId()), (actual.Name, actual.IsNullable, actual.GetFieldId()));
            Assert.Equal(PhysicalType.TryFromArrow(expected.DataType), PhysicalType.TryFromArrow(actual.DataType));
            Assert.Equal(expected.Metadata?.GetValueOrDefault("ARROW:extension:name"), actual.Metadata?.GetValueOrDefault("ARROW:extension:name"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Columns_come_in_the_order_they_are_asked_for(bool local)
    {
        TestObjectStore store = local ? new(_folder) : new();
        FileSummary written = await WriteNumbersAsync(store, 1000, 300);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);

        List<RecordBatch> read = await ReadAsync(reader, new() { Columns = ["text", "number"] });

        Assert.Equal(["text", "number"], read[0].Schema.FieldsList.Select(field => field.Name));
        Assert.Equal(1000, read.Sum(batch => batch.Length));
        Assert.Equal("n0", ((StringArray)read[0].Column(0)).GetString(0));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long?)i), read.SelectMany(batch => (Int64Array)batch.Column(1)));
    }

    [Fact]
    public async Task Without_columns_there_are_row_counts_and_nothing_is_read()
    {
        TestObjectStore store = new();
        FileSummary written = await WriteNumbersAsync(store, 1000, 300);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);
        store.OnRead = () => Assert.Fail("Counting must not read.");

        List<RecordBatch> read = await ReadAsync(reader, new() { Columns = [], BatchRows = 250 });

        Assert.Equal(1000, read.Sum(batch => batch.Length));
        Assert.All(read, batch => Assert.Equal(0, batch.ColumnCount));
        Assert.All(read, batch => Assert.InRange(batch.Length, 1, 250));
    }

    [Fact]
    public async Task An_unknown_column_is_named_before_anything_is_read()
    {
        TestObjectStore store = new();
        FileSummary written = await WriteNumbersAsync(store, 10, 10);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);

        ArgumentException error = Assert.Throws<ArgumentException>(() => reader.ReadAsync(new() { Columns = ["nmber"] }, Cancel));

        Assert.Contains("'nmber'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'number'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_rows_has_a_schema()
    {
        TestObjectStore store = new();
        FileSummary written = await WriteAsync(store, Path, new() { Schema = TestData.Schema }, []);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);

        Assert.Equal(0, reader.Summary.RowCount);
        Assert.Equal(TestData.Types.Length, reader.Summary.Schema.FieldsList.Count);
        Assert.Empty(await ReadAsync(reader, FileReadRequest.All));
    }

    [Fact]
    public async Task Many_readers_may_read_at_once()
    {
        TestObjectStore store = new(_folder);
        FileSummary written = await WriteNumbersAsync(store, 5000, 700);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);

        List<RecordBatch>[] all = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => ReadAsync(reader, new() { Columns = ["number"], BatchRows = 100 + 100 * (i % 2) })));

        foreach (List<RecordBatch> read in all)
            Assert.Equal(Enumerable.Range(0, 5000).Select(i => (long?)i), read.SelectMany(batch => (Int64Array)batch.Column(0)));
    }

    [Fact]
    public async Task A_reader_that_is_left_early_can_be_read_again()
    {
        TestObjectStore store = new(_folder);
        FileSummary written = await WriteNumbersAsync(store, 5000, 700);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);
        await foreach (RecordBatch first in reader.ReadAsync(new() { BatchRows = 10 }, Cancel))
        {
            first.Dispose();
            break;
        }

        Assert.Equal(5000, (await ReadAsync(reader, FileReadRequest.All)).Sum(batch => batch.Length));
    }

    [Fact]
    public async Task Cancellation_is_seen_between_batches()
    {
        TestObjectStore store = new(_folder);
        FileSummary written = await WriteNumbersAsync(store, 5000, 700);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);
        using CancellationTokenSource cancel = new();
        int batches = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (RecordBatch batch in reader.ReadAsync(new() { BatchRows = 100 }, cancel.Token))
            {
                batch.Dispose();
                batches++;
                await cancel.CancelAsync();
            }
        });

        Assert.Equal(1, batches);
    }

    [Fact]
    public async Task Nothing_is_visible_before_completion_or_after_disposal()
    {
        TestObjectStore store = new();
        await using (DataFileWriter writer = await Format.CreateAsync(store, Path, new() { Schema = Numbers(1).Schema, RowGroupRows = 10 }, Cancel))
        {
            await writer.WriteAsync(Numbers(100), Cancel);
            Assert.Null(await store.FindAsync(Path, Cancel));
            Assert.InRange(writer.BytesWritten, 1, long.MaxValue);
        }

        Assert.Null(await store.FindAsync(Path, Cancel));
    }

    [Fact]
    public async Task A_file_is_never_replaced()
    {
        TestObjectStore store = new();
        await WriteNumbersAsync(store, 10, 10);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => WriteNumbersAsync(store, 20, 10));

        Assert.Equal(DataMeshErrorKind.AlreadyExists, error.Kind);
    }

    [Fact]
    public async Task A_batch_stays_the_writer_s_callers()
    {
        TestObjectStore store = new();
        using RecordBatch batch = Numbers(100);
        await using DataFileWriter writer = await Format.CreateAsync(store, Path, new() { Schema = batch.Schema }, Cancel);

        await writer.WriteAsync(batch, Cancel);
        await writer.WriteAsync(batch, Cancel);

        Assert.Equal(200, (await writer.CompleteAsync(Cancel)).RowCount);
        Assert.Equal(99, ((Int64Array)batch.Column(0)).GetValue(99));
    }

    [Fact]
    public async Task Dictionary_encoded_texts_are_stored_as_texts()
    {
        TestObjectStore store = new();
        ScalarValue[] values = [.. Enumerable.Range(0, 500).Select(i => i % 5 == 0 ? ScalarValue.Null : ScalarValue.From($"t{i % 7}"))];
        Schema schema = new([ArrowFields.Create("s", PhysicalType.Of(PhysicalTypeKind.String), true, 1)], null);
        RecordBatch batch = new RecordBatch(schema, [TestColumns.BuildDictionary(values)], 500).Slice(3, 490);

        FileSummary written = await WriteAsync(store, Path, new() { Schema = schema, RowGroupRows = 100 }, [batch, batch]);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);
        List<RecordBatch> read = await ReadAsync(reader, FileReadRequest.All);

        IEnumerable<ScalarValue> expected = [.. values.Skip(3).Take(490), .. values.Skip(3).Take(490)];
        Assert.Equal(expected, read.SelectMany(b => TestColumns.ReadAll(b.Column(0), PhysicalType.Of(PhysicalTypeKind.String))));
        Assert.Equal(TestColumns.Describe(1, PhysicalType.Of(PhysicalTypeKind.String), expected), written.Columns[0] with { StoredBytes = null });
    }

    [Fact]
    public async Task Row_groups_are_read_by_themselves_also_at_once()
    {
        TestObjectStore store = new();
        FileSummary written = await WriteNumbersAsync(store, 1_000, 90);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);
        Range[] parts = [0..3, 3..3, 3..4, 4..^2, ^2..];

        List<RecordBatch>[] read = await Task.WhenAll(parts.Select(part => Task.Run(() => ReadAsync(reader, new() { RowGroups = part, BatchRows = 64 }))));
        List<RecordBatch> counted = await ReadAsync(reader, new() { RowGroups = 3..5, Columns = [] });

        Assert.Equal([270, 0, 90, 540, 100], read.Select(batches => batches.Sum(batch => batch.Length)));
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => (long)i), read.SelectMany(batches => batches).SelectMany(batch => ((Int64Array)batch.Column(0)).Values.ToArray()));
        Assert.Equal(180, counted.Sum(batch => batch.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadAsync(new() { RowGroups = 3..13 }, Cancel));
    }

    [Fact]
    public async Task A_null_in_a_required_column_is_refused_by_name()
    {
        TestObjectStore store = new();
        Schema schema = new([ArrowFields.Create("n", PhysicalType.Of(PhysicalTypeKind.Int64), false, 1)], null);
        await using DataFileWriter writer = await Format.CreateAsync(store, Path, new() { Schema = schema }, Cancel);

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await writer.WriteAsync(new RecordBatch(schema, [TestColumns.Build(PhysicalType.Of(PhysicalTypeKind.Int64), [1, ScalarValue.Null])], 2), Cancel));

        Assert.Contains("'n'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_store_is_reported_as_the_store_reports_it()
    {
        TestObjectStore store = new();
        FileSummary written = await WriteNumbersAsync(store, 50_000, 10_000);
        await using DataFileReader reader = await Format.OpenAsync(store, Path, written.Length, Cancel);
        store.OnRead = () => throw new DataMeshException(DataMeshErrorKind.StorageUnavailable, "The store is away.");
        store.OnWrite = () => throw new DataMeshException(DataMeshErrorKind.StorageFull, "The store is full.");

        DataMeshException reading = await Assert.ThrowsAsync<DataMeshException>(() => ReadAsync(reader, FileReadRequest.All));
        DataMeshException writing = await Assert.ThrowsAsync<DataMeshException>(() => WriteAsync(store, "other.parquet", new() { Schema = Numbers(1).Schema, RowGroupRows = 10 }, [Numbers(100)]));

        Assert.Equal(DataMeshErrorKind.StorageUnavailable, reading.Kind);
        Assert.Equal(DataMeshErrorKind.StorageFull, writing.Kind);
    }

    /// <summary>Three columns: <c>number</c> 0…, <c>text</c>, <c>id</c> (a UUID).</summary>
    protected static RecordBatch Numbers(int rows)
    {
        PhysicalType number = PhysicalType.Of(PhysicalTypeKind.Int64), text = PhysicalType.Of(PhysicalTypeKind.String), id = PhysicalType.Of(PhysicalTypeKind.Uuid);
        Schema schema = new([ArrowFields.Create("number", number, false, 3), ArrowFields.Create("text", text, true, 7), ArrowFields.Create("id", id, true, 9)], null);
        return new RecordBatch(schema,
        [
            TestColumns.Build(number, [.. Enumerable.Range(0, rows).Select(i => ScalarValue.From((long)i))]),
            TestColumns.Build(text, [.. Enumerable.Range(0, rows).Select(i => ScalarValue.From($"n{i}"))]),
            TestColumns.Build(id, [.. Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? ScalarValue.Null : ScalarValue.From(new Guid(i, 0, 0, new byte[8])))]),
        ], rows);
    }

    private protected Task<FileSummary> WriteNumbersAsync(ObjectStore store, int rows, int rowGroupRows)
    {
        RecordBatch batch = Numbers(rows);
        return WriteAsync(store, Path, new() { Schema = batch.Schema, RowGroupRows = rowGroupRows }, [batch]);
    }

    protected async Task<FileSummary> WriteAsync(ObjectStore store, ObjectPath path, FileWriteOptions options, IReadOnlyList<RecordBatch> batches)
    {
        await using DataFileWriter writer = await Format.CreateAsync(store, path, options, Cancel);
        foreach (RecordBatch batch in batches)
            await writer.WriteAsync(batch, Cancel);
        return await writer.CompleteAsync(Cancel);
    }

    protected static async Task<List<RecordBatch>> ReadAsync(DataFileReader reader, FileReadRequest request)
    {
        List<RecordBatch> batches = [];
        await foreach (RecordBatch batch in reader.ReadAsync(request, Cancel))
            batches.Add(batch);
        return batches;
    }

    /// <summary>Whether the first row group may start there; Parquet's starts behind the mark of four bytes.</summary>
    protected virtual bool IsFirstOffset(long offset) => offset == 4;

    // CsCheck's generators and Sample are synchronous here: one property, one thread.
    protected static void Run(Func<Task> action) => action().GetAwaiter().GetResult();

    private static void AssertCovers(ColumnStatistics exact, ColumnStatistics stored, bool hasBounds)
    {
        Assert.Equal((exact.ValueCount, exact.NullCount), (stored.ValueCount, stored.NullCount));
        if (!hasBounds)
        {
            Assert.True(stored.Minimum.IsNull && stored.Maximum.IsNull);
            return;
        }
        Assert.True(stored.Minimum.IsNull || (!exact.Minimum.IsNull && stored.Minimum <= exact.Minimum));
        Assert.True(stored.Maximum.IsNull || (!exact.Maximum.IsNull && stored.Maximum >= exact.Maximum));
        // Footers do not count NaN: a part of nothing but NaN looks like one whose bounds are withheld.
        if (exact.NanCount is > 0)
            return;
        Assert.Equal(exact.Minimum.IsNull, stored.Minimum.IsNull);
        Assert.Equal(exact.Maximum.IsNull, stored.Maximum.IsNull);
    }
}
