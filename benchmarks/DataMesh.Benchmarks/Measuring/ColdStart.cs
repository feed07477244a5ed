using System.Diagnostics;
using System.Globalization;

namespace DataMesh.Benchmarks;

/// <summary>How long a new process takes from its start to the first row it reads.</summary>
internal static class ColdStart
{
    public const string Command = "first-row";
    private const double LimitMs = 400;
    private const string FirstRow = "first row ";

    /// <summary>What the new process does: it prints the milliseconds since it was started.</summary>
    public static async Task RunAsync(string root)
    {
        await using Mesh mesh = Mesh.Create(root);
        await foreach (Order _ in (await mesh.As("analytics").OpenAsync<Order>(Workbench.Orders)).ReadAsync())
            break;
        TimeSpan passed = DateTime.Now - Process.GetCurrentProcess().StartTime;
        Console.WriteLine(passed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));
    }

    /// <summary>This program, compiled while it runs, and the sample as run.sh compiled it before.</summary>
    public static async IAsyncEnumerable<Figure> MeasureAsync(Workbench bench)
    {
        int rounds = bench.Scale.Rounds;
        yield return Of("Cold start", await ChildProcess.MedianAsync(rounds, async () => double.Parse(await ChildProcess.RunAsync(ChildProcess.Self, Command, bench.ZstdRoot), CultureInfo.InvariantCulture)));
        if (await MeasureSampleAsync("DATAMESH_READY_SAMPLE", bench) is { } ready)
            yield return Of("Cold start, ReadyToRun", ready);
        if (await MeasureSampleAsync("DATAMESH_AOT_SAMPLE", bench) is { } ahead)
            yield return Of("Cold start, compiled ahead of time", ahead);
    }

    private static Figure Of(string name, double milliseconds) => new(name, $"first row in a new process ≤ {LimitMs} ms wall, with the runtime's start", milliseconds, LimitMs, "ms");

    // Null when run.sh did not make the sample.
    private static async Task<double?> MeasureSampleAsync(string variable, Workbench bench)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } sample)
            return null;
        string root = Path.Combine(bench.Folder, variable);
        await ChildProcess.RunAsync(sample, "publish", root);
        return await ChildProcess.MedianAsync(bench.Scale.Rounds, async () =>
            double.Parse((await ChildProcess.RunAsync(sample, "read", root)).Split('\n').First(l => l.StartsWith(FirstRow, StringComparison.Ordinal)).Split(' ')[2], CultureInfo.InvariantCulture));
    }
}
