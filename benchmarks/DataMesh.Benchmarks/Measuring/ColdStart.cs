using System.Diagnostics;
using System.Globalization;

namespace DataMesh.Benchmarks;

/// <summary>How long a new process takes from its start to the first row it reads.</summary>
internal static class ColdStart
{
    public const string Command = "first-row";
    public const double LimitMs = 400;

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
        {
            using Process child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Command, root]) { RedirectStandardOutput = true })!;
            string printed = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            all.Add(double.Parse(printed, CultureInfo.InvariantCulture));
        }
        return all.Order().ElementAt(all.Count / 2);
    }
}
