using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace DataMesh.Docs.Tests;

public sealed partial class SampleTests
{
    [Fact]
    public async Task The_Quickstart_prints_the_same_checked_numbers_twice_and_stays_under_600_MB()
    {
        string folder = Directory.CreateTempSubdirectory("quickstart-").FullName;
        try
        {
            (int exit, string output, string figures) = await RunAsync(folder);
            (int secondExit, string secondOutput, _) = await RunAsync(folder);

            Assert.True(exit == 0 && secondExit == 0, output);
            Assert.Equal(output, secondOutput);
            Assert.Contains("2,999,983 rows  6 monthly publishes", output, StringComparison.Ordinal);
            Assert.Contains("11 rows in quarantine: delay between -120 and 1440 (worst -1,116 min)", output, StringComparison.Ordinal);
            Assert.Contains("x refused: property 'delay' was removed, which breaks network-planning, network-planning/punctuality; 1.1.0 was asked, it takes 2.0.0", output, StringComparison.Ordinal);
            Assert.Contains("promise  the last publish is at most P1D old: kept", output, StringComparison.Ordinal);
            Assert.Contains("kept: 0 rows break it, the smallest month has", output, StringComparison.Ordinal);
            Assert.Contains("refused: the number of rows is at least 100,000, it was 6", output, StringComparison.Ordinal);
            Assert.Contains("2,763 of 50,231", output, StringComparison.Ordinal);
            Assert.Contains("then 1,698   now 2,763", output, StringComparison.Ordinal);
            Assert.Contains("follow from the publish of May:  +502,222 rows (June); interrupted, resumed, none twice", output, StringComparison.Ordinal);
            Assert.Contains("9,171 rows.  NEWARK LIBERTY INTL", output, StringComparison.Ordinal);
            Assert.Contains("cost_repair = null", output, StringComparison.Ordinal);
            Assert.Contains("Teams.cs:", output, StringComparison.Ordinal);
            Assert.Matches(@"All \d\d checks passed\.", output);
            Assert.InRange(int.Parse(Peak().Match(figures).Groups[1].Value, null), 1, 600);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_Quickstart_leaves_a_folder_alone_that_it_did_not_make()
    {
        string folder = Directory.CreateTempSubdirectory("quickstart-").FullName;
        string precious = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "quickstart-mesh")).FullName, "precious.txt");
        await File.WriteAllTextAsync(precious, "mine", TestContext.Current.CancellationToken);
        try
        {
            (int exit, _, string message) = await RunAsync(folder);

            Assert.Equal(2, exit);
            Assert.Contains("left alone", message, StringComparison.Ordinal);
            Assert.True(File.Exists(precious));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task ContractEvolution_shows_what_goes_on_and_what_is_refused_with_the_consumer_s_name()
    {
        string folder = Directory.CreateTempSubdirectory("evolution-").FullName;
        try
        {
            (int exit, string output, string errors) = await RunAsync(folder, "ContractEvolution");

            Assert.True(exit == 0, errors);
            Assert.Contains("readers see id, email, amount, coupon of 3 rows, old and new", output, StringComparison.Ordinal);
            Assert.Contains("readers see id, customer, amount, coupon of 3 rows, old and new", output, StringComparison.Ordinal);
            Assert.Contains("version 1.3.0 breaks readers of 1.2.0: property 'amount' was removed. Raise the version to 2.0.0", output, StringComparison.Ordinal);
            Assert.Contains("'finance/revenue' (amount)", output, StringComparison.Ordinal);
            Assert.Contains("Cannot retire 'sales/orders/lines@1': it is in use by", output, StringComparison.Ordinal);
            Assert.Contains("it is retired. Use 'sales/orders/lines@2' instead. Supported until 2027-03-31. Amounts come in cents.", output, StringComparison.Ordinal);
            Assert.Equal(5, output.Split("finance still gets its revenue").Length - 1);
            Assert.Contains(Documents.Read(Path.Combine(Documents.Root, "samples", "ContractEvolution", "Orders", "contracts", "consumers.lock.json")).ReplaceLineEndings("\n"), output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Building_the_changes_of_a_contract_says_what_the_README_of_the_sample_shows()
    {
        (string Change, bool Builds)[] changes = [("add", true), ("rename", false), ("former-name", true), ("break", false)];
        string folder = Directory.CreateTempSubdirectory("changes-").FullName;
        try
        {
            // One MSBuild for all of them: what takes time is to start it.
            string project = Path.Combine("samples", "ContractEvolution", "Orders"), all = Path.Combine(folder, "All.proj");
            await File.WriteAllTextAsync(all, $"""
                <Project DefaultTargets="All">
                  <Target Name="All">
                    {string.Concat(changes.Select(c => $"""
                        <MSBuild Projects="{Path.Combine(Documents.Root, project, "Orders.csproj")}" Targets="Clean;Compile" ContinueOnError="true"
                                 Properties="Change={c.Change};Configuration={Configuration};BuildProjectReferences=false;DataMeshWriteContracts=false" />
                        <Message Importance="high" Text="ended {c.Change}" />
                        """))}
                  </Target>
                </Project>
                """, TestContext.Current.CancellationToken);

            (_, string output, _) = await RunAsync(Documents.Root, ["msbuild", all, "-nodeReuse:false", "--tl:off"]);

            string rest = output;
            foreach ((string change, bool builds) in changes)
            {
                string[] parts = rest.Split($"ended {change}", 2);
                Assert.True(parts.Length == 2, output);
                string[] said = [.. parts[0].Split('\n').Select(l => l.Trim()).Where(l => l.Contains(": warning DMESH", StringComparison.Ordinal) || l.Contains(": error ", StringComparison.Ordinal)).Distinct()
                    .Select(l => l.Replace($"{Documents.Root}{Path.DirectorySeparatorChar}", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
                Assert.True(builds == !Array.Exists(said, l => l.Contains(": error ", StringComparison.Ordinal)), output);
                string shown = Documents.Read(Path.Combine(Documents.Root, project, "..", "README.md")).Split($"-p:Change={change}\n")[1].Split("```")[0].Split("\n$ ")[0];
                Assert.Equal(shown.Split('\n', StringSplitOptions.RemoveEmptyEntries), said);
                rest = parts[1];
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Configuration => typeof(SampleTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private static Task<(int Exit, string Output, string Errors)> RunAsync(string folder, string sample = "Quickstart") =>
        RunAsync(folder, [Path.Combine(Documents.Root, "artifacts", "bin", sample, Configuration.ToLowerInvariant(), $"{sample}.dll")]);

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(string folder, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    [GeneratedRegex(@"peak (\d+) MB")]
    private static partial Regex Peak();
}
