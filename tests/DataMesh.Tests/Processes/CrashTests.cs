using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace DataMesh.Tests.Processes;

/// <summary>Processes that publish, replace, upsert, delete, compact and expire are killed without warning: nothing acknowledged is lost, nothing is there twice or in part, and after each kill somebody else's reader finds the same rows.</summary>
public sealed class CrashTests
{
    /// <summary>How many kills; 200 unless <c>DATAMESH_CRASHES</c> says otherwise.</summary>
    private static int Kills { get; } = int.TryParse(Environment.GetEnvironmentVariable("DATAMESH_CRASHES"), CultureInfo.InvariantCulture, out int kills) ? kills : 200;

    private const int Lanes = 4, LongestMilliseconds = 120;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kills_at_random_moments_leave_the_state_before_or_after_the_operation()
    {
        ConcurrentBag<(string Kind, bool IsDone)> interrupted = [];

        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => RunLaneAsync(lane, Kills / Lanes, interrupted), Cancel)));

        TestContext.Current.TestOutputHelper?.WriteLine("{0} interrupted operations: {1}", interrupted.Count, string.Join(", ", interrupted.GroupBy(i => i).OrderBy(g => g.Key.Kind).Select(g => $"{g.Key.Kind} {(g.Key.IsDone ? "done" : "not done")} {g.Count()}")));
        Assert.True(interrupted.Count > Kills / 2, $"only {interrupted.Count} of {Kills} kills hit an operation");
        Assert.Equal(["append", "delete", "maintain", "overwrite", "upsert"], interrupted.Select(i => i.Kind).Distinct().Order());
    }

    private static async Task RunLaneAsync(int lane, int kills, ConcurrentBag<(string Kind, bool IsDone)> interrupted)
    {
        using MeshFolder folder = new(onDisk: true);
        Random random = new(lane);
        List<(long Id, long Operation)>[] expected = [[], [], []];
        await using Mesh reader = CrashWork.Open(folder.Path);
        await reader.RegisterAsync(Cancel);
        using ClickHouseReader others = new();
        string question = Question(folder.Path);
        // Operations that were done when their process died: the next process repeats them under their key, and they must not happen twice.
        HashSet<long> repeated = [];
        long next = 0;
        for (int kill = 1; kill <= kills; kill++)
        {
            (long? running, IReadOnlyList<long> done) = await KillAsync(folder.Path, next, TimeSpan.FromTicks(random.Next(LongestMilliseconds * (int)TimeSpan.TicksPerMillisecond)));
            foreach (long number in done.Where(n => !repeated.Contains(n)))
                expected[CrashWork.PortOf(number)] = CrashWork.After(expected[CrashWork.PortOf(number)], number);
            next = running ?? (done.Count == 0 ? next : done[^1] + 1);
            for (int port = 0; port < expected.Length; port++)
            {
                string[] rows = await ReadAsync(reader, port);
                if (rows.SequenceEqual(Text(expected[port])))
                    continue;
                Assert.True(running is long number && CrashWork.PortOf(number) == port, $"Lane {lane}, kill {kill}: port {port} differs, and {running} was running: {rows.Length} rows, {expected[port].Count} expected.");
                Assert.Equal(Text(CrashWork.After(expected[port], running!.Value)), rows);
                interrupted.Add((CrashWork.KindOf(running.Value), true));
                expected[port] = CrashWork.After(expected[port], running.Value);
                repeated.Add(running.Value);
            }
            if (running is long left && !repeated.Contains(left))
                interrupted.Add((CrashWork.KindOf(left), false));
            Assert.Equal(expected.SelectMany((rows, port) => Text(rows).Select(row => $"{port} {row}")), await OthersReadAsync(others, question));
        }
    }

    // What the program said until it died: the operations that it was told are done, and the one that it was at.
    private static async Task<(long? Running, IReadOnlyList<long> Done)> KillAsync(string root, long first, TimeSpan after)
    {
        using Process process = LoadProcess.StartShort("crash", root, first.ToString(CultureInfo.InvariantCulture));
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancel);
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Cancel));
        // A process that has just started is slow: most die after their first operation, some in it.
        string begun = after.Ticks % 4 == 0 ? "" : $"{await process.StandardOutput.ReadLineAsync(Cancel)}\n{await process.StandardOutput.ReadLineAsync(Cancel)}\n";
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancel);
        await Task.Delay(after, Cancel);
        process.Kill();
        await process.WaitForExitAsync(Cancel);
        Assert.Equal("", await errors);
        long? running = null;
        List<long> done = [];
        // The last line may be cut off.
        foreach (string[] line in (begun + await output).Split('\n').SkipLast(1).Select(l => l.Split(' ')))
        {
            long number = long.Parse(line[1], CultureInfo.InvariantCulture);
            running = line[0] == "start" ? number : null;
            if (line[0] == "done")
                done.Add(number);
        }
        return (running, done);
    }

    private static async Task<string[]> ReadAsync(Mesh mesh, int port) =>
        Text((await Streams.ToListAsync((await mesh.OpenAsync<CrashRow>(CrashWork.Ports[port].Name, cancellationToken: Cancel)).ReadAsync(Cancel))).Select(r => (r.Id, r.Operation)));

    private static string[] Text(IEnumerable<(long Id, long Operation)> rows) => [.. rows.Select(r => $"{r.Id} {r.Operation}").Order(StringComparer.Ordinal)];

    // Nothing is kept of the answer before: a manifest that the table needs and that has gone must not be read from memory.
    private static string Question(string root) =>
        string.Join(" union all ", CrashWork.Ports.Select((port, at) => $"select '{at} ' || toString(id) || ' ' || toString(operation) as row from icebergLocal('{new StoredTable(root, port.Name).Folder}')"))
            + " settings use_iceberg_metadata_files_cache = 0, max_threads = 1";

    private static async Task<IEnumerable<string>> OthersReadAsync(ClickHouseReader others, string question) =>
        (await others.QueryAsync(question)).Select(row => row.GetProperty("row").GetString()!).Order(StringComparer.Ordinal);
}
