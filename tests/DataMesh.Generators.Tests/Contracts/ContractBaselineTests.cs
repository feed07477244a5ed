using System.Reflection;
using Microsoft.CodeAnalysis;

namespace DataMesh.Generators.Tests;

/// <summary>What the first build would write.</summary>
public sealed class ContractBaselineTests
{
    private const string Everything = """
        [Description("One \"line\": of an order; 100 % $(sure) @(x) C:\\dir.")]
        public sealed partial record OrderLine
        {
            [Key, Column(Order = 2)] public required int Line { get; init; }
            [Key, Column(Order = 1)] public required Guid Order { get; init; }
            [EventTime] public required DateTime At { get; init; }
            [Classified(Classification.Confidential, Category.Personal | Category.Financial)] [StringLength(200, MinimumLength = 3)] [RegularExpression(@"^.+@\d+$")] public string? Email { get; init; }
            [FormerName("status"), FormerName("state0")] public required State State { get; init; }
            [DecimalPrecision(18, 2), Unit("EUR"), Description("Net.\nOf tax."), Range(typeof(decimal), "0.00", "99.50", MaximumIsExclusive = true)] public required decimal Amount { get; init; }
            [Range(-1.5, 1e20)] public double Weight { get; init; }
            [Range(0, 3)] public double Whole { get; init; }
            [Range(0.5, 3)] public int Odd { get; init; }
            public float? Small { get; init; }
            public byte Tiny { get; init; }
            public uint Wide { get; init; }
            public ulong Widest { get; init; }
            [Range(typeof(DateOnly), "2020-01-01", "2030-12-31")] public DateOnly Day { get; init; }
            [Range(typeof(TimeOnly), "08:00", "17:30:00.25")] public TimeOnly Time { get; init; }
            [Range(typeof(DateTimeOffset), "2020-01-01T00:00:00Z", "2030-12-31T23:59:59.5Z")] public DateTimeOffset? Offset { get; init; }
            [AllowedValues(true)] public bool Paid { get; init; }
            [AllowedValues(1, 2, null)] public long? Level { get; init; }
            [AllowedValues("00000000-0000-0000-0000-000000000001")] public Guid? Token { get; init; }
            [MaxLength(10)] public byte[]? Scan { get; init; }
            [DecimalPrecision(9, 3)] public IReadOnlyList<decimal>? Prices { get; init; }
            public IReadOnlyDictionary<string, long>? Labels { get; init; }
            public required Address Address { get; init; }
        }

        public enum State { Open, Closed, Shut = 1 }

        public sealed record Address
        {
            [StringLength(40)] public required string City { get; init; }
            public Geo? Geo { get; init; }
            public List<Geo?>? Path { get; init; }
        }

        public sealed record Geo { public double Lat { get; init; } [Classified(Classification.Public)] public double? Lon { get; init; } }

        public static class Program
        {
            public static void Add(IDataMeshBuilder mesh) => mesh.AddProduct<OrderLine>("sales/orders/lines", port => port.Version("1.2.0"));
        }
        """;

    [Fact]
    public void The_contract_that_is_written_is_the_one_that_the_Sdk_would_write()
    {
        ContractProject project = new("[DataSchema]\n" + Everything);

        string written = Assert.Single(project.FirstBuild()).Value;

        project.Run(out Compilation compiled);
        ContractDocument document = ContractDocument.From(new DataContract { Port = "sales/orders/lines", Version = "1.2.0", Mode = PublishMode.Append, Schema = SchemaIn(compiled, "OrderLine") });
        document.CustomProperties.Clear(); // how rows are published is said by code that runs
        Assert.Equal(document.ToYaml(), written);
    }

    [Fact]
    public void Every_declared_port_has_a_file_of_its_own()
    {
        Dictionary<string, string> files = new ContractProject("""
            [DataSchema] public sealed partial record A { public int X { get; init; } }
            [DataSchema] public sealed partial record B { public int Y { get; init; } }
            public static class Program
            {
                private const string Port = "sales/orders/lines", Newest = "2.0.0";

                public static void Add(IDataMeshBuilder mesh) => mesh
                    .AddProduct<B>(Port, port => port.Version(Newest))
                    .AddProduct<A>("sales/orders/lines", port => { port.Describe("x"); port.Version(new SemanticVersion(1, 4, 2)); })
                    .AddProduct<B>("sales/orders/lines", port => port.Version("1.5.0"))
                    .AddDomain("finance", d => d.AddProduct("revenue", p => p.Describe("x").Input<A>("sales/orders/lines").Output<A>("total", o => o.Describe("y")).Output<B>("by-day", o => o.Version("0.1.0"))));
            }
            """).FirstBuild();

        Assert.Equal(["finance.revenue.by-day.odcs.yaml", "finance.revenue.total.odcs.yaml", "sales.orders.lines.odcs.yaml", "sales.orders.lines@2.odcs.yaml"], files.Keys);
        Assert.Equal(["0.1.0", "1.0.0", "1.4.2", "2.0.0"], files.Values.Select(f => ContractDocument.Parse(f).Version));
        Assert.Equal("a", ContractDocument.Parse(files["sales.orders.lines.odcs.yaml"]).Schema[0].Name);
    }

