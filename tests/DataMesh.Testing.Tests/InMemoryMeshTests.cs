using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Testing.Tests;

public sealed class InMemoryMeshTests
{
    private const string Current = "sales/customers/current";

    [Fact]
    public async Task What_is_published_is_read_under_the_policy_and_another_purpose_is_denied()
    {
        await using InMemoryMesh mesh = await PublishedAsync(Policies);

        IInputPort<Contact> contacts = await mesh.As("analytics").OpenAsync<Contact>(Current, "churn", TestContext.Current.CancellationToken);

        Assert.Equal([new Contact { Id = 1 }, new Contact { Id = 2 }], (await ListAsync(contacts.ReadAsync(TestContext.Current.CancellationToken))).OrderBy(c => c.Id));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => mesh.As("analytics").OpenAsync<Contact>(Current, "campaigns", TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<PortNotFoundException>(() => mesh.As("strangers").OpenAsync<Contact>("sales/customers/nothing", "churn", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_policy_under_test_shows_what_the_mesh_shows()
    {
        await using InMemoryMesh mesh = await PublishedAsync(Policies);
        PolicyUnderTest<Customer> policy = PolicyUnderTest.Of<Customer>(Current, Policies);
        MeshPrincipal[] readers = ["analytics", "service", new MeshPrincipal { Name = "pat", Kind = PrincipalKind.User, Roles = ["partner"], Attributes = new Dictionary<string, string> { ["tenant"] = "south" } }];

        foreach (MeshPrincipal reader in readers)
        {
            IInputPort<Contact> port = await mesh.As(reader).OpenAsync<Contact>(Current, "churn", TestContext.Current.CancellationToken);
            IReadOnlyList<Contact> expected = policy.For(reader).Purpose("churn").Reads<Contact>(Customers.Ann, Customers.Bob);

            Assert.NotEmpty(expected);
            Assert.Equal(expected, (await ListAsync(port.ReadAsync(TestContext.Current.CancellationToken))).OrderBy(c => c.Id));
        }
    }

    [Fact]
    public async Task A_clock_that_the_test_moves_ends_a_grant_and_dates_snapshots()
    {
        ManualTime time = new(Customers.Seen);
        await using InMemoryMesh mesh = await PublishedAsync(port => port.Grant("trial", g => g.ToDomain("analytics").Until(Customers.Seen.AddDays(7))), time);
        IInputPort port = await mesh.As("analytics").OpenAsync(Current, cancellationToken: TestContext.Current.CancellationToken);

        Snapshot snapshot = Assert.Single(await ListAsync(port.ListSnapshotsAsync(TestContext.Current.CancellationToken)));
        time.Advance(TimeSpan.FromDays(8));

        Assert.Equal(Customers.Seen, snapshot.CommittedAt.UtcDateTime);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => ListAsync(port.ListSnapshotsAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Hashes_need_no_keys_and_keys_that_are_given_are_used()
    {
        static void Hashed(OutputPortBuilder<Customer> port) => port.Grant("join", g => g.ToDomain("analytics").Mask(c => c.Email, Mask.Hash));
        byte[] own = new byte[32];

        string first = await EmailAsync(m => m), second = await EmailAsync(m => m), other = await EmailAsync(m => m.UseMaskKeys(own));

        Assert.Equal(64, first.Length);
        Assert.Equal(64, other.Length);
        Assert.NotEqual(first, other);
        Assert.NotEqual(first, second); // the key is the product's, and each mesh has its own products

        async Task<string> EmailAsync(Func<IDataMeshBuilder, IDataMeshBuilder> configure)
        {
            await using InMemoryMesh mesh = await PublishedAsync(Hashed, configure: m => configure(m));
            IInputPort<Contact> port = await mesh.As("analytics").OpenAsync<Contact>(Current, cancellationToken: TestContext.Current.CancellationToken);
            return (await ListAsync(port.ReadAsync(TestContext.Current.CancellationToken))).Single(c => c.Id == 1).Email!;
        }
    }

    [Fact]
    public async Task With_an_engine_it_answers_SQL()
    {
        await using InMemoryMesh mesh = await PublishedAsync(Policies, configure: m => m.UseDuckDb());
        IInputPort customers = await mesh.As("service").OpenAsync(Current, "churn", TestContext.Current.CancellationToken);

        Assert.Equal(1, await mesh.QueryScalarAsync<long>($"select count(*) from {customers} where country = 'DE'", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Records_in_records_lists_and_dictionaries_are_kept_and_masked_whole()
    {
        static void Whole(OutputPortBuilder<Household> port) => port.Grant("all", g => g.ToDomain("analytics").Rows(h => h.Pets != null).Mask(h => h.Rooms, Mask.Null));
        Household[] rows = [.. Enumerable.Range(0, 50).Select(i => new Household { Id = i, Home = new("Bonn", i % 2 == 0 ? null : "53111"), Rooms = new() { ["kitchen"] = [i] }, Pets = i % 3 == 0 ? null : [new("Rex", null)], Keys = ["a"] })];
        await using InMemoryMesh mesh = InMemoryMesh.Create(m => m.AddProduct<Household>(Current, Whole));
        await mesh.Output<Household>(Current).PublishAsync(rows, cancellationToken: TestContext.Current.CancellationToken);

        List<Household> own = await ListAsync((await mesh.OpenAsync<Household>(Current, cancellationToken: TestContext.Current.CancellationToken)).ReadAsync(TestContext.Current.CancellationToken));
        List<HouseholdView> seen = await ListAsync((await mesh.As("analytics").OpenAsync<HouseholdView>(Current, cancellationToken: TestContext.Current.CancellationToken)).ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal(rows.Select(Text), own.OrderBy(h => h.Id).Select(Text));
        Assert.Equal(rows.Where(h => h.Pets is not null).Select(h => Text(new HouseholdView { Id = h.Id, Pets = h.Pets })), seen.OrderBy(h => h.Id).Select(Text));
        PolicyUnderTest<Household> policy = PolicyUnderTest.Of<Household>(Current, Whole);
        Assert.Equal(seen.OrderBy(h => h.Id).Select(Text), policy.For("analytics").Sees(h => h.Rooms).Masked(Mask.Null).Sees(h => h.Home).Masked(Mask.Null).Reads<HouseholdView>(rows).Select(Text));

        static string Text<T>(T row) => System.Text.Json.JsonSerializer.Serialize(row);
    }

    [Fact]
    public async Task Code_under_test_gets_its_ports_injected_and_two_meshes_share_nothing()
    {
        await using InMemoryMesh one = await PublishedAsync(Policies), other = InMemoryMesh.Create(m => m.AddProduct<Customer>(Current, Policies));

        await one.Services.GetRequiredService<IOutputPort<Customer>>().PublishAsync([Customers.Ann with { Id = 3 }], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(3, await CountAsync(one));
        Assert.Equal(0, await CountAsync(other));

        static async Task<int> CountAsync(InMemoryMesh mesh) =>
            (await ListAsync((await mesh.OpenAsync<Customer>(Current, cancellationToken: TestContext.Current.CancellationToken)).ReadAsync(TestContext.Current.CancellationToken))).Count;
    }

    private static void Policies(OutputPortBuilder<Customer> port) => port
        .Grant("churn", g => g.ToDomain("analytics").For("churn"))
        .Grant("contact", g => g.ToDomain("service").Mask(c => c.Email, Mask.KeepFirst(2)).Mask(c => c.Phone, Mask.KeepLast(3)))
        .Grant("partners", g => g.ToRole("partner").Rows(c => c.Tenant == Policy.User("tenant")).Mask(c => c.Email, Mask.None))
        .RestrictRows("no test accounts", c => c.Tenant != "test");

    private static async Task<InMemoryMesh> PublishedAsync(Action<OutputPortBuilder<Customer>> policy, TimeProvider? time = null, Action<IDataMeshBuilder>? configure = null)
    {
        InMemoryMesh mesh = InMemoryMesh.Create(
            m =>
            {
                m.AddProduct(Current, policy);
                configure?.Invoke(m);
            },
            time);
        await mesh.Output<Customer>(Current).PublishAsync([Customers.Ann, Customers.Bob], cancellationToken: TestContext.Current.CancellationToken);
        return mesh;
    }

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> rows)
    {
        List<T> list = [];
        await foreach (T row in rows)
            list.Add(row);
        return list;
    }
}
