using System.Diagnostics;
using System.Text;

namespace DataMesh.Packages.Tests;

/// <summary>Runs the dotnet command as a user would, without what the test runner put into the environment.</summary>
internal static class DotNet
{
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        string text = await output;
        if (process.ExitCode != 0)
            Assert.Fail($"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{text}\n{await errors}");
        return text;
    }

    public static Process Start(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || k.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
