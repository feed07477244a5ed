using DataMesh.Mapping;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Evolution;

/// <summary>What the committed contract says beyond the code is stored, exported and shown; what code says stays code's.</summary>
public sealed class CommittedTests : IDisposable
{
    private const string Sections = """
        apiVersion: v3.1.0
        kind: DataContract
        id: 53581432-6c55-4ba2-a65f-72344a91553a
        version: "7.0.0"
        status: draft
        tenant: acme
        acmeReview: done
        description: { purpose: Somebody's words., usage: Only for reports., limitations: None known. }
        tags: [fleet, finance]
        roles: [{ role: fleet_reader, access: read }]
        team: { members: [{ username: ann, role: owner }, { username: bob, role: steward }] }
        support: [{ channel: "#cars", tool: slack, url: "https://chat.example/cars" }]
        price: { priceAmount: 9.95, priceCurrency: EUR, priceUnit: month }
        authoritativeDefinitions: [{ type: businessDefinition, url: "https://wiki.example/cars" }]
        slaProperties: [{ property: retention, value: 100, unit: y }]
        customProperties: [{ property: costCentre, value: 4711 }, { property: datamesh.mode, value: replace }]
        schema: [{ name: car, properties: [{ name: colour, logicalType: string, required: true }] }]
        """;

    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stored_opened_and_exported_contracts_have_the_sections_of_the_file_and_the_schema_and_rules_of_the_code()
    {
        CommittedContracts.Add("hq.fleet.cars.odcs.yaml", Sections);
        await using Mesh mesh = Open("hq/fleet/cars");
        await mesh.RegisterAsync(Cancel);

        string stored = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "hq/fleet/contracts/cars/1.0.0.odcs.yaml"), Cancel);
        DataContract contract = await (await mesh.As("finance").OpenAsync("hq/fleet/cars", cancellationToken: Cancel)).GetContractAsync(Cancel);
        foreach (ContractDocument document in (ContractDocument[])[ContractDocument.Parse(stored), ContractDocument.From(contract), ContractDocument.Parse(ContractDocument.From(contract).ToYaml())])
        {
            Assert.Equal(("hq/fleet/cars", "1.0.0", "active", "acme", "done"), (document.Id, document.Version, document.Status, document.Tenant, document["acmeReview"]!.ToString()));
            Assert.Equal(("Every car.", "Only for reports.", "None known."), (document.Description!.Purpose, document.Description.Usage, document.Description.Limitations));
            Assert.Equal(["fleet", "finance"], document.Tags);
            Assert.Equal("fleet_reader", Assert.Single(document.Roles).Role);
            Assert.Equal(["ann", "bob"], document.Team!.Members.Select(m => m.Username));
            Assert.Equal("#cars", Assert.Single(document.Support).Channel);
            Assert.Equal((9.95m, "EUR"), (document.Price!.PriceAmount, document.Price.PriceCurrency));
            Assert.Equal("https://wiki.example/cars", Assert.Single(document.AuthoritativeDefinitions).Url);
            Assert.Equal(["costCentre", "datamesh.mode"], document.CustomProperties.Select(c => c.Property).Where(p => p is "costCentre" or "datamesh.mode").Order(StringComparer.Ordinal));
            Assert.Equal(["id", "plate"], document.Schema[0].Properties.Select(p => p.Name));
            Assert.Single(document.Schema[0].Quality);
            Assert.Empty(document.ServiceLevels);
        }
        Assert.Equal(("ann", PublishMode.Upsert, "fleet,finance"), (contract.Owner, contract.Mode, string.Join(',', contract.Tags)));
        await Assert.ThrowsAsync<QualityGateException>(() => mesh.Output<Car>("hq/fleet/cars").PublishAsync([], cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_changed_section_is_stored_without_a_new_version_and_the_same_again_changes_nothing()
    {
        const string File = "hq.fleet.vans.odcs.yaml";
        CommittedContracts.Add(File, Sections);
        await using (Mesh first = Open("hq/fleet/vans"))
            await first.RegisterAsync(Cancel);
        await using (Mesh again = Open("hq/fleet/vans"))
            await again.RegisterAsync(Cancel);
        Assert.Single(Heads());

        CommittedContracts.Add(File, Sections.Replace("9.95", "12.50", StringComparison.Ordinal).Replace("username: ann", "username: eve", StringComparison.Ordinal));
        await using Mesh mesh = Open("hq/fleet/vans");
        await mesh.RegisterAsync(Cancel);

        DataContract contract = await (await mesh.As("finance").OpenAsync("hq/fleet/vans", cancellationToken: Cancel)).GetContractAsync(Cancel);
        Assert.Equal(("1.0.0", "eve", 12.5m), (contract.Version.ToString(), contract.Owner, ContractDocument.From(contract).Price!.PriceAmount));
        Assert.Equal(2, Heads().Length);
        await mesh.Lifecycle.DeprecateAsync("hq/fleet/vans@1", new Deprecation { Reason = "No more vans." }, Cancel);
        DataContract deprecated = await (await mesh.As("finance").OpenAsync("hq/fleet/vans", cancellationToken: Cancel)).GetContractAsync(Cancel);
        Assert.Equal((LifecycleStatus.Deprecated, contract.Supplement), (deprecated.Status, deprecated.Supplement));

        string[] Heads() => Directory.GetFiles(Path.Combine(_folder.Path, "hq/fleet/heads"));
    }

    [Fact]
    public async Task Of_two_major_versions_the_lower_has_the_plain_file_and_the_other_one_its_own()
    {
        CommittedContracts.Add("hq.fleet.bikes.odcs.yaml", Sections.Replace("[fleet, finance]", "[old]", StringComparison.Ordinal));
        CommittedContracts.Add("hq.fleet.bikes@2.odcs.yaml", Sections.Replace("[fleet, finance]", "[new]", StringComparison.Ordinal));
        await using Mesh mesh = _folder.Open(m => m.AddDomain("hq", d => d.AddProduct("fleet", p => p.Output<Car>("bikes", o => o.Grant("all", g => g.ToDomain("finance"))).Output<Bike>("bikes", o => o.Version("2.0.0").Grant("all", g => g.ToDomain("finance"))))));

        foreach ((int major, string tag) in ((int, string)[])[(1, "old"), (2, "new")])
            Assert.Equal([tag], (await (await mesh.As("finance").OpenAsync($"hq/fleet/bikes@{major}", cancellationToken: Cancel)).GetContractAsync(Cancel)).Tags);
    }

    [Fact]
    public async Task A_file_that_cannot_be_understood_is_named_with_its_place_when_the_product_registers()
    {
        CommittedContracts.Add("hq.fleet.ships.odcs.yaml", Sections.Replace("tags: [fleet, finance]", "tags: [fleet", StringComparison.Ordinal));
        await using Mesh mesh = Open("hq/fleet/ships");

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => mesh.RegisterAsync(Cancel));

        Assert.Equal(DataMeshErrorKind.CorruptData, refused.Kind);
        Assert.Contains("'hq.fleet.ships.odcs.yaml', line ", refused.Message, StringComparison.Ordinal);
    }

    private Mesh Open(string port) => _folder.Open(m => m.AddProduct<Car>(port, p => p.Describe("Every car.").Expect(r => r.RowCount(atLeast: 1)).Grant("all", g => g.ToDomain("finance"))));
}

[DataSchema]
public sealed partial record Car
{
    [System.ComponentModel.DataAnnotations.Key]
    public required long Id { get; init; }

    public required string Plate { get; init; }
}

[DataSchema]
public sealed partial record Bike
{
    [System.ComponentModel.DataAnnotations.Key]
    public required long Id { get; init; }
}
