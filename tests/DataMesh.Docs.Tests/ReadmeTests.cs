using System.Reflection;
using System.Text.RegularExpressions;

namespace DataMesh.Docs.Tests;

[Collection(SnippetRun.Alone)]
public sealed partial class ReadmeTests
{
    private static readonly string Readme = Documents.Read(Path.Combine(Documents.Root, "README.md"));

    private static Snippet Program => Snippet.In(Path.Combine(Documents.Root, "README.md")).First();

    [Fact]
    public void The_program_has_fifteen_lines() => Assert.Equal(15, Program.Code.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line)));

    [Fact]
    public void HelloMesh_is_the_program() => Assert.Equal(Program.Code, Documents.Read(Path.Combine(Documents.Root, "samples", "HelloMesh", "Program.cs")));

    [Fact]
    public void The_program_prints_the_line_and_the_sum_also_when_it_runs_again()
    {
        string[] first = [], second = [];
        string folder = Directory.CreateTempSubdirectory("readme-").FullName;
        try
        {
            first = SnippetRun.Lines(Program, folder);
            second = SnippetRun.Lines(Program, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Assert.Equal(["OrderLine { Id = 1, Article = bolts, Amount = 250.00 }", "250.00"], first);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Both_commands_stand_at_the_top_and_exist()
    {
        string top = string.Join('\n', Readme.Split('\n').Take(12));

        Assert.Contains("dotnet run -c Release --project samples/Quickstart", top, StringComparison.Ordinal);
        Assert.Contains("./eng/test.sh", top, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Documents.Root, "samples", "Quickstart", "Quickstart.csproj")));
        Assert.True(File.Exists(Path.Combine(Documents.Root, "eng", "test.sh")));
    }

    [Fact]
    public void What_is_said_not_to_exist_does_not_exist()
    {
        string section = Readme[Readme.IndexOf("Not done yet:", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n\nIn-process", StringComparison.Ordinal)];
        string[] planned = [.. CodeSpan().Matches(section).Select(m => m.Groups[1].Value)];

        HashSet<string> members = [.. typeof(Mesh).Assembly.GetReferencedAssemblies().Where(a => a.Name!.StartsWith("DataMesh", StringComparison.Ordinal)).Select(Assembly.Load).Append(typeof(Mesh).Assembly)
            .SelectMany(a => a.GetExportedTypes()).Where(t => t.Namespace is "DataMesh" or "Microsoft.Extensions.DependencyInjection")
            .SelectMany(t => t.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)).OfType<MethodInfo>().Select(m => m.Name)];

        Assert.NotEmpty(planned);
        Assert.Empty(planned.Intersect(members));
    }

    [Fact]
    public void The_sizes_of_native_libraries_are_those_of_the_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "the README states sizes for linux-x64");
        Match stated = NativeSizes().Match(Readme);

        Assert.Equal(int.Parse(stated.Groups["parquet"].Value, null), MegaBytes("ParquetSharpNative.so"));
        Assert.Equal(int.Parse(stated.Groups["duckdb"].Value, null), MegaBytes("libduckdb.so"));
    }

    private static int MegaBytes(string library) =>
        (int)Math.Round(new FileInfo(Directory.EnumerateFiles(AppContext.BaseDirectory, library, SearchOption.AllDirectories).First()).Length / 1e6);

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"Parquet (?<parquet>\d+) MB, DuckDB (?<duckdb>\d+) MB")]
    private static partial Regex NativeSizes();
}
