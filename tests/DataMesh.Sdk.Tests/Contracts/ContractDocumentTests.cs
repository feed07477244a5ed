using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace DataMesh.Tests.Contracts;

public sealed class ContractDocumentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-contracts-").FullName;

    public static TheoryData<string> Files() => StandardFiles.All("odcs");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_example_is_read_written_and_read_again_without_loss(string file)
    {
        string original = StandardFiles.Read(file);

        string written = ContractDocument.Parse(original, file).ToYaml();
        ContractDocument again = ContractDocument.Parse(written);

        SameDocument.Equal(SameDocument.Original(original), again.Node);
        Assert.Equal("v3.1.0", again.StandardVersion);
        Assert.Equal(written, again.ToYaml());
    }

    [Fact]
    public void Every_example_is_written_valid_by_the_official_schema()
    {
        foreach (string file in StandardFiles.All("odcs").Select(row => row.Data))
            Write(Path.GetFileName(file), ContractDocument.Parse(StandardFiles.Read(file), file));

        StandardFiles.Validate("odcs", _folder);
    }

    [Fact]
    public void What_the_official_schema_allows_is_written_in_its_place() =>
        Assert.DoesNotContain("datamesh.carried", ContractDocument.Parse(WithoutStrangers(StandardFiles.Read("own/odcs/every-section.odcs.yaml"))).ToYaml(), StringComparison.Ordinal);

    [Fact]
    public void Random_documents_survive_reading_and_writing() => RandomStandards.Contract.Sample(document =>
    {
        string original = Documents.Print(document);

        ContractDocument again = ContractDocument.Parse(ContractDocument.Parse(original).ToYaml());

        SameDocument.Equal(SameDocument.Original(original), again.Node);
    }, iter: 1500);

    [Fact]
    public void Random_documents_are_written_valid_by_the_official_schema()
    {
        foreach ((int index, YamlMapping document) in RandomStandards.Contract.Array[400].Single().Index())
            Write($"{index:000}.yaml", ContractDocument.Parse(Documents.Print(document)));

        StandardFiles.Validate("odcs", _folder);
    }

    [Fact]
    public void Every_section_is_shown()
    {
        ContractDocument contract = ContractDocument.Parse(StandardFiles.Read("own/odcs/every-section.odcs.yaml"));

        Assert.Equal(("Order lines", "2.4.0", "active", "acme", "sales"), (contract.Name, contract.Version, contract.Status, contract.Tenant, contract.Domain));
        Assert.Equal(["orders", "2026"], contract.Tags);
        Assert.Equal("legal", (string?)contract.Description!.CustomProperties[0].Value);
        Assert.Equal(("s3", "s3://acme-orders/prod", "reader"), (contract.Servers[0].Type, contract.Servers[0].Location, contract.Servers[0].Roles[0].Role));
        ContractSchema lines = Assert.Single(contract.Schema);
        Assert.Equal((4, 2, 10), (lines.Quality.Count, lines.Relationships.Count, lines.Properties.Count));
        Assert.Equal((100000m, "rowCount"), (lines.Quality[0].MustBeGreaterThan, lines.Quality[0].Metric));
        Assert.Equal([0, 10], lines.Quality[1].MustBeBetween!.AsArray().Select(n => (int)n!));
        Assert.Contains("where amount < 0\n", lines.Quality[1].Query, StringComparison.Ordinal);
        Assert.Equal(1.0, (double)lines.Quality[3].Implementation!["must_be_less_than"]!);
        Assert.Equal((1, true, "36"), (lines.Properties[0].PrimaryKeyPosition, lines.Properties[0].Required, lines.Properties[0].LogicalTypeOptions!.MaxLength.ToString()));
        Assert.Equal("lat", lines.Properties[8].Properties[1].Properties[0].Name);
        Assert.Equal("code", lines.Properties[9].Items!.Properties[0].Name);
        Assert.Equal(("latency", "4", "h"), (contract.ServiceLevels[0].Property, contract.ServiceLevels[0].Value!.ToString(), contract.ServiceLevels[0].Unit));
        Assert.Equal("Sales lead", contract.Roles[0].FirstLevelApprovers);
        Assert.Equal(("Sales data", "ada"), (contract.Team!.Name, contract.Team.Members[0].Username));
        Assert.Equal("slack", contract.Support[0].Tool);
        Assert.Equal(9.95m, contract.Price!.PriceAmount);
        Assert.Equal("https://git.acme.example/orders", contract.AuthoritativeDefinitions[0].Url);
    }

    [Fact]
    public void What_nobody_knows_survives_a_change()
    {
        ContractDocument contract = ContractDocument.Parse(StandardFiles.Read("own/odcs/every-section.odcs.yaml"));

        contract.Status = "deprecated";
        contract.Schema[0].Properties.Insert(0, new ContractProperty { Name = "channel", LogicalType = "string", Description = "no: really" });
        contract.Tags.Add("old");
        contract.Support.RemoveAt(0);
        contract["acmeReview"]!["by"] = "lost: the indexer gives a copy";
        contract["acmeLevel"] = 3;
        ContractDocument again = ContractDocument.Parse(contract.ToYaml());

        Assert.Equal("deprecated", again.Status);
        Assert.Equal("no: really", again.Schema[0].Properties[0].Description);
        Assert.Equal(["orders", "2026", "old"], again.Tags);
        Assert.Empty(again.Support);
        Assert.Equal("${REVIEWER:-nobody}", (string?)again["acmeReview"]!["by"]);
        Assert.Equal(["~", "1.50", "0x1F", null], again["acmeReview"]!["a/b~c"]!.AsArray().Select(n => n?.ToString()));
        Assert.Equal(3, (int?)again["acmeLevel"]);
        Assert.Equal(("postgres", "${DB_HOST}", "${DB_PORT:-5432}", "blue"), (again.Servers[1].Type, (string?)again.Servers[1]["host"], (string?)again.Servers[1]["port"], (string?)again.Servers[1]["acmePool"]));
        Assert.Equal("s3://${BUCKET}/orders", again.Servers[2].Location);
        Assert.DoesNotContain(again.CustomProperties, p => p.Property!.StartsWith("datamesh.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_that_its_type_forbids_is_written_as_a_custom_one()
    {
        ContractDocument contract = ContractDocument.Parse(StandardFiles.Read("own/odcs/later-version.odcs.yaml"));

        string written = contract.ToYaml();

        Assert.Contains("server: catalog\n    type: custom\n", written.Replace("catalog: prod\n    ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["iceberg", "kafka", "trino"], ContractDocument.Parse(written).Servers.Select(s => s.Type));
    }

    [Fact]
    public void What_somebody_else_wrote_into_a_carried_place_stays()
    {
        string written = ContractDocument.Parse(StandardFiles.Read("own/odcs/later-version.odcs.yaml")).ToYaml();

        string edited = written.Replace("type: custom", "type: duckdb", StringComparison.Ordinal).Replace("status: draft\n", "status: draft\ncontext: mine\n", StringComparison.Ordinal);
        ContractDocument again = ContractDocument.Parse(edited);

        Assert.Equal("duckdb", again.Servers[0].Type);
        Assert.Equal("mine", (string?)again["context"]);
        Assert.True(again.Schema[0].Deprecated);
    }

    [Fact]
    public void A_contract_made_in_code_is_valid()
    {
        ContractDocument contract = new("orders", "1.0.0", "active")
        {
            Description = new() { Purpose = "Revenue" },
            Team = new() { Members = { new() { Username = "ada", Role = "owner" } } },
            Price = new() { PriceAmount = 9.95m, PriceCurrency = "EUR" },
            Schema =
            {
                new()
                {
                    Name = "lines",
                    Properties =
                    {
                        new() { Name = "id", LogicalType = "integer", Required = true, PrimaryKey = true, PrimaryKeyPosition = 1, LogicalTypeOptions = new() { Minimum = 1 } },
                        new() { Name = "codes", LogicalType = "array", Items = new() { LogicalType = "string", LogicalTypeOptions = new() { Pattern = "^[A-Z]+$" } }, Examples = new JsonArray("A", null, 1.5) },
                    },
                    Quality = { new() { Metric = "duplicateValues", Arguments = new JsonObject { ["properties"] = new JsonArray("id") }, MustBe = 0, Severity = "error" } },
                },
            },
            ServiceLevels = { new() { Property = "latency", Value = 4, Unit = "h" } },
        };

        Write("made.yaml", contract);

        Assert.DoesNotContain("datamesh.carried", contract.ToYaml(), StringComparison.Ordinal);
        Assert.Equal("^[A-Z]+$", ContractDocument.Parse(contract.ToYaml()).Schema[0].Properties[1].Items!.LogicalTypeOptions!.Pattern);
        StandardFiles.Validate("odcs", _folder);
    }

    [Fact]
    public void The_contract_of_a_port_is_a_document() => Documents.Contract.Sample(contract =>
    {
        ContractDocument document = ContractDocument.From(contract);

        Assert.Equal((contract.Port.ToString(), contract.Version.ToString()), (document.Id, document.Version));
        Assert.Equal(contract.Schema.Properties.Select(p => p.Name), document.Schema[0].Properties.Select(p => p.Name));
        Assert.Equal(document.ToYaml(), ContractDocument.Parse(document.ToYaml()).ToYaml());
        Assert.DoesNotContain("datamesh.carried", document.ToYaml(), StringComparison.Ordinal);
    }, iter: 200);

    [Fact]
    public void Views_of_one_element_are_equal_and_live()
    {
        ContractDocument contract = new("a", "1.0.0") { Schema = { new() { Name = "x" }, new() { Name = "y" } } };

        ContractSchema y = contract.Schema[1];
        y.Name = "z";

        Assert.Equal("z", contract.Schema[1].Name);
        Assert.Equal(1, contract.Schema.IndexOf(y));
        Assert.True(contract.Schema.Remove(y));
        Assert.Equal(["x"], contract.Schema.Select(s => s.Name));
        Assert.Equal(["apiVersion", "kind", "id", "version", "status", "schema"], contract.Keys);
    }

    [Fact]
    public void An_element_that_lies_in_itself_is_refused()
    {
        ContractProperty loop = new() { Name = "loop", LogicalType = "object" };
        loop.Properties.Add(loop);
        ContractDocument contract = new("a", "1.0.0") { Schema = { new() { Name = "x", Properties = { loop } } } };

        DataMeshException error = Assert.Throws<DataMeshException>(contract.ToYaml);

        Assert.Equal(DataMeshErrorKind.InvalidDefinition, error.Kind);
        Assert.Contains("an element lies in itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_read_and_a_missing_one_named()
    {
        string path = Path.Combine(_folder, "made.odcs.yaml");
        File.WriteAllText(path, new ContractDocument("a", "1.0.0").ToYaml());

        ContractDocument read = await ContractDocument.LoadAsync(path, TestContext.Current.CancellationToken);
        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => ContractDocument.LoadAsync(path + ".not", TestContext.Current.CancellationToken));

        Assert.Equal("a", read.Id);
        Assert.Equal(DataMeshErrorKind.NotFound, error.Kind);
    }

    [Theory]
    [InlineData("kind: DataProduct", DataMeshErrorKind.CorruptData, "line 2, column 7: 'DataContract' is expected")]
    [InlineData("apiVersion: v2.2.2", DataMeshErrorKind.IncompatibleVersion, "line 1, column 13: 'v2.2.2' is a version of the standard that cannot be read")]
    [InlineData("status:", DataMeshErrorKind.CorruptData, "'status' is missing")]
    [InlineData("schema: 5", DataMeshErrorKind.CorruptData, "line 6, column 9: a list is expected here")]
    [InlineData("schema: [x]", DataMeshErrorKind.CorruptData, "line 6, column 10: named values are expected here")]
    [InlineData("schema: [{ name: [] }]", DataMeshErrorKind.CorruptData, "line 6, column 18: a single value is expected here")]
    [InlineData("schema: [{ properties: [{ required: maybe }] }]", DataMeshErrorKind.CorruptData, "line 6, column 37: true or false is expected here")]
    [InlineData("team: !!python/object:os.system x", DataMeshErrorKind.CorruptData, "line 6, column 7: tags are not allowed")]
    [InlineData("name: *nothing", DataMeshErrorKind.CorruptData, "line 6, column 7: ")]
    public void What_cannot_be_read_is_named_with_its_place(string line, DataMeshErrorKind kind, string expected)
    {
        Dictionary<string, string> lines = new() { ["apiVersion"] = "apiVersion: v3.1.0", ["kind"] = "kind: DataContract", ["id"] = "id: a", ["version"] = "version: 1.0.0", ["status"] = "status: draft" };
        lines[line.Split(':')[0]] = line;

        DataMeshException error = Assert.Throws<DataMeshException>(() => ContractDocument.Parse(string.Join('\n', lines.Values), "their.yaml"));

        Assert.Equal(kind, error.Kind);
        Assert.Matches("^Cannot read 'their.yaml', line [0-9]+, column [0-9]+: ", error.Message);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_named_with_its_place() => Assert.Contains("line 2, column 5: this is half of a character",
        Assert.Throws<DataMeshException>(() => ContractDocument.Parse("id: a\nname\ud800: x\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Bombs_are_refused_at_once_and_in_little_memory()
    {
        string head = "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: draft\n";
        string laughs = string.Concat(Enumerable.Range(0, 20).Select(i => $"a{i}: &a{i} [{string.Join(",", Enumerable.Repeat(i == 0 ? "lol" : $"*a{i - 1}", 9))}]\n"));
        string deep = string.Concat(Enumerable.Range(0, 60).Select(i => i == 0 ? "a0: &a0 [x]\n" : $"a{i}: &a{i} [*a{i - 1}]\n"));
        string itself = "a: &a [*a]\n";
        string carried = $"customProperties: [{{ property: datamesh.carried, value: [{string.Join(",", Enumerable.Range(1, 300).Select(i => $"{{ path: {string.Concat(Enumerable.Repeat("/x", i))}, value: {{ y: 1 }} }}"))}] }}]\n";

        foreach (string bomb in (string[])[laughs, deep, itself, "a: " + new string('[', 100_000), new string('x', 2_000_000), carried])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            DataMeshException error = Assert.Throws<DataMeshException>(() => ContractDocument.Parse(head + bomb));
            Assert.Matches("line [0-9]+, column [0-9]+: ", error.Message);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256L << 20);
        }
    }

    [Fact]
    public void Five_thousand_damaged_documents_give_a_document_or_an_error_with_its_place()
    {
        byte[][] seeds = [.. StandardFiles.All("odcs").Select(row => Encoding.UTF8.GetBytes(StandardFiles.Read(row.Data)))];
        string carrying = ContractDocument.Parse(StandardFiles.Read("own/odcs/former-version.odcs.yaml")).ToYaml();
        seeds = [.. seeds, Encoding.UTF8.GetBytes(carrying)];

        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Int[0, 5], Gen.Int[0, 100_000], Gen.Int[0, 100_000], Gen.Byte).Sample((seed, damage, at, to, value) =>
        {
            byte[] damaged = Damaged.Apply(seeds[seed], damage, at % seeds[seed].Length, to % seeds[seed].Length, value);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ContractDocument read = ContractDocument.Parse(Encoding.Latin1.GetString(damaged), "file.yaml");
                SameDocument.Equal(read.Node, ContractDocument.Parse(read.ToYaml()).Node);
            }
            catch (DataMeshException error)
            {
                Assert.Matches("^Cannot read 'file.yaml', line [0-9]+, column [0-9]+: ", error.Message);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
        }, iter: 5000);
    }

    private void Write(string name, ContractDocument contract) => File.WriteAllText(Path.Combine(_folder, name), contract.ToYaml());

    // The example but for keys and tokens that no standard knows.
    private static string WithoutStrangers(string yaml) => yaml[..yaml.IndexOf("acmeReview:", StringComparison.Ordinal)]
        .Replace("    host: ${DB_HOST}\n    port: ${DB_PORT:-5432}\n", "    host: db\n    port: 5432\n", StringComparison.Ordinal)
        .Replace("    acmePool: blue\n", "", StringComparison.Ordinal).Replace("s3://${BUCKET}/orders", "s3://bucket/orders", StringComparison.Ordinal);
}