    [Theory]
    [InlineData("mesh.AddProduct<A>(Environment.NewLine, port => port.Version(\"1.0.0\"));")]
    [InlineData("mesh.AddProduct<A>(\"sales/orders/lines\", port => port.Version(Environment.NewLine));")]
    [InlineData("mesh.AddProduct<A>(\"sales/orders/lines\", Configure);")]
    [InlineData("mesh.AddDomain(Environment.NewLine, d => d.AddProduct(\"b\", p => p.Output<A>(\"c\", o => { })));")]
    [InlineData("Other.AddProduct<A>(\"sales/orders/lines\", 1);")]
    public void What_only_running_code_knows_has_no_file(string statement) => Assert.Empty(Project(statement).FirstBuild());

    [Fact]
    public void Nothing_is_added_where_contracts_are_not_committed()
    {
        ContractProject project = new(ContractProject.Declare("public int Id { get; init; }")) { IsEnabled = false };

        Assert.DoesNotContain(project.Run(out _).GetRunResult().GeneratedTrees, t => t.FilePath.EndsWith(DeclaredContracts.HintName, StringComparison.Ordinal));
    }

    [Fact]
    public void Committed_contracts_are_compiled_in_and_known_as_soon_as_the_assembly_is_used()
    {
        const string Name = "sales.orders.baselines.odcs.yaml", Yaml = "id: \"x\"\r\nversion: \\1 \t{ \u00e9\u4e2d }\n";
        ContractProject project = new(ContractProject.Declare("public int Id { get; init; }")) { Files = { [Name] = Yaml, ["consumers.lock.json"] = "{}" } };

        project.Run(out Compilation compiled);
        SchemaIn(compiled, "OrderLine");

        Assert.Equal(Yaml, DataMesh.Mapping.CommittedContracts.Find(Name));
        Assert.Null(DataMesh.Mapping.CommittedContracts.Find("consumers.lock.json"));
    }

    [Fact]
    public void No_code_is_added_where_no_contract_is_committed_or_none_is_wanted()
    {
        const string Yaml = "id: x";
        foreach (ContractProject project in (ContractProject[])[new(ContractProject.Declare("public int Id { get; init; }")), new(ContractProject.Declare("public int Id { get; init; }")) { IsEnabled = false, Files = { ["a.b.c.odcs.yaml"] = Yaml } }])
            Assert.DoesNotContain(project.Run(out _).GetRunResult().GeneratedTrees, t => t.FilePath.EndsWith(CommittedContract.HintName, StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_elsewhere_does_not_write_again()
    {
        GeneratorDriver driver = Project("mesh.AddProduct<A>(\"sales/orders/lines\", port => port.Version(\"1.0.0\"));").Run(out Compilation compiled);

        driver = driver.RunGenerators(compiled.AddSyntaxTrees(Compiler.Parse("// more", "more.cs")), TestContext.Current.CancellationToken);

        Assert.All(driver.GetRunResult().Results[1].TrackedSteps[ContractBaselineGenerator.DeclareStep].SelectMany(s => s.Outputs), o => Assert.True(o.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    internal static ContractProject Project(string statement) => new($$"""
        [DataSchema] public sealed partial record A { public int X { get; init; } }
        public static class Other { public static void AddProduct<T>(string name, int number) { } }
        public static class Program
        {
            private static void Configure(OutputPortBuilder<A> port) => port.Version("1.0.0");

            public static void Add(IDataMeshBuilder mesh) { {{statement}} }
        }
        """);

    internal static SchemaObject SchemaIn(Compilation compiled, string type)
    {
        using MemoryStream assembly = new();
        Assert.True(compiled.Emit(assembly).Success);
        Type record = Assembly.Load(assembly.ToArray()).GetType(type)!;
        return (SchemaObject)typeof(ContractBaselineTests).GetMethod(nameof(SchemaOf), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(record).Invoke(null, null)!;
    }

    private static SchemaObject SchemaOf<T>()
        where T : IDataSchema<T> => T.Schema;
}
