using DataMesh.Generators.CodeFixes;

namespace DataMesh.Generators.Tests;

public sealed class ContractDriftCodeFixTests
{
    private const string File = "sales.orders.lines.odcs.yaml";
    private const string Members = "[Key] public required long Id { get; init; } public required string Email { get; init; }";

    private static Dictionary<string, string> Committed => new ContractProject(ContractProject.Declare(Members)).FirstBuild();

    [Fact]
    public async Task The_update_writes_the_contract_and_the_version_that_says_so()
    {
        ContractProject project = new(ContractProject.Declare(Members + " public string? Coupon { get; init; }")) { Files = Committed };

        (ContractProject changed, string[] titles) = await project.FixAsync(new ContractDriftCodeFix(), "UpdateContract");

        Assert.Equal(["Set Version(\"1.1.0\") and update 'sales.orders.lines.odcs.yaml'"], titles);
        Assert.Equal(project.Source.Replace("1.0.0", "1.1.0", StringComparison.Ordinal), changed.Source);
        Assert.Equal(changed.FirstBuild()[File], changed.Files[File]);
        Assert.Empty(await changed.AnalyzeAsync());
    }

    [Fact]
    public async Task The_update_of_a_break_raises_the_major_version()
    {
        ContractProject project = new(ContractProject.Declare("[Key] public required long Id { get; init; }", "1.3.0")) { Files = Committed };

        (ContractProject changed, _) = await project.FixAsync(new ContractDriftCodeFix(), "UpdateContract");

        Assert.Contains("port.Version(\"2.0.0\")", changed.Source, StringComparison.Ordinal);
        Assert.Empty(await changed.AnalyzeAsync());
    }

    [Theory]
    [InlineData("port => port.Describe(\"x\")", "port => port.Version(\"1.1.0\").Describe(\"x\")")]
    [InlineData("port => { port.Describe(\"x\"); }", "port => { port.Version(\"1.1.0\").Describe(\"x\"); }")]
    [InlineData("(port) => port.Version(First)", "(port) => port.Version(\"1.1.0\")")]
    [InlineData("port => port.Describe(\"x\").Version(new(1, 0, 0))", "port => port.Describe(\"x\").Version(\"1.1.0\")")]
    public async Task The_version_is_written_where_the_port_is_declared(string configuration, string expected)
    {
        string Source(string members, string lambda) => $$"""
            [DataSchema] public sealed partial record OrderLine { {{members}} }
            public static class Program
            {
                private const string First = "1.0.0";

                public static void Add(IDataMeshBuilder mesh) => mesh.AddDomain("sales", d => d.AddProduct("orders", p => p.Output<OrderLine>("lines", {{lambda}})));
            }
            """;
        ContractProject project = new(Source(Members + " public int? More { get; init; }", configuration)) { Files = Committed };

        (ContractProject changed, _) = await project.FixAsync(new ContractDriftCodeFix(), "UpdateContract");

        Assert.Equal(Source(Members + " public int? More { get; init; }", expected), changed.Source);
        Assert.Empty(await changed.AnalyzeAsync());
    }

    [Fact]
    public async Task When_the_version_says_so_already_only_the_file_is_updated()
    {
        ContractProject project = new(ContractProject.Declare(Members + " public string? Coupon { get; init; }", "1.4.0")) { Files = Committed };

        (ContractProject changed, string[] titles) = await project.FixAsync(new ContractDriftCodeFix(), "UpdateContract");

        Assert.Equal(["Update 'sales.orders.lines.odcs.yaml'"], titles);
        Assert.Equal(project.Source, changed.Source);
        Assert.Empty(await changed.AnalyzeAsync());
    }

    [Fact]
    public async Task For_a_rename_the_former_name_is_offered_first()
    {
        ContractProject project = new(ContractProject.Declare("[Key] public required long Id { get; init; }\n    /// <summary>Who ordered.</summary>\n    public required string Customer { get; init; }")) { Files = Committed };

        (ContractProject changed, string[] titles) = await project.FixAsync(new ContractDriftCodeFix(), "FormerName:Customer");

        // Diagnostics come in the order of their texts here; of the one about the column that is gone, the rename comes first.
        int rename = Array.IndexOf(titles, "'Customer' was 'email': add [FormerName(\"email\")]");
        Assert.Equal((1, "Set Version(\"2.0.0\") and update 'sales.orders.lines.odcs.yaml'"), (rename, titles[rename + 1]));
        Assert.Contains("///<summary>Whoordered.</summary>[FormerName(\"email\")]publicrequiredstringCustomer{get;init;}", string.Concat(changed.Source.Where(c => !char.IsWhiteSpace(c))), StringComparison.Ordinal);
        Assert.Equal("DMESH3002 'sales/orders/lines': property 'email' was renamed to 'customer' (minor). Set Version(\"1.1.0\") and update 'contracts/sales.orders.lines.odcs.yaml'.", Assert.Single(await changed.DescribeAsync()));
    }

    [Fact]
    public async Task The_former_name_is_put_before_a_parameter_too()
    {
        const string before = """
            [DataSchema] public sealed partial record OrderLine([property: Key] long Id, string Customer);
            public static class Program { public static void Add(IDataMeshBuilder mesh) => mesh.AddProduct<OrderLine>("sales/orders/lines", port => port.Version("1.0.0")); }
            """;

        (ContractProject changed, _) = await new ContractProject(before) { Files = Committed }.FixAsync(new ContractDriftCodeFix(), "FormerName:Customer");

        Assert.Contains("long Id, [FormerName(\"email\")] string Customer)", changed.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_of_another_type_is_no_rename()
    {
        ContractProject project = new(ContractProject.Declare("[Key] public required long Id { get; init; } public required int Customer { get; init; }")) { Files = Committed };

        (_, string[] titles) = await project.FixAsync(new ContractDriftCodeFix(), "UpdateContract");

        Assert.All(titles, t => Assert.StartsWith("Set Version(\"2.0.0\")", t, StringComparison.Ordinal));
    }
}
