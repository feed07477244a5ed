using System.Diagnostics;
using System.Globalization;

namespace DataMesh.Benchmarks;

/// <summary>What a second core is worth: the best wall time of some rounds in a process that is bound to one core, and in one that is bound to two.</summary>
internal static class TwoCores
{
    public const string Command = "cores";
    private const double LimitRatio = 1 / 1.6;
    private const int Rows = 500_000;
    private const string Port = "sales/cores/lines";
    private const string Taskset = "/usr/bin/taskset";

    /// <summary>What the bound process does: it publishes and scans some times and prints the best milliseconds of both.</summary>
    public static async Task RunAsync(string root)
    {
        await using Mesh mesh = Mesh.Create(root, m => m.AddProduct<Order>(Port, p => p.Describe("Orders of a bound process.").Mode(PublishMode.Replace).Grant("analytics", g => g.ToDomain("analytics"))));
        Order[] rows = OrderRows.Create(Rows);
        IDataMesh reader = mesh.As("analytics");
        double publish = await BestAsync(() => mesh.Output<Order>(Port).PublishAsync(rows));
        double scan = await BestAsync(async () => await (await reader.OpenAsync<Order>(Port)).ReadAsync().CountAsync());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{publish:0.0} {scan:0.0}"));
    }

    /// <summary>None where processes cannot be bound or there is one core only.</summary>
    public static async IAsyncEnumerable<Figure> MeasureAsync(Workbench bench)
    {
        if (Environment.ProcessorCount < 2 || !File.Exists(Taskset))
            yield break;
        (double publish, double scan) = await RunBoundAsync(bench, "0");
        (double publishOnTwo, double scanOnTwo) = await RunBoundAsync(bench, "0,1");
        yield return Of("publish", publishOnTwo / publish);
        yield return Of("typed scan", scanOnTwo / scan);
    }

    private static Figure Of(string work, double ratio) => new($"Two cores, {work}", string.Create(CultureInfo.InvariantCulture, $"wall ≤ {LimitRatio:0.000} × one core"), ratio, LimitRatio, "×");

    private static async Task<(double Publish, double Scan)> RunBoundAsync(Workbench bench, string cores)
    {
        string printed = await ChildProcess.RunAsync(Taskset, "-c", cores, ChildProcess.Self, Command, Path.Combine(bench.Folder, $"cores-{cores}"));
        double[] best = [.. printed.Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
        return (best[0], best[1]);
    }

    private static async Task<double> BestAsync(Func<Task> work)
    {
        double best = double.MaxValue;
        for (int i = 0; i < 12; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return best;
    }
}
