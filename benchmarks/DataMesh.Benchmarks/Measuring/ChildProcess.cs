using System.Diagnostics;

namespace DataMesh.Benchmarks;

/// <summary>Runs other programs, above all this one anew, for what a warm process cannot show.</summary>
internal static class ChildProcess
{
    /// <summary>This program.</summary>
    public static string Self => Environment.ProcessPath!;

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using Process child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string printed = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0 ? printed : throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' ended with {child.ExitCode}.");
    }

    /// <summary>The median of a figure that is measured some times.</summary>
    public static async Task<double> MedianAsync(int rounds, Func<Task<double>> measure)
    {
        List<double> all = [];
        for (int i = 0; i < rounds; i++)
            all.Add(await measure());
        return all.Order().ElementAt(all.Count / 2);
    }
}
