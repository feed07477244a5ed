using Apache.Arrow;
using DataMesh.Tests.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Ports;

/// <summary>Policies as applications meet them: declared in code, stored in the folder, enforced on every way out.</summary>
public sealed class PolicyTests : IDisposable
{
    private const string Customers = "sales/customers/current";

    private readonly MeshFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Records_Arrow_and_SQL_show_the_same_rows_and_masks()
    {
        await using Mesh mesh = await PublishedAsync();

        foreach ((string domain, int rows, int length) in ((string, int, int)[])[("finance", 2, 64), ("support", 1, 4)])
        {
            IInputPort<CustomerMail> port = await mesh.As(domain).OpenAsync<CustomerMail>(Customers, cancellationToken: TestContext.Current.CancellationToken);
            string?[] typed = [.. (await Streams.ToListAsync(port.ReadAsync(TestContext.Current.CancellationToken))).Select(c => c.Email).Order(StringComparer.Ordinal)];
            List<string?> arrow = [];
            await foreach (RecordBatch batch in port.ReadBatchesAsync(new ReadRequest { Columns = ["email"] }, TestContext.Current.CancellationToken))
                using (batch)
                    arrow.AddRange(Enumerable.Range(0, batch.Length).Select(i => ((StringArray)batch.Column(0)).GetString(i)));
            List<CustomerMail> sql = await Streams.ToListAsync(mesh.QueryAsync<CustomerMail>($"select id, email from {port} order by email", TestContext.Current.CancellationToken));

            Assert.Equal(rows, typed.Length);
            Assert.All(typed, email => Assert.Equal(length, email!.Length));
            Assert.Equal(typed, arrow.Order(StringComparer.Ordinal));
            Assert.Equal(typed, sql.Select(c => c.Email));
            Assert.Equal(1, await Streams.CountAsync(port.ReadBatchesAsync(new ReadRequest { Filter = Filter.Equal("email", typed[^1]) }, TestContext.Current.CancellationToken)));
            Assert.Equal(0, await Streams.CountAsync(port.ReadBatchesAsync(new ReadRequest { Filter = Filter.Equal("email", "bert") }, TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public async Task Without_the_key_hashes_are_denied_and_the_denial_says_how_to_configure_it()
    {
        await using (await PublishedAsync())
        {
        }
        await using Mesh other = _folder.Open(m => m.RunAs("finance"));
        IInputPort port = await other.OpenAsync(Customers, cancellationToken: TestContext.Current.CancellationToken);

        PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.CountAsync(port.ReadBatchesAsync(cancellationToken: TestContext.Current.CancellationToken)));

        Assert.Contains("UseMaskKeys", denied.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("records")]
    [InlineData("batches")]
    [InlineData("SQL")]
    public async Task A_policy_that_changes_in_another_process_cuts_an_open_stream(string way)
    {
        await using Mesh producer = await PublishedAsync();
        ManualTime time = new();
        await using Mesh consumer = _folder.Open(m => m.RunAs("support").Services.AddSingleton<TimeProvider>(time));
        IInputPort<CustomerMail> port = await consumer.OpenAsync<CustomerMail>(Customers, cancellationToken: TestContext.Current.CancellationToken);
        await using IAsyncEnumerator<string?> stream = Open(way, consumer, port).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal("anna", stream.Current);

        await using Mesh changed = Open(supported: "Linz");
        await changed.RegisterAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(30));

        PolicyDeniedException cut = await Assert.ThrowsAsync<PolicyDeniedException>(async () => await stream.MoveNextAsync());
        Assert.Contains("was cut", cut.Message, StringComparison.Ordinal);
        Assert.Empty(await Streams.ToListAsync(Open(way, consumer, port)));
    }

    private static async IAsyncEnumerable<string?> Open(string way, Mesh mesh, IInputPort<CustomerMail> port)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        if (way == "batches")
        {
            await foreach (RecordBatch batch in port.ReadBatchesAsync(new ReadRequest { Columns = ["email"] }, cancel))
                using (batch)
                    yield return ((StringArray)batch.Column(0)).GetString(0);
            yield break;
        }
        await foreach (CustomerMail customer in way == "SQL" ? mesh.QueryAsync<CustomerMail>($"select id, email from {port}", cancel) : port.ReadAsync(cancel))
            yield return customer.Email;
    }

    private async Task<Mesh> PublishedAsync()
    {
        Mesh mesh = Open(supported: "Graz");
        await mesh.Output<Customer>(Customers).PublishAsync(
            [
                new() { Id = Guid.NewGuid(), City = "Graz", Email = "anna" },
                new() { Id = Guid.NewGuid(), City = "Bonn", Email = "bert" },
            ],
            cancellationToken: TestContext.Current.CancellationToken);
        return mesh;
    }

    private Mesh Open(string supported) => _folder.Open(m => m
        .UseMaskKeys(new byte[32])
        .AddProduct<Customer>(Customers, port => port
            .Grant("finance", g => g.ToDomain("finance").Mask(c => c.Email, Mask.Hash))
            .Grant("support", g => g.ToDomain("support").Rows(Filter.Equal("city", supported)).Mask(c => c.Email, Mask.None))));
}
