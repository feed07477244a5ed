using System.Globalization;
using System.Text;
using CsCheck;
using DataMesh.Tests.Contracts;
using Microsoft.CodeAnalysis;

namespace DataMesh.Generators.Tests;

public sealed class ContractDriftTests
{
    private const string Members = "[Key] public required long Id { get; init; } public required string Email { get; init; } [DecimalPrecision(18, 2)] public required decimal Amount { get; init; }";
    private const string WithoutAmount = "[Key] public required long Id { get; init; } public required string Email { get; init; }";
    private const string File = "sales.orders.lines.odcs.yaml";

    private const string Consumers = """
        {
          "version": 1,
          "ports": {
            "sales/orders/lines@1": [
              { "name": "finance/revenue", "columns": ["id", "amount"] },
              { "name": "crm/churn", "columns": ["email"] },
              { "name": "marketing" }
            ]
          }
        }
        """;

    private static Dictionary<string, string> Committed => new ContractProject(ContractProject.Declare(Members)).FirstBuild();

    [Fact]
    public async Task A_record_that_says_what_is_committed_is_left_alone() => Assert.Empty(await new ContractProject(ContractProject.Declare(Members)) { Files = Committed }.AnalyzeAsync());

    [Fact]
    public async Task A_contract_whose_port_is_gone_is_reported_at_its_file()
    {
        Diagnostic found = Assert.Single(await new ContractProject(ContractProject.Declare(Members)) { Files = new(Committed) { ["sales.orders.returns.odcs.yaml"] = Committed[File] } }.AnalyzeAsync());

        Assert.Equal(("DMESH3006", DiagnosticSeverity.Warning, "/project/contracts/sales.orders.returns.odcs.yaml"), (found.Id, found.DefaultSeverity, found.Location.GetLineSpan().Path));
        Assert.StartsWith("'sales.orders.returns.odcs.yaml' is the committed contract of no port that this project declares. If the port is gone, retire it in the mesh", found.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contract_that_may_be_of_a_port_that_only_running_code_knows_is_not_reported()
    {
        ContractProject project = ContractBaselineTests.Project("mesh.AddProduct<A>(Environment.NewLine, port => port.Version(\"1.0.0\"));");

        Assert.StartsWith("DMESH3005", Assert.Single(await new ContractProject(project.Source) { Files = new(Committed) }.DescribeAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_breaking_change_names_who_is_hit_by_which_column_and_the_version_that_it_takes()
    {
        ContractProject project = new(ContractProject.Declare(WithoutAmount, "1.1.0")) { Files = new(Committed) { ["consumers.lock.json"] = Consumers } };

        Diagnostic found = Assert.Single(await project.AnalyzeAsync());

        Assert.Equal(DiagnosticSeverity.Error, found.DefaultSeverity);
        Assert.Equal("'sales/orders/lines': property 'amount' was removed, which breaks readers of 1.0.0. It hits 'finance/revenue' (amount), 'marketing' (which columns it uses is not known). Set Version(\"2.0.0\"), or restore what it promised.",
            found.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal("OrderLine", project.Source[found.Location.SourceSpan.Start..found.Location.SourceSpan.End]);
    }

    [Fact]
    public async Task A_break_that_its_version_announces_still_names_who_is_hit()
    {
        ContractProject project = new(ContractProject.Declare(WithoutAmount, "2.0.0")) { Files = new(Committed) { ["consumers.lock.json"] = Consumers } };

        Assert.Equal("DMESH3002 'sales/orders/lines': property 'amount' was removed (major). It hits 'finance/revenue' (amount), 'marketing' (which columns it uses is not known). Update 'contracts/sales.orders.lines.odcs.yaml'.",
            Assert.Single(await project.DescribeAsync()));
    }

    [Fact]
    public async Task A_renamed_column_hits_who_uses_the_former_name()
    {
        string current = Members.Replace("public required string Email", "[FormerName(\"email\")] public string? Customer", StringComparison.Ordinal);
        ContractProject project = new(ContractProject.Declare(current)) { Files = new(Committed) { ["consumers.lock.json"] = Consumers } };

        Assert.Contains(await project.DescribeAsync(), d => d.StartsWith("DMESH3003 'sales/orders/lines': required of property 'customer' changed from 'true' to 'false', which breaks readers of 1.0.0. It hits 'crm/churn' (email), 'marketing' (", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "Whom it hits is not known: 'consumers.lock.json' is not committed.")]
    [InlineData("{\"version\": 1, \"ports\": {}}", "Whom it hits is not known: 'consumers.lock.json' does not list the port.")]
    [InlineData("{\"version\": 1, \"ports\": {\"sales/orders/lines@1\": []}}", "No consumer is known to use what changed.")]
    [InlineData("{\"version\": 1, \"ports\": {\"sales/orders/lines@1\": [{\"name\": \"a\", \"columns\": [\"id\"]}]}}", "No consumer is known to use what changed.")]
    public async Task Who_is_hit_is_said_as_far_as_it_is_known(string? consumers, string expected)
    {
        Dictionary<string, string> files = Committed;
        if (consumers is not null)
            files.Add("consumers.lock.json", consumers);

        Assert.Contains(expected, Assert.Single(await new ContractProject(ContractProject.Declare(WithoutAmount)) { Files = files }.DescribeAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0.0", "1.0.0", "DMESH3003")]
    [InlineData("1.0.0", "1.9.9", "DMESH3003")]
    [InlineData("1.0.0", "2.0.0", "DMESH3002")]
    [InlineData("0.3.0", "0.3.1", "DMESH3003")]
    [InlineData("0.3.0", "0.4.0", "DMESH3002")]
    [InlineData("2.0.0", "1.0.0", "DMESH3003")]
    [InlineData("v1", "1.0.0", "DMESH3002")]
    public async Task A_break_is_announced_by_a_major_version_and_before_1_0_0_by_a_minor_one(string committed, string declared, string expected)
    {
        Dictionary<string, string> files = Committed.ToDictionary(f => f.Key, f => f.Value.Replace("version: \"1.0.0\"", $"version: \"{committed}\"", StringComparison.Ordinal));

        Assert.Equal(expected, Assert.Single(await new ContractProject(ContractProject.Declare(WithoutAmount, declared)) { Files = files }.AnalyzeAsync()).Id);
    }

    [Theory]
    [InlineData("draft")]
    [InlineData("proposed")]
    public async Task A_contract_that_is_not_active_yet_may_change(string status)
    {
        Dictionary<string, string> files = Committed.ToDictionary(f => f.Key, f => f.Value.Replace("status: active", $"status: {status}", StringComparison.Ordinal));

        Assert.Equal("DMESH3002", Assert.Single(await new ContractProject(ContractProject.Declare(WithoutAmount)) { Files = files }.AnalyzeAsync()).Id);
    }

    [Fact]
    public async Task Another_version_alone_is_said() => Assert.Equal(
        "DMESH3002 'sales/orders/lines': the committed contract says version 1.0.0, the declaration 1.0.1. Update 'contracts/sales.orders.lines.odcs.yaml'.",
        Assert.Single(await new ContractProject(ContractProject.Declare(Members, "1.0.1")) { Files = Committed }.DescribeAsync()));

    [Theory]
    [InlineData(true, DiagnosticSeverity.Info)]
    [InlineData(false, DiagnosticSeverity.Error)] // the tests' compiler takes warnings for errors
    public async Task A_port_without_a_committed_contract_is_said_and_a_warning_where_the_build_writes_none(bool writes, DiagnosticSeverity expected)
    {
        Diagnostic found = Assert.Single(await new ContractProject(ContractProject.Declare(Members)) { Writes = writes }.AnalyzeAsync());

        Assert.Equal(("DMESH3001", expected), (found.Id, found.Severity));
        Assert.Equal("'sales/orders/lines' has no committed contract to be compared with. Build once where contracts may be written, and commit 'contracts/sales.orders.lines.odcs.yaml'.", found.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("mesh.AddProduct<A>(Environment.NewLine, port => port.Version(\"1.0.0\"));", "name")]
    [InlineData("mesh.AddProduct<A>(\"sales/orders/lines\", port => port.Version(Environment.NewLine));", "version")]
    [InlineData("mesh.AddProduct<A>(\"sales/orders/lines\", Configure);", "version")]
    public async Task A_computed_port_is_said_not_to_be_compared(string statement, string part) => Assert.Equal(
        $"DMESH3005 The {part} of the port of 'A' is computed, so no committed contract can be compared with it. Use constants.", Assert.Single(await ContractBaselineTests.Project(statement).DescribeAsync()));

    [Fact]
    public async Task Nothing_is_said_where_contracts_are_not_committed() =>
        Assert.Empty(await new ContractProject(ContractProject.Declare(WithoutAmount)) { Files = Committed, IsEnabled = false }.AnalyzeAsync());

    [Fact]
    public async Task Two_major_versions_are_compared_with_a_file_each()
    {
        const string source = """
            [DataSchema] public sealed partial record First { public int X { get; init; } }
            [DataSchema] public sealed partial record Second { public string? Y { get; init; } }
            public static class Program
            {
                public static void Add(IDataMeshBuilder mesh) => mesh
                    .AddProduct<First>("sales/orders/lines", port => port.Version("1.0.0")).AddProduct<Second>("sales/orders/lines", port => port.Version("2.0.0"));
            }
            """;

        Assert.Empty(await new ContractProject(source) { Files = new ContractProject(source).FirstBuild() }.AnalyzeAsync());
        Assert.Equal("DMESH3001", Assert.Single(await new ContractProject(source) { Files = new ContractProject(source).FirstBuild().Where(f => !f.Key.Contains('@', StringComparison.Ordinal)).ToDictionary() }.AnalyzeAsync()).Id);
    }

    [Theory]
    [InlineData(File, "a: [", 2, 1)]
    [InlineData(File, "kind: DataContract\napiVersion: v3.1.0\nid: x\nversion: \"1\"\nschema: 3\n", 5, 9)]
    [InlineData(File, "kind: DataProduct\n", 1, 7)]
    [InlineData(File, "kind: DataContract\napiVersion: v4.0.0\n", 2, 13)]
    [InlineData(File, "kind: DataContract\napiVersion: v3.1.0\nid: x\nversion: \"1\"\nschema:\n  - name: a\n    properties:\n      - name: b\n      - name: b\n", 9, 9)]
    [InlineData(File, "kind: DataContract\napiVersion: v3.1.0\nid: x\nversion: \"1\"\nschema:\n  - name: a\n    properties:\n      - logicalType: b\n", 8, 9)]
    [InlineData(File, "kind: !!str x\n", 1, 7)]
    [InlineData("consumers.lock.json", "{\"version\": 2}", 1, 13)]
    [InlineData("consumers.lock.json", "{\"version\": 1, \"ports\": []}", 1, 25)]
    [InlineData("consumers.lock.json", "{\"version\": 1, \"ports\": {\"a\": [{\"name\": \"b\", \"columns\": 1}]}}", 1, 57)]
    public async Task A_file_that_cannot_be_read_is_told_with_line_and_column(string file, string content, int line, int column)
    {
        Diagnostic found = Assert.Single(await new ContractProject(ContractProject.Declare(Members)) { Files = new(Committed) { [file] = content } }.AnalyzeAsync());

        FileLinePositionSpan place = found.Location.GetLineSpan();
        Assert.Equal(("DMESH3004", $"/project/contracts/{file}", line, column), (found.Id, place.Path, place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1));
        Assert.StartsWith($"'{file}' cannot be read: ", found.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_gives_a_difference_or_a_place_and_never_another_failure()
    {
        byte[] seed = Encoding.UTF8.GetBytes(Committed[File]);
        YamlMapping outline = ContractFiles.ReadContract(File, Committed[File]);

        Gen.Select(Gen.Int[0, 5], Gen.Int[0, seed.Length - 1], Gen.Int[0, seed.Length - 1], Gen.Byte).Sample((damage, at, to, value) =>
        {
            string damaged = Encoding.UTF8.GetString(Damaged.Apply(seed, damage, at, to, value));
            try
            {
                ContractDrift drift = new(ContractFiles.ReadContract(File, damaged), outline);
                _ = drift.Needed;
                _ = YamlText.Write(File, drift.Merged);
                return true;
            }
            catch (Exception error) when (error.GetType().FullName == "DataMesh.DataMeshException")
            {
                return true;
            }
        }, iter: 5_000);
    }
}
