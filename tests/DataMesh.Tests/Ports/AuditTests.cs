using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Ports;

/// <summary>Every read leaves a record, on every path; a recall finds readers and derived products.</summary>
public sealed class AuditTests : IDisposable
{
    private const string Staff = "people/payroll/staff";
    private const string Heads = "finance/cost/heads";

    private readonly MeshFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Typed_reads_Arrow_reads_and_SQL_each_leave_one_record_with_the_snapshot_and_about_how_many_rows()
    {
        await using Mesh mesh = Open();
        PublishResult published = await PublishAsync(mesh);
        IInputPort<Person> port = await mesh.As("finance").OpenAsync<Person>(Staff, "budget", Token);

        await Streams.ToListAsync(port.ReadAsync(Token));
        await Streams.CountAsync(port.ReadBatchesAsync(new() { Limit = 0 }, Token));
        await mesh.As("finance").QueryScalarAsync<long>($"select count(*) from {port}", Token);

        List<AuditRecord> records = await Streams.ToListAsync(mesh.Access.ListAuditAsync("people/payroll", cancellationToken: Token));
        Assert.Equal(3, records.Count);
        Assert.All(records, r =>
        {
            Assert.Equal(("finance", true, published.Snapshot.Id), (r.Principal, r.IsAllowed, r.Snapshot));
            Assert.Equal(("budget", "cost work"), (r.Purpose.ToString(), Assert.Single(r.Rules)));
        });
        Assert.Equal([RowCountBucket.None, RowCountBucket.From1, RowCountBucket.From10], records.Select(r => r.Rows).Order());
    }

    [Fact]
    public async Task A_denial_leaves_a_record_without_a_snapshot()
    {
        await using Mesh mesh = Open();
        await PublishAsync(mesh);

        await Assert.ThrowsAsync<PortNotFoundException>(() => mesh.As("marketing").OpenAsync(Staff, "campaigns", Token));

        AuditRecord record = Assert.Single(await Streams.ToListAsync(mesh.Access.ListAuditAsync("people/payroll", cancellationToken: Token)));
        Assert.Equal(("marketing", false, (long?)null), (record.Principal, record.IsAllowed, record.Snapshot));
    }

    [Fact]
    public async Task Only_the_provider_sees_who_has_read()
    {
        await using Mesh mesh = Open();
        await PublishAsync(mesh);

        PolicyDeniedException hidden = await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.ToListAsync(mesh.As("finance").Access.ListAuditAsync("people/payroll", cancellationToken: Token)));
        PolicyDeniedException absent = await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.ToListAsync(mesh.As("finance").Access.ListAuditAsync("people/absent", cancellationToken: Token)));

        Assert.Equal(absent.Message.Replace("people/absent", "people/payroll", StringComparison.Ordinal), hidden.Message);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => mesh.As("finance").Access.RecallAsync(Staff, 1, Token));
    }

    [Fact]
    public async Task A_recall_names_the_readers_of_a_snapshot_and_what_was_derived_from_it()
    {
        await using Mesh mesh = Open();
        PublishResult bad = await PublishAsync(mesh);
        await mesh.RefreshAsync(Heads, Token);
        IInputPort<Person> port = await mesh.As("finance").OpenAsync<Person>(Staff, "budget", Token);
        await Streams.ToListAsync(port.ReadAsync(Token));
        PublishResult good = await PublishAsync(mesh);
        await Streams.ToListAsync(port.ReadAsync(Token));

        Recall recall = await mesh.Access.RecallAsync(Staff, bad.Snapshot.Id, Token);

        Assert.Equal(["finance", "product"], recall.Reads.Select(r => r.Principal!.Split(':')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(recall.Reads, r => Assert.Equal(bad.Snapshot.Id, r.Snapshot));
        RecalledOutput derived = Assert.Single(recall.Derived);
        Assert.Equal((Heads + "@1", true), (derived.Port.ToString(), derived.IsCurrent));
        Assert.Empty((await mesh.Access.RecallAsync(Staff, good.Snapshot.Id, Token)).Derived);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Mesh Open() => _folder.Open(m => m
        .AddProduct<Person>(Staff, p => p.Grant("cost work", g => g.ToDomain("finance").For("budget")))
        .AddDomain("finance", d => d.AddProduct("cost", p => p.Input<Person>("people/payroll/staff@1", purpose: "budget")
            .Output<HeadCount>("heads", o => o.FromSql("select team, count(*) as people from staff group by team")))));

    private static Task<PublishResult> PublishAsync(Mesh mesh) =>
        mesh.Output<Person>(Staff).PublishAsync(Enumerable.Range(0, 12).Select(i => new Person { Id = i, Team = i % 2 == 0 ? "a" : "b" }), cancellationToken: Token);
}

[DataSchema]
public sealed partial record Person
{
    [System.ComponentModel.DataAnnotations.Key] public required long Id { get; init; }
    public required string Team { get; init; }
}

[DataSchema]
public sealed partial record HeadCount
{
    public required string Team { get; init; }
    public required long People { get; init; }
}
