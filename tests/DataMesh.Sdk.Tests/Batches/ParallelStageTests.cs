using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Batches;

public sealed class ParallelStageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_parts_come_whole_in_order_or_in_any_and_nothing_is_left_when_a_read_ends_early() => await Gen.Int.SampleAsync(
        async seed =>
        {
            Random r = new(seed);
            FakeScan scan = FakeScan.Random(r);
            (int degree, bool anyOrder, int stopAfter) = (r.Next(2, 6), r.Next(2) == 0, r.Next(3) == 0 ? r.Next(12) : int.MaxValue);
            bool cancels = r.Next(2) == 0;
            List<int> read = [];
            Exception? thrown = null;
            using CancellationTokenSource stop = new();
            try
            {
                await foreach (RecordBatch batch in scan.Run(degree, anyOrder, stop.Token))
                {
                    using (batch)
                        read.Add(((Int32Array)batch.Column(0)).GetValue(0)!.Value);
                    if (read.Count <= stopAfter)
                        continue;
                    if (!cancels)
                        break;
                    await stop.CancelAsync();
                    stop.Token.ThrowIfCancellationRequested();
                }
            }
            catch (Exception error)
            {
                thrown = error;
            }

            Assert.Equal(0, scan.Memory.Live);
            Assert.InRange(scan.MostAtOnce, 0, degree);
            Assert.InRange(scan.Memory.Peak, 0, degree * (anyOrder ? 2 : 3) + 1);
            Assert.Equal(read.Count, read.Distinct().Count());
            if (read.Count > stopAfter)
                Assert.True(cancels ? thrown is OperationCanceledException : thrown is null, thrown?.ToString());
            else if (scan.Failure is null)
                Assert.Null(thrown);
            else
                Assert.Same(scan.Failure, thrown);
            if (!anyOrder)
                Assert.Equal(scan.Expected.Take(read.Count), read);
            else
                Assert.Empty(read.Except(scan.All));
            if (thrown is null && read.Count <= stopAfter)
                Assert.Equal(scan.Expected.Count, read.Count);
            if (!anyOrder && thrown == scan.Failure && thrown is not null)
                Assert.Equal(scan.Expected.Count, read.Count);
        },
        iter: 2_000, threads: 2);

    [Fact]
    public async Task Parts_are_read_at_once_when_a_second_batch_is_taken()
    {
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int arrived = 0;
        FakeScan scan = new()
        {
            Files = [FakeScan.File(3)],
            BeforeBatch = async (part, batch) =>
            {
                if (part == 0 && batch == 0)
                    return;
                if (batch == (part == 0 ? 1 : 0) && Interlocked.Increment(ref arrived) == 3)
                    all.SetResult();
                await all.Task;
            },
        };

        Assert.Equal(scan.Expected, await ReadAsync(scan, degree: 3, anyOrder: false));
        Assert.Equal(3, scan.MostAtOnce);
    }

    [Fact]
    public async Task Who_takes_one_batch_pays_for_one_part()
    {
        FakeScan scan = new() { Files = [FakeScan.File(2), FakeScan.File(2)] };

        await foreach (RecordBatch batch in scan.Run(degree: 4, anyOrder: false, Cancel))
        {
            batch.Dispose();
            break;
        }

        Assert.Equal([0], scan.Begun);
        Assert.Equal(0, scan.Memory.Live);
    }

    [Fact]
    public async Task Parts_without_rows_do_not_make_the_others_wait()
    {
        TaskCompletionSource two = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeScan scan = new()
        {
            Files = [FakeScan.File(4)],
            Batches = [0, 0, 0, 1],
            BeforeEnd = async part =>
            {
                if (part == 2)
                    two.SetResult();
                if (part == 1)
                    await two.Task;
            },
        };

        Assert.Equal(scan.Expected, await ReadAsync(scan, degree: 2, anyOrder: false));
    }

    [Fact]
    public async Task In_any_order_a_slow_part_holds_nobody_up()
    {
        TaskCompletionSource later = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeScan scan = new()
        {
            Files = [FakeScan.File(2)],
            Batches = [2, 1],
            BeforeBatch = (part, batch) => part == 0 && batch == 1 ? later.Task : Task.CompletedTask,
        };
        List<int> read = [];

        await foreach (RecordBatch batch in scan.Run(degree: 2, anyOrder: true, Cancel))
            using (batch)
            {
                read.Add(((Int32Array)batch.Column(0)).GetValue(0)!.Value);
                if (read.Count == 2)
                    later.SetResult();
            }

        Assert.Equal([0, 1_000, 1], read);
    }

    [Fact]
    public async Task Files_are_cut_between_row_groups_into_parts_that_are_worth_it()
    {
        ScanTask[] files = [FakeScan.File(7, rows: 700), FakeScan.File(1, rows: 900), FakeScan.File(0, rows: 900), FakeScan.File(3, rows: 9)];

        Assert.Equal([0..2, 2..4, 4..6, 6..7, Range.All, Range.All, Range.All], await PartsAsync(splits: true));
        Assert.Equal([Range.All, Range.All, Range.All, Range.All], await PartsAsync(splits: false));

        async Task<List<Range>> PartsAsync(bool splits)
        {
            await using ScanParts parts = new(files.ToAsyncEnumerable().GetAsyncEnumerator(Cancel), splits, partRows: 200);
            List<Range> ranges = [];
            while (await parts.NextAsync() is { } part)
                ranges.Add(part.RowGroups);
            Assert.True(parts.HasEnded);
            return ranges;
        }
    }

    private static async Task<List<int>> ReadAsync(FakeScan scan, int degree, bool anyOrder)
    {
        List<int> read = [];
        await foreach (RecordBatch batch in scan.Run(degree, anyOrder, Cancel))
            using (batch)
                read.Add(((Int32Array)batch.Column(0)).GetValue(0)!.Value);
        Assert.Equal(0, scan.Memory.Live);
        return read;
    }

    /// <summary>Files whose row groups are parts of some batches of one row: the number of the part times 1,000, and that of the batch.</summary>
    private sealed class FakeScan
    {
        private readonly ConcurrentQueue<int> _begun = [];
        private int _atOnce;
        private int _most;

        public CountingAllocator Memory { get; } = new();

        public ScanTask[] Files { get; init; } = [];

        /// <summary>The batches of each part; two where nothing is said.</summary>
        public int[] Batches { get; init; } = [];

        public Func<int, int, Task> BeforeBatch { get; init; } = (_, _) => Task.CompletedTask;

        public Func<int, Task> BeforeEnd { get; init; } = _ => Task.CompletedTask;

        /// <summary>Where the read fails; the plan fails behind the last part.</summary>
        public (int Part, int Batch)? FailsAt { get; init; }

        public Exception? Failure => FailsAt is null ? null : field ??= new IOException("gone");

        public IEnumerable<int> Begun => _begun;

        public int MostAtOnce => _most;

        private int PartCount => Files.Sum(f => f.File.SplitOffsets.Count);

        /// <summary>The rows of all parts, of the one that fails those before.</summary>
        public IReadOnlyList<int> All => [.. Places.Where(at => FailsAt is not { } failure || at.Part != failure.Part || at.Batch < failure.Batch).Select(Row)];

        /// <summary>The rows, as far as they come before the failure.</summary>
        public IReadOnlyList<int> Expected => [.. Places.Where(at => FailsAt is not { } failure || at.CompareTo(failure) < 0).Select(Row)];

        private IEnumerable<(int Part, int Batch)> Places => Enumerable.Range(0, PartCount).SelectMany(part => Enumerable.Range(0, BatchesOf(part)).Select(batch => (part, batch)));

        private static int Row((int Part, int Batch) at) => at.Part * 1_000 + at.Batch;

        public static ScanTask File(int rowGroups, long? rows = null) => new()
        {
            Table = new TableLocation { Store = new InMemoryObjectStore(), Path = "t" },
            File = new DataFile { Path = "t/f", Format = "fake", RowCount = rows ?? rowGroups * 1_000, Length = 1, SplitOffsets = [.. Enumerable.Range(0, rowGroups).Select(i => (long)i)] },
            Schema = new Schema([], null),
        };

        public static FakeScan Random(Random r)
        {
            ScanTask[] files = [.. Enumerable.Range(0, r.Next(6)).Select(_ => File(r.Next(1, 4)))];
            int parts = files.Sum(f => f.File.SplitOffsets.Count);
            int[] batches = [.. Enumerable.Range(0, parts).Select(_ => r.Next(7))];
            int failing = r.Next(3) == 0 ? r.Next(parts + 1) : -1;
            int[] pauses = [.. Enumerable.Range(0, 32).Select(_ => r.Next(4))];
            return new FakeScan
            {
                Files = files,
                Batches = batches,
                FailsAt = failing < 0 ? null : (failing, failing == parts ? 0 : r.Next(batches[failing] + 1)),
                BeforeBatch = async (part, batch) =>
                {
                    for (int i = pauses[(part * 7 + batch) % pauses.Length]; i > 1; i--)
                        await Task.Yield();
                },
            };
        }

        public IAsyncEnumerable<RecordBatch> Run(int degree, bool anyOrder, CancellationToken cancellationToken) =>
            ParallelStage.RunAsync(token => new ScanParts(PlanAsync(token).GetAsyncEnumerator(token), splits: true, partRows: 1_000), ReadAsync, degree, anyOrder, cancellationToken);

        private async IAsyncEnumerable<ScanTask> PlanAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach ((int i, ScanTask file) in Files.Index())
            {
                if (i % 2 == 1)
                    await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return file;
            }
            if (FailsAt?.Part == PartCount)
                throw Failure!;
        }

        private async IAsyncEnumerable<RecordBatch> ReadAsync(ScanPart part, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            int number = Files.TakeWhile(f => !ReferenceEquals(f, part.Task)).Sum(f => f.File.SplitOffsets.Count) + (part.RowGroups.Equals(Range.All) ? 0 : part.RowGroups.Start.Value);
            _begun.Enqueue(number);
            int atOnce = Interlocked.Increment(ref _atOnce);
            for (int most = _most; atOnce > most; most = _most)
                Interlocked.CompareExchange(ref _most, atOnce, most);
            try
            {
                for (int batch = 0; batch <= BatchesOf(number); batch++)
                {
                    if (FailsAt == (number, batch))
                        throw Failure!;
                    if (batch == BatchesOf(number))
                        break;
                    await BeforeBatch(number, batch);
                    cancellationToken.ThrowIfCancellationRequested();
                    IArrowArray value = new Int32Array.Builder().Append(Row((number, batch))).Build(Memory);
                    yield return new RecordBatch(new Schema([new Field("n", Apache.Arrow.Types.Int32Type.Default, false)], null), [value], 1);
                }
                await BeforeEnd(number);
            }
            finally
            {
                Interlocked.Decrement(ref _atOnce);
            }
        }

        private int BatchesOf(int part) => part < Batches.Length ? Batches[part] : 2;
    }
}
