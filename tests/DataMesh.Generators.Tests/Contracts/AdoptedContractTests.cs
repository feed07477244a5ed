using DataMesh.Generators.CodeFixes;
using Microsoft.CodeAnalysis;

namespace DataMesh.Generators.Tests;

/// <summary>A contract that others wrote is committed as it is, and the record that was made of it says the same.</summary>
public sealed class AdoptedContractTests
{
    private const string File = "sales.orders.lines.odcs.yaml";

    public static TheoryData<string> Examples() => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "odcs"), "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_record_made_of_a_contract_breaks_nothing_of_it_and_an_update_keeps_all_other_sections(string example)
    {
        string yaml = await System.IO.File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "odcs", example), TestContext.Current.CancellationToken);
        ContractDocument adopted = ContractDocument.Parse(yaml);
        foreach (ContractSchema schema in adopted.Schema.Where(s => s.Properties.Count > 0))
        {
            if (RecordOf(adopted, schema) is not { } record)
                continue;
            ContractProject project = new(Declare(record, TypeOf(record))) { Files = { [File] = yaml } };

            Diagnostic[] found = await project.AnalyzeAsync();

            Assert.All(found, d => Assert.True(d.Id == "DMESH3002", d.ToString()));
            if (found.Length == 0)
                continue;
            (ContractProject changed, _) = await project.FixAsync(new ContractDriftCodeFix(), "UpdateContract");
            Assert.Empty(await changed.AnalyzeAsync());
            ContractDocument updated = ContractDocument.Parse(changed.Files[File]);
            Assert.Equal(adopted.Keys, updated.Keys);
            Assert.All(adopted.Keys.Except(["version", "schema"]), key => Assert.Equal(adopted[key]!.ToJsonString(), updated[key]!.ToJsonString()));
            Assert.Equal(adopted.Schema.Select(s => s.Name), updated.Schema.Select(s => s.Name));
        }
    }

    [Fact]
    public async Task Roles_team_price_custom_properties_and_what_nobody_knows_survive_an_update()
    {
        const string yaml = """
            apiVersion: v3.0.2
            kind: DataContract
            id: 53581432-6c55-4ba2-a65f-72344a91553a
            version: "1.0.0"
            status: active
            roles:
              - role: reader
                access: read
            team:
              - username: ann
            price: { priceAmount: 9.95, priceCurrency: EUR }
            acme: { nobody: knows }
            servers: [{ server: prod, type: postgres, host: "${HOST}", port: "${PORT}", database: d, schema: s }]
            schema:
              - name: tbl_lines
                businessName: Lines
                properties:
                  - name: id
                    logicalType: integer
                    physicalType: bigint
                    required: true
                    primaryKey: true
                    businessName: The number
                    classification: C1
                  - name: email
                    logicalType: string
                    physicalType: varchar(200)
                    tags: [pii]
                    quality: [{ metric: nullValues, mustBeLessThan: 5 }]
                    customProperties: [{ property: acme, value: 1 }]
            """;
        ContractProject project = new(Declare("[DataSchema] public sealed partial record Line { [Key] public required long Id { get; init; } public string? Email { get; init; } public string? Coupon { get; init; } }", "Line")) { Files = { [File] = yaml } };

        Assert.Equal(["DMESH3002 'sales/orders/lines': property 'coupon' was added (minor). Set Version(\"1.1.0\") and update 'contracts/sales.orders.lines.odcs.yaml'."], await project.DescribeAsync());
        (ContractProject changed, _) = await project.FixAsync(new ContractDriftCodeFix(), "UpdateContract");

        ContractDocument expected = ContractDocument.Parse(yaml);
        expected.Version = "1.1.0";
        expected.Schema[0].Properties.Add(new() { Name = "coupon", LogicalType = "string", PhysicalType = "string", Required = false, Classification = "internal" });
        Assert.Equal(expected.ToYaml(), ContractDocument.Parse(changed.Files[File]).ToYaml());
        Assert.Contains("apiVersion: v3.0.2", changed.Files[File], StringComparison.Ordinal);
    }

    // Some examples name no types, or no columns: no record can be made of them.
    private static string? RecordOf(ContractDocument contract, ContractSchema schema)
    {
        try
        {
            return contract.ToCSharp(schema.Name);
        }
        catch (Exception error) when (error.Message.StartsWith("Cannot write a record", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static string TypeOf(string record) => record.Split("partial record ")[1].Split('\n')[0];

    private static string Declare(string record, string type) => $$"""
        {{record}}
        public static class Program { public static void Add(IDataMeshBuilder mesh) => mesh.AddProduct<{{type}}>("sales/orders/lines", port => port.Version("1.0.0")); }
        """;
}
