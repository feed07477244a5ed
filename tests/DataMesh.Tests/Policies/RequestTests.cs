using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Policies;

/// <summary>The consumer's side: asking, and following what became of it.</summary>
public sealed class RequestTests : IDisposable
{
    private readonly AccessScene _scene = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_request_lies_in_the_consumer_s_prefix_and_gives_nothing()
    {
        await using Mesh producer = await _scene.PublishedAsync();
        await using Mesh consumer = _scene.Open(m => m.RunAs("marketing"));

        AccessAgreement request = await consumer.Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns", Justification = "Where to advertise." }, Cancel);

        Assert.Equal((AgreementStatus.Requested, 1L, "marketing", "sales/customers/current@1"), (request.Status, request.Number, request.Consumer.Domain.ToString(), request.Port.ToString()));
        Assert.True(File.Exists(Path.Combine(_scene.Folder, "marketing", "_consumer", "requests", request.Id.ToString("D"), "1.yaml")));
        Assert.False(Directory.Exists(Path.Combine(_scene.Folder, "sales", "customers", "agreements")));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(consumer, "campaigns"));
        Assert.Equal([request], await Streams.ToListAsync(consumer.Access.ListOwnAsync(Cancel)));
    }

    [Fact]
    public async Task Asking_the_same_again_while_it_waits_gives_the_same_request()
    {
        await using Mesh producer = await _scene.PublishedAsync();
        AccessRequest wish = new() { Purpose = "campaigns", Offer = AccessScene.Regional };
        IDataMesh marketing = producer.As("marketing");

        AccessAgreement first = await marketing.Access.RequestAsync(AccessScene.Port, wish, Cancel);
        AccessAgreement same = await marketing.Access.RequestAsync(AccessScene.Port, wish, Cancel);
        AccessAgreement other = await marketing.Access.RequestAsync(AccessScene.Port, wish with { Justification = "Again." }, Cancel);
        await producer.Access.RejectAsync(AccessScene.Product, first.Id, "Too vague.", Cancel);
        AccessAgreement afterwards = await marketing.Access.RequestAsync(AccessScene.Port, wish, Cancel);

        Assert.Equal(first, same);
        Assert.Equal(3, new[] { first.Id, other.Id, afterwards.Id }.Distinct().Count());
        Assert.Equal([afterwards.Id, other.Id, first.Id], (await Streams.ToListAsync(marketing.Access.ListOwnAsync(Cancel))).Select(a => a.Id));
    }

    [Fact]
    public async Task A_product_asks_for_itself()
    {
        await using Mesh mesh = _scene.Open(m => m.AddProduct<OrderLine>("marketing/boards/lines", p => p.Describe("Boards.")));
        await using Mesh producer = await _scene.PublishedAsync();
        await mesh.RegisterAsync(Cancel);

        AccessAgreement request = await mesh.Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns", Product = "marketing/boards" }, Cancel);

        Assert.NotNull(request.Consumer.Product);
        Assert.StartsWith("product:urn:datamesh:", request.RequestedBy, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_scene.Folder, "marketing", "boards", "requests", request.Id.ToString("D"), "1.yaml")));
        Assert.Equal([request], await Streams.ToListAsync(producer.Access.ListAsync(AccessScene.Product, Cancel)));
    }

    [Theory]
    [InlineData("revenue", null, "nothing is offered for purpose 'revenue'. Offered: 'campaigns', 'audit'")]
    [InlineData("campaigns", "whole", "no offer 'whole' for purpose 'campaigns'")]
    [InlineData("campaigns", "nothing", "no offer 'nothing' for purpose 'campaigns'")]
    public async Task What_nobody_offers_is_not_asked_for(string purpose, string? offer, string expected)
    {
        await using Mesh producer = await _scene.PublishedAsync();

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => producer.As("marketing").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = purpose, Offer = offer }, Cancel));

        Assert.Equal(DataMeshErrorKind.InvalidRequest, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_scene.Folder, "marketing")));
    }

    [Fact]
    public async Task An_offer_may_be_asked_for_a_purpose_below_its_own()
    {
        await using Mesh producer = await _scene.PublishedAsync();

        Assert.Equal("mailings", (await producer.As("marketing").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "mailings" }, Cancel)).Purpose.ToString());
    }

    [Fact]
    public async Task Who_has_no_domain_or_names_another_s_product_cannot_ask()
    {
        await using Mesh producer = await _scene.PublishedAsync();
        AccessRequest wish = new() { Purpose = "campaigns" };

        DataMeshException nobody = await Assert.ThrowsAsync<DataMeshException>(() => producer.As(new MeshPrincipal { Name = "ann", Kind = PrincipalKind.User }).Access.RequestAsync(AccessScene.Port, wish, Cancel));
        DataMeshException own = await Assert.ThrowsAsync<DataMeshException>(() => producer.As("marketing").Access.RequestAsync(AccessScene.Port, wish with { Product = "sales/customers" }, Cancel));
        DataMeshException absent = await Assert.ThrowsAsync<DataMeshException>(() => producer.As("marketing").Access.RequestAsync(AccessScene.Port, wish with { Product = "sales/absent" }, Cancel));

        Assert.Contains("RunAs", nobody.Message, StringComparison.Ordinal);
        Assert.Equal(own.Message.Replace("sales/customers'", "sales/absent'", StringComparison.Ordinal), absent.Message.Replace("sales/customers'", "sales/absent'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_end_in_the_past_and_an_endless_justification_are_refused()
    {
        await using Mesh producer = await _scene.PublishedAsync();
        IMeshAccess access = producer.As("marketing").Access;

        DataMeshException past = await Assert.ThrowsAsync<DataMeshException>(() => access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns", Until = _scene.Time.GetUtcNow().AddDays(-1) }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns", Justification = new string('x', 5_000) }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = default }, Cancel));

        Assert.Contains("is past", past.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_requests_show_what_was_decided()
    {
        await using Mesh producer = await _scene.PublishedAsync();
        AccessAgreement approved = await AccessScene.AgreeAsync(producer);
        await using Mesh consumer = _scene.Open(m => m.RunAs("marketing"));
        await using Mesh other = _scene.Open(m => m.RunAs("risk"));

        Assert.Equal([approved], await Streams.ToListAsync(consumer.Access.ListOwnAsync(Cancel)));
        Assert.Empty(await Streams.ToListAsync(other.Access.ListOwnAsync(Cancel)));
    }
}
