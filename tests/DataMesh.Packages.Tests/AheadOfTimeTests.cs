using System.Diagnostics;
using System.Reflection;

namespace DataMesh.Packages.Tests;

/// <summary>The sample that is compiled ahead of time: one native program without any of our assemblies beside it.</summary>
public sealed class AheadOfTimeTests(PackedFeed feed) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-aot-").FullName;

    private static string Configuration => typeof(AheadOfTimeTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_program_compiled_ahead_of_time_publishes_and_reads_typed_as_Arrow_and_by_SQL_under_its_policy()
    {
        if (!IsInPath("clang"))
            Assert.Skip("clang is missing, which links programs that are compiled ahead of time. eng/test.sh installs it.");
        string output = Path.Combine(_folder, "program"), mesh = Path.Combine(_folder, "mesh");
        string compiled = await DotNet.RunAsync(feed.Root, "publish", "samples/AotPublisher", "--no-build", "-c", Configuration, "-o", output, "-v", "quiet");

        Assert.DoesNotContain("warning", compiled, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(output, "*.dll"));
        Assert.Contains("published 100000 rows", await RunAsync(output, "publish", mesh), StringComparison.Ordinal);
        string read = await RunAsync(output, "read", mesh);
        Assert.Contains("read 83340 records, 0 with a technician", read, StringComparison.Ordinal);
        Assert.Contains("read 83340 rows as Arrow", read, StringComparison.Ordinal);
        Assert.Contains("counted 83340 rows by SQL", read, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "AotPublisher"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, errors);
        return await output;
    }

    private static bool IsInPath(string command) =>
        Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, command))) ?? false;
}
