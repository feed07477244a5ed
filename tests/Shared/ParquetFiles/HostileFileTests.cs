using System.Globalization;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.FileFormats;

/// <summary>Files that are damaged on purpose give rows or one kind of error, in bounded time and memory. An engine derives and inherits the tests.</summary>
/// <remarks>
/// The budgets are those of docs/decisions/0014: five seconds of processor time, and 64 MB and twenty times the file. Memory is the peak of the process where
/// Linux tells it, and what was allocated elsewhere; therefore nothing else may run meanwhile.
/// </remarks>
public abstract class HostileFileTests
{
    private const long AnyFileBytes = 64L << 20;
    private const int TimesFile = 20;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    protected abstract FileFormat Format { get; }

    /// <summary>How many mutated files the normal run reads.</summary>
    protected abstract int Mutants { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ObjectPath Path => "hostile.parquet";

    [Fact]
    public async Task Files_that_are_known_to_hang_or_to_swell_readers_are_read_or_refused_within_the_budgets()
    {
        foreach (string file in Directory.EnumerateFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "hostile")).Order(StringComparer.Ordinal))
            await CheckAsync(await File.ReadAllBytesAsync(file, Cancel), System.IO.Path.GetFileName(file));
    }

    [Fact]
    public async Task Mutated_files_are_read_or_refused_within_the_budgets()
    {
        List<byte[]> seeds = [.. await WriteSeedsAsync(), .. DuckDbSeeds(), .. Directory.EnumerateFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "hostile")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        foreach (byte[] seed in seeds)
            await CheckAsync(seed, "a seed");
        int read = 0;

        for (int i = 0; i < Mutants; i++)
            if (await CheckAsync(Mutate(seeds[i % seeds.Count], new Random(i)), $"mutant {i}"))
                read++;

        // Both outcomes must occur, or the mutants do not reach where it matters.
        Assert.InRange(read, Mutants / 100, Mutants * 99 / 100);
    }

    /// <summary>True when the file was read, false when it was refused.</summary>
    private async Task<bool> CheckAsync(byte[] content, string name)
    {
        TestObjectStore store = new() { [Path] = content };
        PeakMemory memory = PeakMemory.Start();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        string outcome;
        try
        {
            Task<string> reading = Task.Run(() => ReadAsync(store, content.Length), Cancel);
            // Far beyond the budget: it only ends a reader that hangs.
            outcome = await reading.WaitAsync(TimeSpan.FromMinutes(2), Cancel);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{name} of {content.Length} bytes hangs the reader.");
            throw;
        }
        TimeSpan used = Environment.CpuUsage.TotalTime - before;
        long peak = memory.Stop();
        Assert.True(used <= Budget, $"{name} of {content.Length} bytes took {used.TotalSeconds:0.0} s of processor time: {outcome}");
        Assert.True(peak <= AnyFileBytes + TimesFile * (long)content.Length, $"{name} of {content.Length} bytes took {peak >> 20} MB: {outcome}");
        return outcome.Length == 0;
    }

    private async Task<string> ReadAsync(TestObjectStore store, long length)
    {
        try
        {
            await using DataFileReader reader = await Format.OpenAsync(store, Path, length, Cancel);
            long rows = 0;
            await foreach (RecordBatch batch in reader.ReadAsync(FileReadRequest.All, Cancel))
                using (batch)
                {
                    rows += batch.Length;
                    CheckBuffers(batch);
                }
            Assert.Equal(reader.Summary.RowCount, rows);
            return "";
        }
        catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.CorruptData)
        {
            Assert.Contains($"'{Path}'", error.Message, StringComparison.Ordinal);
            return error.InnerException?.ToString() ?? error.Message;
        }
    }

    // Every value is within its buffers. In a file without checksums a flipped byte may make a text another one, also one that is no UTF-8.
    private static void CheckBuffers(RecordBatch batch)
    {
        try
        {
            new ArrowValidator().Check(batch);
        }
        catch (DataMeshException error) when (error.Message.Contains("is not UTF-8", StringComparison.Ordinal))
        {
        }
    }

    private async Task<List<byte[]>> WriteSeedsAsync()
    {
        List<byte[]> seeds = [];
        foreach ((int rows, int rowGroupRows) in new[] { (40, 40), (300, 120), (2000, 700) })
        {
            TestObjectStore store = new();
            Random random = new(rows);
            RecordBatch batch = new(TestData.Schema, TestData.Types.Select(type => TestColumns.Build(type, [.. Enumerable.Range(0, rows).Select(i => i % 9 == 0 ? ScalarValue.Null : DamagedFileTests.Value(type, random))])), rows);
            await using DataFileWriter writer = await Format.CreateAsync(store, Path, new() { Schema = TestData.Schema, RowGroupRows = rowGroupRows }, Cancel);
            await writer.WriteAsync(batch, Cancel);
            await writer.CompleteAsync(Cancel);
            seeds.Add(store[Path]);
        }
        for (int i = 0; i < 3; i++)
            seeds.Add(await WriteNestedSeedAsync(new Random(i)));
        return seeds;
    }

    private async Task<byte[]> WriteNestedSeedAsync(Random random)
    {
        SchemaObject contract = NestedArrow.Contract(random, 5, depth: 3);
        TestObjectStore store = new();
        await using DataFileWriter writer = await Format.CreateAsync(store, Path, new() { Schema = ArrowFields.NumberFields(contract.ToArrowSchema()), RowGroupRows = 150 }, Cancel);
        await writer.WriteAsync(NestedArrow.Batch(contract, 400, random), Cancel);
        await writer.CompleteAsync(Cancel);
        return store[Path];
    }

    private static List<byte[]> DuckDbSeeds()
    {
        string folder = Directory.CreateTempSubdirectory("datamesh-hostile-").FullName;
        try
        {
            using DuckDb duck = new();
            List<byte[]> seeds = [];
            foreach (string options in new[] { "COMPRESSION uncompressed, PARQUET_VERSION v2", "COMPRESSION snappy", "COMPRESSION zstd, PARQUET_VERSION v2", "COMPRESSION gzip", "COMPRESSION lz4_raw", "COMPRESSION brotli" })
            {
                string file = System.IO.Path.Combine(folder, "seed.parquet");
                duck.Execute($"COPY (SELECT i AS l, i::INTEGER * 7919 AS n, i % 2 = 0 AS b, i / 3.0::DOUBLE AS f, (i / 100.0)::DECIMAL(20,2) AS d, 'text ' || i % 5 AS few, 'a longer text ' || i AS many, md5(i::VARCHAR)::BLOB AS x, uuid() AS u, [i, NULL] AS pair, {{'a': i, 'texts': ['a text ' || i]}} AS parts, map([i], [{{'b': i}}]) AS m FROM range(400) r(i)) TO '{file}' ({options}, ROW_GROUP_SIZE 2048)");
                seeds.Add(File.ReadAllBytes(file));
            }
            return seeds;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        List<byte> file = [.. seed];
        for (int change = random.Next(4) + 1; change > 0; change--)
        {
            int at = Place(file.Count, random);
            switch (random.Next(7))
            {
                case 0 or 1:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    file[at] = (byte)(random.Next(3) switch { 0 => 0, 1 => 0xff, _ => random.Next(256) });
                    break;
                case 3: // a number that is very large
                    for (int i = 0; i < 5 && at + i < file.Count; i++)
                        file[at + i] = i < 4 ? (byte)0xfe : (byte)0x0f;
                    break;
                case 4:
                    file.RemoveRange(at, Math.Min(random.Next(1, 9), file.Count - at));
                    break;
                case 5:
                    file.InsertRange(at, Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256)));
                    break;
                default: // a part of the file over another
                    int from = random.Next(file.Count), count = Math.Min(random.Next(1, 40), file.Count - Math.Max(at, from));
                    for (int i = 0; i < count; i++)
                        file[at + i] = file[from + i];
                    break;
            }
        }
        return file.Count > 12 ? WithFooterLength([.. file], seed, random) : seed;
    }

    // Half of the changes are in the last quarter, where the footer is, and few in the eight bytes that only say where.
    private static int Place(int length, Random random) => random.Next(2) == 0 ? random.Next(length) : length - 1 - Math.Min(length - 1, 8 + random.Next(Math.Max(1, length / 4)));

    private static byte[] WithFooterLength(byte[] file, byte[] seed, Random random)
    {
        if (random.Next(10) == 0)
            return file;
        "PAR1"u8.CopyTo(file.AsSpan(file.Length - 4));
        int length = BitConverter.ToInt32(seed, seed.Length - 8) + (random.Next(4) == 0 ? file.Length - seed.Length : 0);
        BitConverter.TryWriteBytes(file.AsSpan(file.Length - 8), length);
        return file;
    }

    /// <summary>How much more memory the process takes at its peak.</summary>
    private sealed class PeakMemory
    {
        private const string Reset = "/proc/self/clear_refs", Status = "/proc/self/status";
        private readonly long _before;
        private readonly long _allocated = GC.GetTotalAllocatedBytes();
        private readonly bool _knowsPeak;

        private PeakMemory()
        {
            try
            {
                if (OperatingSystem.IsLinux())
                    File.WriteAllText(Reset, "5");
                _knowsPeak = OperatingSystem.IsLinux();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _knowsPeak = false;
            }
            _before = _knowsPeak ? Read("VmRSS:") : 0;
        }

        public static PeakMemory Start() => new();

        public long Stop() => _knowsPeak ? Read("VmHWM:") - _before : GC.GetTotalAllocatedBytes() - _allocated;

        private static long Read(string key)
        {
            foreach (string line in File.ReadLines(Status))
                if (line.StartsWith(key, StringComparison.Ordinal))
                    return 1024 * long.Parse(line.AsSpan(key.Length, line.Length - key.Length - 3).Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
            return 0;
        }
    }
}

/// <summary>Tests that measure the whole process: nothing runs beside them.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
