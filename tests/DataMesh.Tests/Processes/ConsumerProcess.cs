using System.Diagnostics;

namespace DataMesh.Tests.Processes;

/// <summary>Runs another team's program, which has the packages and the root folder only.</summary>
internal static class ConsumerProcess
{
    public static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DataMesh.Tests.Consumer.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public static async Task<(int ExitCode, string[] Lines)> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        return await EndAsync(process);
    }

    /// <summary>Waits for the end and returns what the program printed since.</summary>
    public static async Task<(int ExitCode, string[] Lines)> EndAsync(Process process)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True((await errors).Length == 0, await errors);
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
