using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.FileFormats;

/// <summary>A page that a file of its size cannot need is refused before it is decompressed, and no writer of ours makes one. An engine derives and inherits the tests.</summary>
public abstract class PageSizeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-pages-").FullName;

    protected abstract FileFormat Format { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ObjectPath Path => "part.parquet";

    private string File => System.IO.Path.Combine(_folder, "part.parquet");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    // A small file lies wholly in the part of its end that is read first; a larger one is read by range.
    [Theory]
    [InlineData(10)]
    [InlineData(5_000)]
    public async Task A_page_of_many_megabytes_in_a_file_of_few_bytes_is_refused(int otherRows)
    {
        using (DuckDb duck = new())
            duck.Execute($"COPY (SELECT CASE i WHEN 0 THEN repeat('x', 132 << 20) ELSE '' END AS large, i % 2 = 0 AS small, uuid() AS other FROM range({otherRows}) r(i)) TO '{File}' (COMPRESSION zstd)");

        foreach (TestObjectStore store in new TestObjectStore[] { new(_folder), new() { [Path] = await System.IO.File.ReadAllBytesAsync(File, Cancel) } })
        {
            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => ReadAsync(store, FileReadRequest.All));
            IReadOnlyList<RecordBatch> others = await ReadAsync(store, new() { Columns = ["small"] });

            Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
            Assert.Contains("out of proportion", error.Message, StringComparison.Ordinal);
            Assert.Equal(otherRows, others.Sum(batch => batch.Length));
        }
    }

    [Fact]
    public async Task Long_texts_that_compress_well_are_read_again()
    {
        const int Rows = 1_060, Length = 130_000;
        TestObjectStore store = new();
        Schema schema = new([ArrowFields.Create("s", PhysicalType.Of(PhysicalTypeKind.String), nullable: true, 1)], null);
        using RecordBatch rows = new(schema, [LongTexts(Rows, Length)], Rows);
        await using (DataFileWriter writer = await Format.CreateAsync(store, Path, new() { Schema = schema }, Cancel))
        {
            await writer.WriteAsync(rows, Cancel);
            await writer.CompleteAsync(Cancel);
        }

        IReadOnlyList<RecordBatch> read = await ReadAsync(store, new() { BatchRows = 100 });

        Assert.Equal(Enumerable.Range(0, Rows).Select(Number), read.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => BitConverter.ToInt32(((StringArray)batch.Column(0)).GetBytes(row)))));
        Assert.All(read, batch => Assert.Equal(Length, ((StringArray)batch.Column(0)).GetValueLength(batch.Length - 1)));
    }

    private static StringArray LongTexts(int rows, int length)
    {
        byte[] bytes = new byte[rows * length];
        bytes.AsSpan().Fill((byte)'x');
        for (int row = 0; row < rows; row++)
            BitConverter.TryWriteBytes(bytes.AsSpan(row * length), Number(row));
        return new StringArray(rows, new ArrowBuffer.Builder<int>().AppendRange(Enumerable.Range(0, rows + 1).Select(row => row * length)).Build(), new ArrowBuffer(bytes), ArrowBuffer.Empty, 0);
    }

    // The bytes of these numbers are a text.
    private static int Number(int row) => (row & 0x7f) | (row >> 7 << 8);

    private async Task<IReadOnlyList<RecordBatch>> ReadAsync(TestObjectStore store, FileReadRequest request)
    {
        await using DataFileReader reader = await Format.OpenAsync(store, Path, store[Path].Length, Cancel);
        List<RecordBatch> batches = [];
        await foreach (RecordBatch batch in reader.ReadAsync(request, Cancel))
            batches.Add(batch);
        return batches;
    }
}
