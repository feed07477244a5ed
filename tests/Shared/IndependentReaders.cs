using System.Diagnostics;
using System.Text.Json;

namespace DataMesh.Tests;

/// <summary>Readers that others wrote, run with Node.js from <c>tests/readers</c>. A test that needs one is skipped, with the reason, where they are not installed.</summary>
public static class IndependentReaders
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Runs SQL in ClickHouse (npm chdb) and returns its rows, one JSON object each. A table is <c>icebergLocal('/folder')</c>, a file <c>file('/path', Parquet)</c>.</summary>
    public static Task<IReadOnlyList<JsonElement>> ClickHouseAsync(string sql) => RunAsync("chdb.mjs", sql);

    /// <summary>Runs SQL statements in one session of ClickHouse, which may create and change Iceberg tables (<c>engine = IcebergLocal('/folder', 'Parquet')</c>), and returns the rows of the last.</summary>
    public static Task<IReadOnlyList<JsonElement>> ClickHouseSessionAsync(params string[] statements) => RunAsync("chdb-session.mjs", statements);

    /// <summary>Reads the current rows of an Iceberg table folder with icebird, one JSON object each; whole numbers above 2^53, dates and bytes are texts.</summary>
    public static Task<IReadOnlyList<JsonElement>> IcebirdAsync(string tableFolder) => RunAsync("icebird.mjs", tableFolder);

    /// <summary>Reads an Arrow file or stream with Arrow for JavaScript, one JSON object per row; whole numbers above 2^53 are texts, bytes are hexadecimal.</summary>
    public static Task<IReadOnlyList<JsonElement>> ArrowAsync(string file) => RunAsync("arrow.mjs", file);

    /// <summary>Writes the table of <c>arrow-write.mjs</c> with Arrow for JavaScript: <c>rows.arrow</c> and <c>rows.arrows</c>, a file and a stream.</summary>
    public static Task WriteArrowAsync(string folder) => RunAsync("arrow-write.mjs", folder);

    private static async Task<IReadOnlyList<JsonElement>> RunAsync(string script, params string[] arguments)
    {
        using Process node = Start(script, arguments);
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            Task<string> output = node.StandardOutput.ReadToEndAsync(timeout.Token), errors = node.StandardError.ReadToEndAsync(timeout.Token);
            await node.WaitForExitAsync(timeout.Token);
            Assert.True(node.ExitCode == 0, $"{script} failed: {await errors}");
            return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        }
        finally
        {
            if (!node.HasExited)
                node.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts a script of <c>tests/readers</c>, whose streams are the caller's.</summary>
    internal static Process Start(string script, params string[] arguments)
    {
        ProcessStartInfo start = new("node") { WorkingDirectory = FindFolder(), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(script);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Node.js is not installed: independent readers cannot check what we write. Run eng/test.sh, which installs it.");
            throw;
        }
    }

    // From the test's assembly upwards: a build in CI maps the paths of sources away.
    private static string FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "tests", "readers") is var readers && File.Exists(Path.Combine(readers, "package.json")))
            {
                Assert.SkipUnless(Directory.Exists(Path.Combine(readers, "node_modules")), "The independent readers are not installed. Run eng/test.sh, or 'npm install --no-save' in tests/readers.");
                return readers;
            }
        Assert.Skip($"No folder above '{AppContext.BaseDirectory}' has tests/readers.");
        throw new InvalidOperationException();
    }
}
