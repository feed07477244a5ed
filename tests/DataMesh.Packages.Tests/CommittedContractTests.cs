namespace DataMesh.Packages.Tests;

/// <summary>Committed contracts in a project that knows the package DataMesh and has no line of MSBuild for them.</summary>
public sealed class CommittedContractTests(PackedFeed feed)
{
    private const string Amount = "[Description(\"Net; 100 % $(x) @(y) *? 'C:\\\\dir'\"), RegularExpression(@\"^\\d+;%41$\")] public string? Amount { get; init; }";

    [Fact]
    public async Task The_first_build_writes_the_contract_and_the_next_one_refuses_to_break_it()
    {
        string folder = NewProject("Contracts");
        string contract = Path.Combine(folder, "contracts", "sales.orders.lines.odcs.yaml");
        await WriteAsync(folder, Amount);

        string first = await BuildAsync(folder);
        Assert.Contains("wrote 'contracts/sales.orders.lines.odcs.yaml'", first, StringComparison.Ordinal);
        string written = await File.ReadAllTextAsync(contract, TestContext.Current.CancellationToken);
        Assert.Contains("description: \"Net; 100 % $(x) @(y) *? 'C:\\\\dir'\"", written, StringComparison.Ordinal);
        Assert.Contains("pattern: \"^\\\\d+;%41$\"", written, StringComparison.Ordinal);

        Assert.DoesNotContain("wrote", await BuildAsync(folder), StringComparison.Ordinal);
        File.Delete(contract);
        Assert.Contains("wrote", await BuildAsync(folder), StringComparison.Ordinal);
        Assert.Equal(written, await File.ReadAllTextAsync(contract, TestContext.Current.CancellationToken));

        await WriteAsync(folder, "");
        string broken = await BuildAsync(folder, succeeds: false);
        Assert.Contains("error DMESH3003: 'sales/orders/lines': property 'amount' was removed, which breaks readers of 1.0.0.", broken, StringComparison.Ordinal);
        Assert.Equal(written, await File.ReadAllTextAsync(contract, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_nothing_is_written_a_missing_contract_is_a_warning_and_a_project_may_have_none()
    {
        string folder = NewProject("NoContracts");
        await WriteAsync(folder, Amount);

        Assert.Contains("DMESH3001: 'sales/orders/lines' has no committed contract", await BuildAsync(folder, succeeds: false, "-p:DataMeshWriteContracts=false"), StringComparison.Ordinal);
        await BuildAsync(folder, succeeds: true, "-p:DataMeshContracts=false");
        await BuildAsync(folder, succeeds: true, "-p:IsTestProject=true");

        Assert.False(Directory.Exists(Path.Combine(folder, "contracts")));
    }

    private string NewProject(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(feed.Scratch, name)).FullName;
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="DataMesh" Version="{feed.Version}" />
              </ItemGroup>
            </Project>
            """);
        return folder;
    }

    private static Task WriteAsync(string folder, string member) => File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), $$"""
        using System.ComponentModel;

        await using Mesh mesh = Mesh.Create("./mesh", m => m.AddProduct<OrderLine>("sales/orders/lines", port => port.Version("1.0.0")));

        [DataSchema] public sealed partial record OrderLine { [Key] public required long Id { get; init; } {{member}} }
        """);

    private static async Task<string> BuildAsync(string folder, bool succeeds = true, params string[] more)
    {
        using System.Diagnostics.Process process = DotNet.Start(folder, ["build", "--tl:off", .. more]);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(succeeds == (process.ExitCode == 0), output);
        return output;
    }
}
