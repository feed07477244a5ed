using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Ports;

public sealed class AccessTests : IDisposable
{
    private const string Customers = "sales/customers/current";

    private readonly MeshFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_grant_nobody_reads_and_nobody_learns_that_the_port_exists()
    {
        await using Mesh mesh = await PublishedAsync();

        PortNotFoundException absent = await Assert.ThrowsAsync<PortNotFoundException>(() => mesh.As("marketing").OpenAsync(Customers, "campaigns", TestContext.Current.CancellationToken));

        Assert.Contains("that 'marketing' may know of", absent.Message, StringComparison.Ordinal);
        Assert.Contains("neither granted nor offered", absent.Message, StringComparison.Ordinal);
        Assert.Empty(absent.Suggestions);
    }

    [Fact]
    public async Task A_purpose_is_demanded_and_must_be_a_granted_one()
    {
        await using Mesh mesh = await PublishedAsync();
        IDataMesh finance = mesh.As("finance");

        PolicyDeniedException none = await Assert.ThrowsAsync<PolicyDeniedException>(() => finance.OpenAsync(Customers, cancellationToken: TestContext.Current.CancellationToken));
        PolicyDeniedException other = await Assert.ThrowsAsync<PolicyDeniedException>(() => finance.OpenAsync(Customers, "campaigns", TestContext.Current.CancellationToken));

        Assert.Contains("'sales/customers/current' demands a purpose. Offered: revenue.", none.Message, StringComparison.Ordinal);
        Assert.Contains("'revenue'", other.Message, StringComparison.Ordinal);
        Assert.NotNull(await finance.OpenAsync(Customers, "revenue", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_role_receives_a_grant_wherever_its_holder_works()
    {
        await using Mesh mesh = await PublishedAsync();
        MeshPrincipal auditor = new() { Name = "ann", Kind = PrincipalKind.User, Roles = ["auditor"] };

        IInputPort port = await mesh.As(auditor).OpenAsync(Customers, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(2, await Streams.CountAsync(port.ReadBatchesAsync(cancellationToken: TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Confidential_columns_are_null_for_everybody_whose_grant_does_not_say_otherwise()
    {
        await using Mesh mesh = await PublishedAsync();
        IInputPort consumer = await mesh.As("finance").OpenAsync(Customers, "revenue", TestContext.Current.CancellationToken);
        IInputPort own = await mesh.OpenAsync(Customers, cancellationToken: TestContext.Current.CancellationToken);

        await foreach (Apache.Arrow.RecordBatch batch in consumer.ReadBatchesAsync(cancellationToken: TestContext.Current.CancellationToken))
            using (batch)
            {
                Assert.Equal(["id", "city", "email", "score"], batch.Schema.FieldsList.Select(f => f.Name));
                Assert.Equal((0, 2, 2), (batch.Column(1).NullCount, batch.Column(2).NullCount, batch.Column(3).NullCount));
                Assert.Equal("null", batch.Schema.GetFieldByName("email").Metadata[ArrowFields.MaskKey]);
                Assert.True(batch.Schema.GetFieldByName("email").IsNullable);
            }
        Assert.Equal(["id", "city", "email", "score"], await ColumnsAsync(own));
        DataContract contract = await consumer.GetContractAsync(TestContext.Current.CancellationToken);
        Assert.Equal([true, true, false, false], contract.Schema.Properties.Select(p => p.Required));
        AccessExplanation explained = await consumer.ExplainAccessAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["none", "none", "null", "null"], explained.Columns.Select(c => Assert.Single(c.Masks).ToString()));
        Assert.Equal(2L, await mesh.QueryScalarAsync<long>($"select count(*) - count(email) from {consumer}", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_hidden_column_and_an_absent_one_give_the_same_error()
    {
        await using (await PublishedAsync())
        {
        }
        await using Mesh mesh = _folder.Open(m => m.RunAs("finance").Services.AddSingleton<PolicyEngine>(new HidingEngine("email")));
        IInputPort port = await mesh.OpenAsync(Customers, "revenue", TestContext.Current.CancellationToken);

        string hidden = await MessageAsync("email");
        string absent = await MessageAsync("absnt");

        Assert.Equal(hidden.Replace("email", "absnt", StringComparison.Ordinal), absent);
        Assert.Equal(["id", "city", "score"], await ColumnsAsync(port));
        await Assert.ThrowsAsync<DataMeshException>(() => Streams.CountAsync(port.ReadBatchesAsync(new ReadRequest { Filter = Filter.Equal("email", "x") }, TestContext.Current.CancellationToken)));
        DataMeshException sql = await Assert.ThrowsAsync<DataMeshException>(() => mesh.QueryScalarAsync<long>($"select count(email) from {port}", TestContext.Current.CancellationToken));
        Assert.Equal(DataMeshErrorKind.InvalidRequest, sql.Kind);

        async Task<string> MessageAsync(string column) => (await Assert.ThrowsAsync<DataMeshException>(
            () => Streams.CountAsync(port.ReadBatchesAsync(new ReadRequest { Columns = [column] }, TestContext.Current.CancellationToken)))).Message;
    }

    [Fact]
    public async Task A_record_that_needs_values_of_masked_columns_does_not_fit()
    {
        await using Mesh mesh = await PublishedAsync();

        ContractMismatchException mismatch = await Assert.ThrowsAsync<ContractMismatchException>(() => mesh.As("finance").OpenAsync<Customer>(Customers, "revenue", TestContext.Current.CancellationToken));
        IInputPort<CustomerCity> fits = await mesh.As("finance").OpenAsync<CustomerCity>(Customers, "revenue", TestContext.Current.CancellationToken);

        Assert.Contains(mismatch.Mismatches, m => m.Column == "email");
        Assert.Equal(["Bonn", "Graz"], (await Streams.ToListAsync(fits.ReadAsync(TestContext.Current.CancellationToken))).Select(c => c.City).Order());
    }

    [Fact]
    public async Task Values_of_confidential_columns_appear_in_no_metadata()
    {
        await using Mesh mesh = await PublishedAsync();

        byte[] marker = "marker-7f3a"u8.ToArray();
        string[] leaking = [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".parquet", StringComparison.Ordinal) && File.ReadAllBytes(f).AsSpan().IndexOf(marker) >= 0)];

        Assert.Empty(leaking);
    }

    [Fact]
    public async Task A_process_that_does_not_say_who_it_is_reads_only_what_it_owns()
    {
        await using (await PublishedAsync())
        {
        }
        await using Mesh stranger = _folder.Open();

        PortNotFoundException unnamed = await Assert.ThrowsAsync<PortNotFoundException>(() => stranger.OpenAsync(Customers, "revenue", TestContext.Current.CancellationToken));

        Assert.Contains("RunAs", unnamed.Message, StringComparison.Ordinal);
        Assert.Empty(await Streams.ToListAsync(stranger.Catalog.ListAsync(TestContext.Current.CancellationToken)));
        PortNotFoundException absent = await Assert.ThrowsAsync<PortNotFoundException>(() => stranger.OpenAsync("sales/customer/current", "revenue", TestContext.Current.CancellationToken));
        Assert.Empty(absent.Suggestions);
        Assert.DoesNotContain("customers", absent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_policy_document_denies_everybody_but_the_product()
    {
        await using Mesh mesh = await PublishedAsync();
        IInputPort port = await mesh.As("finance").OpenAsync(Customers, "revenue", TestContext.Current.CancellationToken);
        Directory.Delete(Path.Combine(_folder.Path, "sales", "customers", "policy"), recursive: true);
        await using Mesh other = _folder.Open(m => m.RunAs("finance"));

        await Assert.ThrowsAsync<PolicyDeniedException>(() => other.OpenAsync(Customers, "revenue", TestContext.Current.CancellationToken));
        Assert.Empty(await Streams.ToListAsync(other.Catalog.ListAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_changed_grant_holds_on_the_next_read_of_an_open_port()
    {
        await using Mesh first = await PublishedAsync();
        await using Mesh consumer = _folder.Open(m => m.RunAs("finance"));
        IInputPort port = await consumer.OpenAsync(Customers, "revenue", TestContext.Current.CancellationToken);

        await using Mesh second = Open("audit");
        await second.RegisterAsync(TestContext.Current.CancellationToken);

        IInputPort sameProcess = await second.As("finance").OpenAsync(Customers, "audit", TestContext.Current.CancellationToken);
        Assert.Equal(2, await Streams.CountAsync(sameProcess.ReadBatchesAsync(cancellationToken: TestContext.Current.CancellationToken)));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => second.As("finance").OpenAsync(Customers, "revenue", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_unknown_port_gives_the_nearest_names()
    {
        await using Mesh mesh = await PublishedAsync();

        PortNotFoundException absent = await Assert.ThrowsAsync<PortNotFoundException>(() => mesh.As("finance").OpenAsync("sales/customer/current", "revenue", TestContext.Current.CancellationToken));

        Assert.Equal([Customers], absent.Suggestions.Select(s => s.ToString()));
        Assert.Contains("Did you mean 'sales/customers/current'?", absent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_says_why_it_matched_and_shows_only_visible_columns()
    {
        await using Mesh mesh = await PublishedAsync();

        CatalogEntry byColumn = Assert.Single(await Streams.ToListAsync(mesh.As("finance").Catalog.SearchAsync("city", TestContext.Current.CancellationToken)));
        Assert.Contains(byColumn.Matches, m => m.Field == SearchField.Column && m.Text == "city");
        Assert.Equal(["id", "city", "email", "score"], Assert.Single(byColumn.Ports).Columns);
        Assert.Empty(await Streams.ToListAsync(mesh.As("marketing").Catalog.SearchAsync("city", TestContext.Current.CancellationToken)));
        Assert.Empty(await Streams.ToListAsync(mesh.As("marketing").Catalog.SearchAsync("customers", TestContext.Current.CancellationToken)));
    }

    private static async Task<IEnumerable<string>> ColumnsAsync(IInputPort port)
    {
        await foreach (Apache.Arrow.RecordBatch batch in port.ReadBatchesAsync(cancellationToken: TestContext.Current.CancellationToken))
            using (batch)
                return [.. batch.Schema.FieldsList.Select(f => f.Name)];
        return [];
    }

    private async Task<Mesh> PublishedAsync()
    {
        Mesh mesh = Open("revenue");
        await mesh.Output<Customer>(Customers).PublishAsync(
            [
                new() { Id = Guid.NewGuid(), City = "Graz", Email = "marker-7f3a@example.com", Score = 7 },
                new() { Id = Guid.NewGuid(), City = "Bonn", Email = "marker-7f3a@example.org" },
            ],
            cancellationToken: TestContext.Current.CancellationToken);
        return mesh;
    }

    private Mesh Open(Purpose purpose) => _folder.Open(m => m.AddDomain("sales", sales => sales
        .OwnedBy("owner@sales.example")
        .AddProduct("customers", product => product
            .Describe("Who buys.")
            .Output<Customer>("current", port => port
                .Grant("finance", g => g.ToDomain("finance").For(purpose))
                .Grant("auditors", g => g.ToRole("auditor"))))));

    private sealed class HidingEngine(string column) : PolicyEngine
    {
        public override ValueTask<PolicyDecision> DecideAsync(AccessAttempt attempt, CancellationToken cancellationToken = default) => ValueTask.FromResult(PolicyDecision.AllowWithout([column]));
    }
}
