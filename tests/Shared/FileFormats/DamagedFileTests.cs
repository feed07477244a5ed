using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.FileFormats;

/// <summary>Damaged files give one kind of error, which names the file, whatever the damage is.</summary>
public abstract class DamagedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-damage-").FullName;

    protected abstract FileFormat Format { get; }

    /// <summary>False for a format without checksums: a flipped bit of a value may then be another value.</summary>
    protected virtual bool HasChecksums => true;

    /// <summary>How many of 400 flipped bytes, half of them in the footer, are noticed at least.</summary>
    protected virtual int LeastCorrupt => 150;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ObjectPath Path => "data/damaged.parquet";

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_truncated_file_is_corrupt_wherever_it_ends(bool local)
    {
        byte[] whole = await WriteAsync();

        for (int part = 0; part < 20; part++)
        {
            byte[] truncated = whole[..(whole.Length * part / 20)];
            Assert.Equal(Outcome.Corrupt, await TryReadAsync(truncated, truncated.Length, local));
            Assert.Equal(Outcome.Corrupt, await TryReadAsync(truncated, whole.Length, local));
        }
    }

    [Fact]
    public async Task A_file_of_another_length_than_stated_is_corrupt()
    {
        byte[] whole = await WriteAsync();

        Assert.Equal(Outcome.Corrupt, await TryReadAsync(whole, whole.Length - 1, local: true));
        Assert.Equal(Outcome.Corrupt, await TryReadAsync(whole, whole.Length + 1, local: true));
        Assert.Equal(Outcome.Corrupt, await TryReadAsync([.. whole, 0], whole.Length + 1, local: true));
    }

    [Fact]
    public async Task What_is_no_such_file_is_corrupt()
    {
        foreach (byte[] content in new byte[][] { [], "PAR1"u8.ToArray(), "PAR1PAR1"u8.ToArray(), "PAR1\0\0\0\0PAR1"u8.ToArray(), [.. "PAR1"u8, 255, 255, 255, 127, .. "PAR1"u8], new byte[100_000], "name,amount\n1,2\n"u8.ToArray(), [.. new byte[5000], 200, 19, 0, 0, .. "PAR1"u8] })
            Assert.Equal(Outcome.Corrupt, await TryReadAsync(content, content.Length, local: false));
    }

    [Fact]
    public async Task A_flipped_byte_is_noticed_or_harmless_and_never_another_error()
    {
        byte[] whole = await WriteAsync();
        Random random = new(20_010_101);
        int corrupt = 0;

        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. whole];
            int at = i % 2 == 0 ? random.Next(damaged.Length) : damaged.Length - 1 - random.Next(2500);
            damaged[at] ^= (byte)(1 << random.Next(8));
            if (await TryReadAsync(damaged, damaged.Length, local: i % 4 == 0) == Outcome.Corrupt)
                corrupt++;
        }

        Assert.InRange(corrupt, LeastCorrupt, 400);
    }

    [Fact]
    public async Task A_flipped_bit_in_the_pages_is_always_noticed()
    {
        byte[] whole = await WriteAsync();
        Random random = new(7);

        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = [.. whole];
            // The first column is random numbers: incompressible, so nearly all of these bytes are pages, not headers.
            damaged[1000 + random.Next(6000)] ^= (byte)(1 << random.Next(8));
            Outcome outcome = await TryReadAsync(damaged, damaged.Length, local: i % 2 == 0);
            Assert.True(outcome == Outcome.Corrupt || !HasChecksums);
        }
    }

    [Fact]
    public async Task A_missing_file_is_not_found()
    {
        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => Format.OpenAsync(new TestObjectStore(), Path, 1000, Cancel));

        Assert.Equal(DataMeshErrorKind.NotFound, error.Kind);
    }

    private async Task<Outcome> TryReadAsync(byte[] content, long length, bool local)
    {
        try
        {
            foreach (RecordBatch batch in await ReadAsync(content, length, local))
                Touch(batch);
            return Outcome.Read;
        }
        catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.CorruptData)
        {
            Assert.Contains($"'{Path}'", error.Message, StringComparison.Ordinal);
            return Outcome.Corrupt;
        }
    }

    private static void Touch(RecordBatch batch)
    {
        for (int i = 0; i < TestData.Types.Length; i++)
            if (TestData.Types[i].Kind is PhysicalTypeKind.String or PhysicalTypeKind.Binary or PhysicalTypeKind.Int64
                && i < batch.ColumnCount && batch.Column(i).Data.DataType.TypeId == TestData.Types[i].ToArrow().TypeId)
                Assert.Equal(batch.Length, TestColumns.ReadAll(batch.Column(i), TestData.Types[i]).Count);
        batch.Dispose();
    }

    private async Task<List<RecordBatch>> ReadAsync(byte[] content, long length, bool local)
    {
        TestObjectStore store = local ? new(_folder) : new();
        Directory.CreateDirectory(System.IO.Path.Combine(_folder, "data"));
        store[Path] = content;
        await using DataFileReader reader = await Format.OpenAsync(store, Path, length, Cancel);
        List<RecordBatch> batches = [];
        await foreach (RecordBatch batch in reader.ReadAsync(FileReadRequest.All, Cancel))
            batches.Add(batch);
        return batches;
    }

    private async Task<byte[]> WriteAsync()
    {
        const int Rows = 2000;
        Random random = new(1);
        TestObjectStore store = new();
        RecordBatch batch = new(TestData.Schema, TestData.Types.Select(type => TestColumns.Build(type, [.. Enumerable.Range(0, Rows).Select(i => i % 9 == 0 ? ScalarValue.Null : Value(type, random))])), Rows);
        await using DataFileWriter writer = await Format.CreateAsync(store, Path, new() { Schema = TestData.Schema, RowGroupRows = 700 }, Cancel);
        await writer.WriteAsync(batch, Cancel);
        await writer.CompleteAsync(Cancel);
        return store[Path];
    }

    internal static ScalarValue Value(PhysicalType type, Random random) => type.Kind switch
    {
        PhysicalTypeKind.Boolean => random.Next(2) == 0,
        PhysicalTypeKind.Int32 => random.Next(),
        PhysicalTypeKind.Int64 => random.NextInt64(),
        PhysicalTypeKind.Float or PhysicalTypeKind.Double => random.NextDouble(),
        PhysicalTypeKind.Decimal => (decimal)random.Next(99_999),
        PhysicalTypeKind.String => $"text {random.Next(300)}",
        PhysicalTypeKind.Binary => ScalarValue.From(BitConverter.GetBytes(random.Next())),
        PhysicalTypeKind.Uuid => ScalarValue.From(new Guid(random.Next(), 1, 2, new byte[8])),
        PhysicalTypeKind.Date => ScalarValue.From(DateOnly.FromDayNumber(random.Next(3_000_000))),
        PhysicalTypeKind.Time => ScalarValue.From(new TimeOnly(random.Next(86_400) * TimeSpan.TicksPerSecond)),
        _ => ScalarValue.From(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next())),
    };

    private enum Outcome
    {
        Read,
        Corrupt,
    }
}
