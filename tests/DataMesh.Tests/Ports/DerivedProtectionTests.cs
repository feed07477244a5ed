using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Ports;

/// <summary>A derived port is at least as protected as what it is made from.</summary>
public sealed class DerivedProtectionTests : IDisposable
{
    private const string Staff = "people/payroll/staff";
    private const string Cost = "finance/cost/by-team";

    private readonly MeshFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_column_made_from_a_confidential_one_must_say_so()
    {
        await using Mesh mesh = Open<TeamCost>("select team, sum(salary) as cost from staff group by team", g => g.For("budget").Mask(s => s.Salary, Mask.None));
        await PublishAsync(mesh);

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => RefreshAsync(mesh));

        Assert.Equal(DataMeshErrorKind.InvalidDefinition, refused.Kind);
        Assert.Contains("'cost'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'salary' of the input 'staff'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("confidential", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_a_confidential_one_does_not_reach_need_not()
    {
        await using Mesh mesh = Open<TeamCost>("select team, cast(count(*) as decimal(38, 2)) as cost from staff group by team", g => g.For("budget").Mask(s => s.Salary, Mask.None));
        await PublishAsync(mesh);

        Assert.Equal(2, (await RefreshAsync(mesh)).RowsPublished);
    }

    [Fact]
    public async Task A_column_that_says_so_is_made()
    {
        await using Mesh mesh = Open<SecretTeamCost>("select team, sum(salary) as cost from staff group by team", g => g.For("budget").Mask(s => s.Salary, Mask.None));
        await PublishAsync(mesh);

        Assert.Equal(2, (await RefreshAsync(mesh)).RowsPublished);
    }

    [Fact]
    public async Task A_declassified_column_is_made_and_its_snapshot_records_why()
    {
        await using Mesh mesh = Open<TeamCost>("select team, sum(salary) as cost from staff group by team", g => g.For("budget").Mask(s => s.Salary, Mask.None),
            o => o.Declassify(c => c.Cost, "teams have at least twenty people", "cfo@shop.example"));
        await PublishAsync(mesh);

        await RefreshAsync(mesh);

        string metadata = Directory.EnumerateFiles(Path.Combine(_folder.Path, "finance", "cost", "ports"), "v*.metadata.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(metadata, Token));
        string recorded = document.RootElement.GetProperty("snapshots").EnumerateArray().Last().GetProperty("summary").GetProperty("datamesh.declassified").GetString()!;
        Assert.Contains("\"column\":\"cost\"", recorded, StringComparison.Ordinal);
        Assert.Contains("cfo@shop.example", recorded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_may_not_be_given_for_more_purposes_than_its_input_was()
    {
        await using Mesh mesh = Open<SecretTeamCost>("select team, sum(salary) as cost from staff group by team", g => g.For("budget"), o => o.Grant("everybody", g => g.ToDomain("sales").For("marketing")));
        await PublishAsync(mesh);

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => RefreshAsync(mesh));

        Assert.Contains("'everybody'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'staff'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'cost work'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_may_not_be_given_in_more_regions_than_its_input_was()
    {
        await using Mesh mesh = Open<SecretTeamCost>("select team, sum(salary) as cost from staff group by team", g => g.For("budget").InRegion("eu"), inRegion: "eu");
        await PublishAsync(mesh);

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => RefreshAsync(mesh));

        Assert.Contains("'eu'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sales", true, "'board' gives it to others than the domain 'finance'")]
    [InlineData("finance", false, "'board' gives it without ForOwnUse")]
    public async Task A_port_may_not_be_passed_on_when_its_input_was_given_for_own_use(string domain, bool ownUse, string why)
    {
        await using Mesh mesh = Open<SecretTeamCost>("select team, sum(salary) as cost from staff group by team", g => g.For("budget").ForOwnUse(),
            board: g => Restrict(g.ToDomain(DomainName.Parse(domain)).For("budget"), ownUse));
        await PublishAsync(mesh);

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => RefreshAsync(mesh));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains("its input 'staff'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("for own use only, by 'cost work'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_may_not_be_offered_when_its_input_was_given_for_own_use()
    {
        await using Mesh mesh = Open<SecretTeamCost>("select team, sum(salary) as cost from staff group by team", g => g.For("budget").ForOwnUse(), o => o.Offer("budget"), board: g => g.ToDomain("finance").For("budget").ForOwnUse());
        await PublishAsync(mesh);

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => RefreshAsync(mesh));

        Assert.Contains("'budget' offers it to anybody", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_is_made_for_its_own_domain_from_what_was_given_for_own_use()
    {
        await using Mesh mesh = Open<SecretTeamCost>("select team, sum(salary) as cost from staff group by team", g => g.For("budget").ForOwnUse(),
            board: g => g.ToDomain("finance").For("budget").ForOwnUse());
        await PublishAsync(mesh);

        Assert.Equal(2, (await RefreshAsync(mesh)).RowsPublished);
    }

    [Fact]
    public async Task Where_an_input_is_withdrawn_the_refresh_stops_and_says_which()
    {
        await using (Mesh mesh = Open<SecretTeamCost>("select team, sum(salary) as cost from staff group by team", g => g.For("budget")))
        {
            await PublishAsync(mesh);
            await RefreshAsync(mesh);
        }
        await using Mesh later = Open<SecretTeamCost>("select team, sum(salary) as cost from staff group by team", g => g.For("audit"));

        PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(() => RefreshAsync(later));

        Assert.Contains("'staff'", denied.Message, StringComparison.Ordinal);
        Assert.Equal(Cost, denied.Port.ToString());
    }

    [Fact]
    public async Task A_derived_port_says_that_an_input_was_withdrawn_and_stops_saying_so_when_it_is_given_again()
    {
        const string Sql = "select team, sum(salary) as cost from staff group by team";
        Assert.Null(await DegradedAsync(Open<SecretTeamCost>(Sql, g => g.For("budget"))));
        Assert.Equal(CatalogPort.InputWithdrawn, await DegradedAsync(Open<SecretTeamCost>(Sql, g => g.For("audit"))));
        Assert.Null(await DegradedAsync(Open<SecretTeamCost>(Sql, g => g.For("budget").InRegion("eu"), inRegion: "us")));
    }

    [Fact]
    public async Task A_derived_port_is_listed_while_its_input_cannot_be_read()
    {
        const string Sql = "select team, sum(salary) as cost from staff group by team";
        await using (Mesh mesh = Open<SecretTeamCost>(Sql, g => g.For("budget")))
            await mesh.RegisterAsync(Token);
        foreach (string head in Directory.EnumerateFiles(Path.Combine(_folder.Path, "people", "payroll", "heads")))
            await File.WriteAllTextAsync(head, "damaged: [", Token);

        await using Mesh reader = Mesh.Create(_folder.Path);
        IMeshCatalog catalog = reader.As("board").Catalog;
        await Assert.ThrowsAnyAsync<DataMeshException>(async () => await reader.As("finance").OpenAsync("people/payroll/staff@1", "budget", cancellationToken: Token));
        List<CatalogEntry> listed = await catalog.ListAsync(Token).ToListAsync(Token);

        Assert.Equal("finance/cost", Assert.Single(listed).Name.ToString());
        Assert.Null(Assert.Single(listed[0].Ports).Degraded);
    }

    private static GrantBuilder<SecretTeamCost> Restrict(GrantBuilder<SecretTeamCost> grant, bool ownUse) => ownUse ? grant.ForOwnUse() : grant;

    private static async Task<string?> DegradedAsync(Mesh mesh)
    {
        await using (mesh)
        {
            await mesh.RegisterAsync(Token);
            List<CatalogEntry> found = await mesh.As("board").Catalog.ListAsync(Token).ToListAsync(Token);
            return Assert.Single(Assert.Single(found, e => e.Name.ToString() == "finance/cost").Ports).Degraded;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Mesh Open<T>(string sql, Func<GrantBuilder<Employee>, GrantBuilder<Employee>> terms, Action<OutputPortBuilder<T>>? more = null, string? inRegion = null, Func<GrantBuilder<T>, GrantBuilder<T>>? board = null)
        where T : IDataSchema<T> => _folder.Open(m =>
        {
            if (inRegion is not null)
                m.UseRegion(inRegion);
            m.AddProduct<Employee>(Staff, p => p.Grant("cost work", g => terms(g.ToDomain("finance"))));
            m.AddDomain("finance", d => d.AddProduct("cost", p => p.Input<Employee>("people/payroll/staff@1", purpose: "budget")
                .Output<T>("by-team", o =>
                {
                    o.FromSql(sql).Grant("board", g => (board ?? (b => b.ToDomain("board").For("budget")))(g));
                    more?.Invoke(o);
                })));
        });

    private static Task<PublishResult> PublishAsync(Mesh mesh) => mesh.Output<Employee>(Staff).PublishAsync(
    [
        new() { Id = 1, Team = "a", Salary = 10m }, new() { Id = 2, Team = "a", Salary = 20m }, new() { Id = 3, Team = "b", Salary = 5m },
    ], cancellationToken: Token);

    private static Task<PublishResult> RefreshAsync(Mesh mesh) => mesh.RefreshAsync(Cost, Token);
}

[DataSchema]
public sealed partial record Employee
{
    [System.ComponentModel.DataAnnotations.Key] public required long Id { get; init; }
    public required string Team { get; init; }
    [Classified(Classification.Confidential), DecimalPrecision(18, 2)] public decimal? Salary { get; init; }
}

[DataSchema]
public sealed partial record TeamCost
{
    public required string Team { get; init; }
    [DecimalPrecision(38, 2)] public decimal? Cost { get; init; }
}

[DataSchema]
public sealed partial record SecretTeamCost
{
    public required string Team { get; init; }
    [Classified(Classification.Confidential), DecimalPrecision(38, 2)] public decimal? Cost { get; init; }
}
