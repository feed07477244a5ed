using System.Diagnostics;

namespace DataMesh.Packages.Tests;

/// <summary>Committed contracts in a project that knows the package DataMesh and has no line of MSBuild for them.</summary>
/// <remarks>What a build says of a difference is held against the analyzer in DataMesh.Generators.Tests; here is what MSBuild does. One project, restored once.</remarks>
public sealed class CommittedContractTests(PackedFeed feed)
{
    private const string File = "sales.orders.lines.odcs.yaml";
    private const string Amount = "[Description(\"Net; 100 % $(x) @(y) *? 'C:\\\\dir'\"), RegularExpression(@\"^\\d+;%41$\")] public string? Amount { get; init; }";

    [Fact]
    public async Task The_first_build_writes_the_contract_the_program_stores_what_is_added_to_it_and_a_build_refuses_to_break_it()
    {
        string folder = await NewProjectAsync("Contracts"), contract = Path.Combine(folder, "contracts", File);

        string first = await BuildAsync(folder, succeeds: true);
        Assert.Contains($"wrote 'contracts/{File}'", first, StringComparison.Ordinal);
        string written = await ReadAsync(contract);
        Assert.Contains("description: \"Net; 100 % $(x) @(y) *? 'C:\\\\dir'\"", written, StringComparison.Ordinal);
        Assert.Contains("pattern: \"^\\\\d+;%41$\"", written, StringComparison.Ordinal);

        // Also when the compiler has nothing to do.
        System.IO.File.Delete(contract);
        Assert.Contains("wrote", await BuildAsync(folder, succeeds: true, "--no-restore"), StringComparison.Ordinal);
        Assert.Equal(written, await ReadAsync(contract));

        // The owner's sections, and a column less than the code has: the build reports it, and the program says what the code says.
        string edited = written[..written.IndexOf("      - name: amount\n", StringComparison.Ordinal)] + """
            team: { members: [{ username: ann, role: owner }] }
            price: { priceAmount: 9.95, priceCurrency: EUR }
            customProperties: [{ property: costCentre, value: 4711 }]

            """;
        await System.IO.File.WriteAllTextAsync(contract, edited, TestContext.Current.CancellationToken);
        string drifted = await BuildAsync(folder, succeeds: true, "--no-restore", "-p:TreatWarningsAsErrors=false");
        Assert.Contains("warning DMESH3002: 'sales/orders/lines': property 'amount' was added (minor).", drifted, StringComparison.Ordinal);
        Assert.DoesNotContain("wrote", drifted, StringComparison.Ordinal);
        await DotNet.RunAsync(folder, Directory.GetFiles(Path.Combine(folder, "bin"), "Contracts.dll", SearchOption.AllDirectories).Single());
        string stored = await ReadAsync(Path.Combine(folder, "mesh", "sales", "orders", "contracts", "lines", "1.0.0.odcs.yaml"));
        foreach (string line in (string[])["username: ann", "priceAmount: 9.95", "property: costCentre", "- name: amount"])
            Assert.Contains(line, stored, StringComparison.Ordinal);

        await System.IO.File.WriteAllTextAsync(contract, written, TestContext.Current.CancellationToken);
        await WriteAsync(folder, "");
        string broken = await BuildAsync(folder, succeeds: false, "--no-restore");
        Assert.Contains("error DMESH3003: 'sales/orders/lines': property 'amount' was removed, which breaks readers of 1.0.0.", broken, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_may_have_no_committed_contracts_and_where_nobody_would_commit_them_none_are_written()
    {
        (string Properties, string Said)[] cases =
        [
            ("Nothing=said", "true true"), ("DataMeshContracts=false", "false true"), ("IsTestProject=true", "false true"), ("IsTestingPlatformApplication=true", "false true"), ("FileBasedProgram=true", "false true"),
            ("CI=true", "true false"), ("ContinuousIntegrationBuild=true", "true false"), ("DataMeshWriteContracts=false", "true false"), ("CI=true;DataMeshWriteContracts=true", "true true"),
        ];
        string folder = Directory.CreateDirectory(Path.Combine(feed.Scratch, "Asked")).FullName;
        string targets = Path.Combine(feed.Root, "src", "DataMesh.Abstractions", "buildTransitive", "DataMesh.Abstractions.targets");
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "Asked.proj"), $"""
            <Project DefaultTargets="Ask">
              <Import Project="{targets}" />
              <Target Name="Say"><Message Importance="high" Text="said $(DataMeshContracts) $(DataMeshWriteContracts) to @(CompilerVisibleProperty)" /></Target>
              <Target Name="Ask">
                {string.Concat(cases.Select(c => $"<MSBuild Projects=\"Asked.proj\" Targets=\"Say\" Properties=\"CI=;TF_BUILD=;ContinuousIntegrationBuild=;{c.Properties}\" />"))}
              </Target>
            </Project>
            """, TestContext.Current.CancellationToken);

        string[] said = [.. (await DotNet.RunAsync(folder, "msbuild", "Asked.proj", "--tl:off")).Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("said ", StringComparison.Ordinal))];

        Assert.Equal(cases.Select(c => $"said {c.Said} to DataMeshContracts;DataMeshWriteContracts"), said);
    }

    private async Task<string> NewProjectAsync(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(feed.Scratch, name)).FullName;
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="DataMesh" Version="{feed.Version}" />
              </ItemGroup>
            </Project>
            """);
        await WriteAsync(folder, Amount);
        return folder;
    }

    private static Task WriteAsync(string folder, string member) => System.IO.File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), $$"""
        using System.ComponentModel;

        await using Mesh mesh = Mesh.Create("./mesh", m => m.AddProduct<OrderLine>("sales/orders/lines", port => port.Version("1.0.0")));
        await mesh.RegisterAsync();

        [DataSchema] public sealed partial record OrderLine { [Key] public required long Id { get; init; } {{member}} }
        """);

    private static Task<string> ReadAsync(string file) => System.IO.File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

    private static async Task<string> BuildAsync(string folder, bool succeeds, params string[] more)
    {
        using Process process = DotNet.Start(folder, ["build", "--tl:off", .. more]);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(succeeds == (process.ExitCode == 0), output);
        return output;
    }
}
