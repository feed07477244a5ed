using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Policies;

/// <summary>What a principal may not know looks exactly like what does not exist.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private const string Hidden = "sales/customers/current";
    private const string Absent = "sales/customerz/current";

    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_hidden_port_and_an_absent_one_give_the_same_errors()
    {
        await using Mesh mesh = await GrantedAsync();
        await using Mesh other = _folder.Open();

        foreach (Mesh node in (Mesh[])[mesh, other])
        {
            IDataMesh marketing = node.As("marketing");
            Assert.Equal(await ErrorsAsync(marketing, Hidden), await ErrorsAsync(marketing, Absent));
        }
        Assert.Equal(await ErrorsAsync(other, Hidden), await ErrorsAsync(other, Absent));
        Assert.DoesNotContain(await ErrorsAsync(other.As("marketing"), "sales/customer/current"), e => e.Contains("customers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hidden_product_is_in_no_listing_search_or_count()
    {
        await using Mesh mesh = await GrantedAsync();
        IMeshCatalog marketing = mesh.As("marketing").Catalog, finance = mesh.As("finance").Catalog;
        ProductId id = Assert.Single(await Streams.ToListAsync(finance.ListAsync(Cancel))).Id;

        Assert.Empty(await Streams.ToListAsync(marketing.ListAsync(Cancel)));
        foreach (string word in (string[])["customers", "buys", "owner@sales.example", "city", "people", "current"])
            Assert.Empty(await Streams.ToListAsync(marketing.SearchAsync(word, Cancel)));
        Assert.Null(await marketing.FindAsync(id, Cancel));
        Assert.Null(await marketing.FindAsync(new ProductId(id.Mesh, Guid.NewGuid()), Cancel));
        Assert.NotNull(await finance.FindAsync(id, Cancel));
    }

    [Fact]
    public async Task An_offer_lets_every_named_principal_find_the_port_but_not_its_columns()
    {
        await using Mesh mesh = await OfferedAsync();

        CatalogEntry entry = Assert.Single(await Streams.ToListAsync(mesh.As("marketing").Catalog.SearchAsync("buys", Cancel)));

        Assert.Empty(Assert.Single(entry.Ports).Columns);
        Assert.Empty(await Streams.ToListAsync(mesh.As("marketing").Catalog.SearchAsync("city", Cancel)));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => mesh.As("marketing").OpenAsync(Hidden, "campaigns", Cancel));
        await using Mesh nobody = _folder.Open();
        Assert.Empty(await Streams.ToListAsync(nobody.Catalog.ListAsync(Cancel)));
    }

    [Fact]
    public async Task A_port_without_a_grant_or_offer_is_hidden_beside_one_that_shows()
    {
        await using Mesh mesh = await TwoPortsAsync();
        IDataMesh marketing = mesh.As("marketing");

        CatalogEntry entry = Assert.Single(await Streams.ToListAsync(marketing.Catalog.ListAsync(Cancel)));
        PortNotFoundException hidden = await Assert.ThrowsAsync<PortNotFoundException>(() => marketing.OpenAsync("sales/customers/secret", "campaigns", Cancel));
        PortNotFoundException absent = await Assert.ThrowsAsync<PortNotFoundException>(() => marketing.OpenAsync("sales/customers/sekret", "campaigns", Cancel));

        Assert.Equal("current", Assert.Single(entry.Ports).Name.Port);
        Assert.Equal(hidden.Message.Replace("secret", "sekret", StringComparison.Ordinal), absent.Message);
        Assert.Equal(hidden.Suggestions, absent.Suggestions);
        Assert.Empty(await Streams.ToListAsync(marketing.Catalog.SearchAsync("secret", Cancel)));
        Assert.Equal(2, Assert.Single(await Streams.ToListAsync(mesh.Catalog.ListAsync(Cancel))).Ports.Count);
    }

    [Fact]
    public async Task A_hidden_major_version_is_not_what_an_unpinned_reference_means()
    {
        await using Mesh mesh = _folder.Open(m => m.AddDomain("sales", sales => sales.AddProduct("customers", product => product
            .Output<CustomerCity>("current", p => p.Version("1.0.0").Grant("finance", g => g.ToDomain("finance")))
            .Output<Customer>("current", p => p.Version("2.0.0").Grant("risk", g => g.ToDomain("risk"))))));
        IInputPort finance = await mesh.As("finance").OpenAsync(Hidden, cancellationToken: Cancel);
        IInputPort risk = await mesh.As("risk").OpenAsync(Hidden, cancellationToken: Cancel);

        Assert.Equal("1.0.0", (await finance.GetContractAsync(Cancel)).Version.ToString());
        Assert.Equal("2.0.0", (await risk.GetContractAsync(Cancel)).Version.ToString());
        string hidden = (await Assert.ThrowsAsync<PortNotFoundException>(() => mesh.As("finance").OpenAsync(Hidden + "@2", cancellationToken: Cancel))).Message;
        string absent = (await Assert.ThrowsAsync<PortNotFoundException>(() => mesh.As("finance").OpenAsync(Hidden + "@3", cancellationToken: Cancel))).Message;
        Assert.Equal(hidden.Replace("@2", "@3", StringComparison.Ordinal).Replace("version 2", "version 3", StringComparison.Ordinal), absent);
    }

    [Fact]
    public async Task An_agreement_lets_its_holder_know_the_port_when_nothing_is_offered_any_more()
    {
        AccessAgreement request;
        await using (Mesh mesh = await OfferedAsync())
        {
            request = await mesh.As("marketing").Access.RequestAsync(Hidden, new AccessRequest { Purpose = "campaigns" }, Cancel);
            await mesh.Access.ApproveAsync("sales/customers", request.Id, cancellationToken: Cancel);
        }
        await using Mesh changed = await GrantedAsync();

        await Assert.ThrowsAsync<PolicyDeniedException>(() => changed.As("marketing").OpenAsync(Hidden, "campaigns", Cancel));
        await Assert.ThrowsAsync<PortNotFoundException>(() => changed.As("risk").OpenAsync(Hidden, "campaigns", Cancel));
    }

    [Fact]
    public async Task Stewards_and_the_product_itself_know_all()
    {
        await using Mesh mesh = _folder.Open(m => m.AddDomain("sales", sales => sales.AddProduct("customers", product => product
            .Stewards(new Recipients { Roles = ["sales-steward"] }).Output<Customer>("current", _ => { }))));
        await mesh.RegisterAsync(Cancel);

        Assert.Single(await Streams.ToListAsync(mesh.Catalog.ListAsync(Cancel)));
        Assert.Single(await Streams.ToListAsync(mesh.As(AccessScene.Steward).Catalog.ListAsync(Cancel)));
        Assert.Empty(await Streams.ToListAsync(mesh.As("sales").Catalog.ListAsync(Cancel)));
    }

    [Fact]
    public async Task Refused_attempts_on_a_hidden_port_are_recorded_for_the_owner()
    {
        using LogLines log = new();
        await using Mesh mesh = await GrantedAsync(log);

        await Assert.ThrowsAsync<PortNotFoundException>(() => mesh.As("marketing").OpenAsync(Hidden, "campaigns", Cancel));

        Assert.Contains(log.Lines, l => l.Contains("AccessDecided", StringComparison.Ordinal) && l.Contains("'marketing'", StringComparison.Ordinal) && l.Contains("'campaigns'", StringComparison.Ordinal) && l.Contains("deny", StringComparison.Ordinal));
    }

    // Every door that takes a name, with everything a caller can tell about how it failed.
    private static async Task<string[]> ErrorsAsync(IDataMesh mesh, string port)
    {
        Func<Task>[] doors =
        [
            () => mesh.OpenAsync(port, "campaigns", Cancel),
            () => mesh.OpenAsync(port, default, Cancel),
            () => mesh.OpenAsync(port + "@1", "campaigns", Cancel),
            () => mesh.OpenAsync(port + "@9", "campaigns", Cancel),
            () => mesh.OpenAsync<CustomerCity>(port, "campaigns", Cancel),
            () => mesh.Access.RequestAsync(port, new AccessRequest { Purpose = "campaigns" }, Cancel),
            () => mesh.Access.RequestAsync(port, new AccessRequest { Purpose = "campaigns", Offer = "whole" }, Cancel),
        ];
        List<string> errors = [];
        foreach (Func<Task> door in doors)
        {
            DataMeshException error = await Assert.ThrowsAnyAsync<DataMeshException>(door);
            string suggestions = string.Join(",", (error as PortNotFoundException)?.Suggestions ?? []);
            errors.Add($"{error.GetType().Name} {error.Kind} {error.IsTransient} {error.Operation} {error.Port} {error.Product} {suggestions} {error.Message}".Replace(port, "PORT", StringComparison.Ordinal).Replace(port[..port.LastIndexOf('/')], "PRODUCT", StringComparison.Ordinal));
        }
        return [.. errors];
    }

    private async Task<Mesh> GrantedAsync(LogLines? log = null)
    {
        Mesh mesh = _folder.Open(m =>
        {
            if (log is not null)
                m.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(log);
            m.AddDomain("sales", sales => sales.OwnedBy("owner@sales.example").AddProduct("customers", product => product
                .Describe("Who buys.").Tag("people").Output<Customer>("current", p => p.Grant("finance", g => g.ToDomain("finance").For("revenue")))));
        });
        await mesh.RegisterAsync(Cancel);
        return mesh;
    }

    private async Task<Mesh> OfferedAsync()
    {
        Mesh mesh = _folder.Open(m => m.AddDomain("sales", sales => sales.AddProduct("customers", product => product
            .Describe("Who buys.").Output<Customer>("current", p => p.Offer("campaigns")))));
        await mesh.RegisterAsync(Cancel);
        return mesh;
    }

    private async Task<Mesh> TwoPortsAsync()
    {
        Mesh mesh = _folder.Open(m => m.AddDomain("sales", sales => sales.AddProduct("customers", product => product
            .Describe("Who buys.").Output<Customer>("current", p => p.Offer("campaigns")).Output<CustomerCity>("secret", p => p.Grant("risk", g => g.ToDomain("risk"))))));
        await mesh.RegisterAsync(Cancel);
        return mesh;
    }
}
