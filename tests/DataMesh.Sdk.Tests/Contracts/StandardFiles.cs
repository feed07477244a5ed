using System.Diagnostics;

namespace DataMesh.Tests.Contracts;

/// <summary>The official schemas and examples of the standards, and somebody else's validator.</summary>
internal static class StandardFiles
{
    private static readonly string _folder = Path.Combine(FindRepository(), "tests", "standards");

    /// <summary>The documents of a standard, published examples and our own: relative paths.</summary>
    public static TheoryData<string> All(string standard) =>
        [.. new[] { "examples", "own" }.SelectMany(f => Directory.GetFiles(Path.Combine(_folder, f, standard), "*.yaml")).Order(StringComparer.Ordinal).Select(f => Path.GetRelativePath(_folder, f).Replace('\\', '/'))];

    /// <summary>A file of the repository.</summary>
    public static string InRepository(string file) => Path.Combine(FindRepository(), file);

    public static string Read(string file) => File.ReadAllText(Path.Combine(_folder, file));

    /// <summary>Fails with every violation that the validator finds in the YAML files of a folder.</summary>
    public static void Validate(string standard, string folder)
    {
        (int exitCode, string output) = Run(standard, folder);

        Assert.True(exitCode == 0, output);
    }

    public static (int ExitCode, string Output) Run(string standard, string folder)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(_folder, "node_modules")), "The validator is not installed: run 'npm ci' in tests/standards, or eng/test.sh, which does.");
        ProcessStartInfo start = new("node", [Path.Combine(_folder, "validate.mjs"), standard, folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DataMesh.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
