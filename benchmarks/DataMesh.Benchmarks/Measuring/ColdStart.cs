using System.Diagnostics;
using System.Globalization;

namespace DataMesh.Benchmarks;

/// <summary>How long a new process takes from its start to the first row it reads.</summary>
internal static class ColdStart
{
    public const string Command = "first-row";
    public const double LimitMs = 400;
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

    /// <summary>The median over some new processes.</summary>
    public static async Task<double> MeasureAsync(string root, int rounds)
    {
        List<double> all = [];
        for (int i = 0; i < rounds; i++)
            all.Add(double.Parse(await RunAsync(Environment.ProcessPath!, Command, root), CultureInfo.InvariantCulture));
        return all.Order().ElementAt(all.Count / 2);
    }

    /// <summary>The same of the sample that is compiled ahead of time; null when run.sh did not make it.</summary>
    public static async Task<double?> MeasureAheadOfTimeAsync(string folder, int rounds)
    {
        if (Environment.GetEnvironmentVariable("DATAMESH_AOT_SAMPLE") is not { Length: > 0 } sample)
            return null;
        string root = Path.Combine(folder, "ahead-of-time");
        await RunAsync(sample, "publish", root);
        List<double> all = [];
        for (int i = 0; i < rounds; i++)
            all.Add(double.Parse((await RunAsync(sample, "read", root)).Split('\n').First(l => l.StartsWith(FirstRow, StringComparison.Ordinal)).Split(' ')[2], CultureInfo.InvariantCulture));
        return all.Order().ElementAt(all.Count / 2);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string printed = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return printed;
    }
}
