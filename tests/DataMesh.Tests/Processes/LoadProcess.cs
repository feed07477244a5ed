using System.Diagnostics;

namespace DataMesh.Tests.Processes;

/// <summary>Runs the program <c>DataMesh.Tests.Load</c>.</summary>
internal static class LoadProcess
{
    public static Process Start(params IEnumerable<string> arguments) => Start(arguments, []);

    private static Process Start(IEnumerable<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DataMesh.Tests.Load.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Starts a process that lives for a second: it does not count what it would compile better later, which costs it a seventh of its time.</summary>
    public static Process StartShort(params IEnumerable<string> arguments) => Start(arguments, ("DOTNET_TieredPGO", "0"));

    /// <summary>Waits for the end, which must be a good one, and returns what the program printed.</summary>
    public static async Task<string[]> EndAsync(Process process)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True((await errors).Length == 0, await errors);
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public static async Task<string[]> RunAsync(params IEnumerable<string> arguments)
    {
        using Process process = Start(arguments);
        return await EndAsync(process);
    }
}
