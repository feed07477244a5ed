using System.Diagnostics;
using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

/// <summary>
/// Mutated files and streams give rows or a typed error, with little time and memory each, and never end the process: every value of every batch that is
/// handed out is touched. <c>DATAMESH_MUTATIONS</c> sets another number of cases, <c>DATAMESH_MUTATION_SEED</c> other ones.
/// </summary>
public sealed class HostileFileTests
{
    private const int Cases = 5000;
    private const long FreeBytes = 64L << 20;
    private const int BytesPerByte = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HangAfter = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Mutated_files_give_rows_or_a_typed_error_within_their_budget()
    {
        int cases = ReadNumber("DATAMESH_MUTATIONS", Cases), seed = ReadNumber("DATAMESH_MUTATION_SEED", 1);
        List<byte[]> seeds = await SeedsAsync();
        int corrupt = 0;
        int at = 0;

        // A thread of its own: what a case allocates is counted on it, and a hang is seen from outside.
        Task campaign = Task.Factory.StartNew(() =>
        {
            for (; at < cases; at++)
                if (!Run(Mutation.Apply(seeds, at, seed), at))
                    corrupt++;
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        int before = -1;
        while (await Task.WhenAny(campaign, Task.Delay(HangAfter, TestContext.Current.CancellationToken)) != campaign && before != at)
            before = at;

        Assert.True(campaign.IsCompleted, $"Case {at} hangs.");
        await campaign;
        Assert.InRange(corrupt, cases / 4, cases - cases / 20);
    }

    [Fact]
    public void Streams_that_ended_the_process_before_give_rows_or_a_typed_error()
    {
        string[] files = HostileStreams();

        Assert.Equal(6, files.Length);
        Assert.All(files, file => Run(File.ReadAllBytes(file), -1));
    }

    /// <summary>Reads everything; false when the file was refused. A case that took too long gets a second chance: the machine may have been busy.</summary>
    private static bool Run(byte[] content, int number)
    {
        (bool isRead, TimeSpan taken) = RunOnce(content, number);
        if (taken > Patience)
            (isRead, taken) = RunOnce(content, number);
        Assert.True(taken < Patience, $"Case {number} took {taken}.");
        return isRead;
    }

    private static (bool IsRead, TimeSpan Taken) RunOnce(byte[] content, int number)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        bool isRead = false;
        try
        {
            ReadAll(content, allowDictionaries: number % 2 == 0).GetAwaiter().GetResult();
            isRead = true;
        }
        catch (DataMeshException error) when (error.Kind is DataMeshErrorKind.CorruptData or DataMeshErrorKind.LimitExceeded)
        {
            Assert.Contains(ArrowFiles.Path.ToString(), error.Message, StringComparison.Ordinal);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Case {number} of {content.Length} bytes.", error);
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < FreeBytes + BytesPerByte * content.Length, $"Case {number} of {content.Length} bytes allocated {allocated}.");
        return (isRead, Stopwatch.GetElapsedTime(started));
    }

    private static async Task ReadAll(byte[] content, bool allowDictionaries)
    {
        TestObjectStore store = new();
        store[ArrowFiles.Path] = content;
        await using DataFileReader reader = await new ArrowFileFormat().OpenAsync(store, ArrowFiles.Path, content.Length);
        await foreach (RecordBatch batch in reader.ReadAsync(new() { AllowDictionaries = allowDictionaries }))
            using (batch)
                foreach (IArrowArray column in batch.Arrays)
                    ValueTouch.All(column);
    }

    private static async Task<List<byte[]>> SeedsAsync()
    {
        List<byte[]> seeds = [.. HostileStreams().Select(File.ReadAllBytes)];
        RecordBatch flat = Flat(40), nested = ArrowFiles.Nested(40, 5), kinds = ArrowFiles.Kinds("a", "b", null, "ä", "a", "😀");
        foreach (ArrowCompression compression in Enum.GetValues<ArrowCompression>())
        {
            seeds.Add(await ArrowFiles.WriteAsync(compression, 15, flat));
            seeds.Add(await ArrowFiles.WriteAsync(compression, 15, nested));
            seeds.Add(await ArrowFiles.WriteAsync(compression, 15, kinds, ArrowFiles.Kinds("c", "b")));
        }
        foreach (CompressionCodecType? codec in new CompressionCodecType?[] { null, CompressionCodecType.Lz4Frame, CompressionCodecType.Zstd })
        {
            seeds.Add(ArrowFiles.WriteWithArrow(asFile: false, codec, flat, flat));
            seeds.Add(ArrowFiles.WriteWithArrow(asFile: false, codec, nested));
            seeds.Add(ArrowFiles.WriteWithArrow(asFile: true, codec, kinds));
        }
        return seeds;
    }

    private static RecordBatch Flat(int rows)
    {
        Random random = new(3);
        return new RecordBatch(TestData.Schema, TestData.Types.Select(type => TestColumns.Build(type, [.. Enumerable.Range(0, rows).Select(i => i % 9 == 0 ? ScalarValue.Null : Value(type, random))])), rows);
    }

    private static ScalarValue Value(PhysicalType type, Random random) => type.Kind switch
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

    private static string[] HostileStreams() => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "hostile"), "*.bin").Order(StringComparer.Ordinal)];

    private static int ReadNumber(string variable, int absent) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : absent;
}
