using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Policies;

/// <summary>The provider's side: approving, rejecting, renewing and revoking.</summary>
public sealed class DecisionTests : IDisposable
{
    private readonly AccessScene _scene = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task An_approved_request_gives_the_consumer_what_the_offer_shows_and_nobody_else()
    {
        await using Mesh mesh = await _scene.PublishedAsync();

        AccessAgreement agreement = await AccessScene.AgreeAsync(mesh);

        Assert.Equal((AgreementStatus.Approved, AccessScene.Regional, 2L), (agreement.Status, agreement.Offer, agreement.Number));
        Assert.Equal(TimeSpan.FromDays(90), agreement.End - agreement.Start);
        Assert.StartsWith("product:", agreement.DecidedBy, StringComparison.Ordinal);
        Assert.Equal(["city=Graz email=null", "city=Graz email=null"], await AccessScene.ReadAsync(mesh.As("marketing"), "campaigns"));
        Assert.Equal(2, (await AccessScene.ReadAsync(mesh.As("marketing"), "mailings")).Length);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(mesh.As("marketing"), "audit"));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(mesh.As("risk"), "campaigns"));
    }

    [Fact]
    public async Task A_steward_decides_from_another_process()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await using Mesh office = _scene.Open(m => m.RunAs("sales"));
        AccessAgreement request = await mesh.As("marketing").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns" }, Cancel);

        AccessAgreement approved = await office.As(AccessScene.Steward).Access.ApproveAsync(AccessScene.Product, request.Id, new AccessApproval { Comment = "As talked about.", Until = _scene.Time.GetUtcNow().AddDays(30) }, Cancel);

        Assert.Equal(("sue", "As talked about."), (approved.DecidedBy, approved.Comment));
        Assert.Equal([approved], await Streams.ToListAsync(office.As(AccessScene.Steward).Access.ListAsync(AccessScene.Product, Cancel)));
    }

    [Fact]
    public async Task Everybody_else_is_refused_in_words_that_do_not_tell_whether_the_product_exists()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement request = await mesh.As("marketing").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns" }, Cancel);
        await using Mesh stranger = _scene.Open();

        foreach (IMeshAccess access in (IMeshAccess[])[mesh.As("marketing").Access, mesh.As("sales").Access, stranger.Access])
        {
            string[] present = await RefusalsAsync(access, AccessScene.Product, request.Id);
            string[] absent = await RefusalsAsync(access, "sales/absentees", request.Id);

            Assert.Equal(present.Select(m => m.Replace("sales/customers", "sales/absentees", StringComparison.Ordinal)), absent);
        }
        Assert.Equal(AgreementStatus.Requested, Assert.Single(await Streams.ToListAsync(mesh.Access.ListAsync(AccessScene.Product, Cancel))).Status);
    }

    [Fact]
    public async Task A_decided_request_is_not_decided_again()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement approved = await AccessScene.AgreeAsync(mesh);

        DataMeshException again = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.ApproveAsync(AccessScene.Product, approved.Id, cancellationToken: Cancel));
        DataMeshException reject = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.RejectAsync(AccessScene.Product, approved.Id, "no", Cancel));
        DataMeshException unknown = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.ApproveAsync(AccessScene.Product, Guid.NewGuid(), cancellationToken: Cancel));

        Assert.Contains("approved already", again.Message, StringComparison.Ordinal);
        Assert.Contains("approved already", reject.Message, StringComparison.Ordinal);
        Assert.Equal(DataMeshErrorKind.NotFound, unknown.Kind);
    }

    [Fact]
    public async Task A_rejected_request_gives_nothing_and_says_why()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        IDataMesh marketing = mesh.As("marketing");
        AccessAgreement request = await marketing.Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns" }, Cancel);

        await mesh.Access.RejectAsync(AccessScene.Product, request.Id, "Ask for the monthly figures.", Cancel);

        AccessAgreement own = Assert.Single(await Streams.ToListAsync(marketing.Access.ListOwnAsync(Cancel)));
        Assert.Equal((AgreementStatus.Rejected, "Ask for the monthly figures."), (own.Status, own.Comment));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(marketing, "campaigns"));
        Assert.Contains("rejected", (await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.RevokeAsync(AccessScene.Product, request.Id, "x", Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_keeps_to_the_offer_s_longest_term()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        DateTimeOffset now = _scene.Time.GetUtcNow();

        DataMeshException tooLong = await Assert.ThrowsAsync<DataMeshException>(() => AccessScene.AgreeAsync(mesh, new AccessApproval { Until = now.AddDays(91) }));
        DataMeshException past = await Assert.ThrowsAsync<DataMeshException>(() => AccessScene.AgreeAsync(mesh, new AccessApproval { Until = now.AddDays(-1) }));
        AccessAgreement request = await mesh.As("marketing").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns", Until = now.AddYears(1) }, Cancel);
        AccessAgreement wished = await mesh.Access.ApproveAsync(AccessScene.Product, request.Id, cancellationToken: Cancel);

        Assert.Contains("90 days at most", tooLong.Message, StringComparison.Ordinal);
        Assert.Contains("before it holds", past.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(90), wished.End - wished.Start);
    }

    [Fact]
    public async Task An_agreement_holds_from_its_start_to_its_end()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        DateTimeOffset now = _scene.Time.GetUtcNow();
        await AccessScene.AgreeAsync(mesh, new AccessApproval { Start = now.AddDays(10), Until = now.AddDays(20) });

        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(mesh.As("marketing"), "campaigns"));
        _scene.Time.Move(TimeSpan.FromDays(11));
        Assert.Equal(2, (await AccessScene.ReadAsync(mesh.As("marketing"), "campaigns")).Length);
        _scene.Time.Move(TimeSpan.FromDays(10));
        PolicyDeniedException ended = await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(mesh.As("marketing"), "campaigns"));

        Assert.Contains("Access.RequestAsync", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renewing_moves_the_end_and_revoking_ends_at_once()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        IInputPort port = await OpenAsync(await AccessScene.AgreeAsync(mesh), mesh);
        Guid id = (await Streams.ToListAsync(mesh.Access.ListAsync(AccessScene.Product, Cancel)))[0].Id;
        _scene.Time.Move(TimeSpan.FromDays(80));

        await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.RenewAsync(AccessScene.Product, id, _scene.Time.GetUtcNow().AddDays(91), Cancel));
        await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.RenewAsync(AccessScene.Product, id, _scene.Time.GetUtcNow().AddDays(-1), Cancel));
        AccessAgreement renewed = await mesh.Access.RenewAsync(AccessScene.Product, id, _scene.Time.GetUtcNow().AddDays(60), Cancel);
        _scene.Time.Move(TimeSpan.FromDays(30));
        Assert.Equal(2, await Streams.CountAsync(port.ReadBatchesAsync(cancellationToken: Cancel)));
        AccessAgreement revoked = await mesh.Access.RevokeAsync(AccessScene.Product, id, "The campaign is over.", Cancel);

        Assert.Equal((3L, 4L, "The campaign is over."), (renewed.Number, revoked.Number, revoked.Comment));
        Assert.Equal(renewed.Start, revoked.Start);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.CountAsync(port.ReadBatchesAsync(cancellationToken: Cancel)));
        Assert.Contains("ended", (await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.RenewAsync(AccessScene.Product, id, _scene.Time.GetUtcNow().AddDays(10), Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offer_that_is_gone_gives_nothing_any_more()
    {
        await using (Mesh mesh = await _scene.PublishedAsync())
            await AccessScene.AgreeAsync(mesh);

        await using Mesh changed = _scene.Open(m => m.AddProduct<Customer>(AccessScene.Port, p => p.Offer("other", o => o.For("campaigns"))));

        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(changed.As("marketing"), "campaigns"));
        Assert.Single(await Streams.ToListAsync(changed.Access.ListAsync(AccessScene.Product, Cancel)));
    }

    [Fact]
    public async Task Several_offers_for_one_purpose_must_be_chosen_from()
    {
        await using Mesh mesh = await _scene.PublishedAsync(port => port.Offer("local", o => o.For("campaigns").Rows(c => c.City == "Bonn")));

        DataMeshException several = await Assert.ThrowsAsync<DataMeshException>(() => AccessScene.AgreeAsync(mesh));
        AccessAgreement chosen = await AccessScene.AgreeAsync(mesh, new AccessApproval { Offer = "local" });

        Assert.Contains("'regional', 'local'", several.Message, StringComparison.Ordinal);
        Assert.Null(chosen.End);
        Assert.Equal(["city=Bonn email=null score=null"], await AccessScene.ReadAsync(mesh.As("marketing"), "campaigns"));
    }

    [Fact]
    public async Task More_than_64_grants_for_one_reader_are_refused_when_they_are_approved()
    {
        await using Mesh mesh = await _scene.PublishedAsync(port =>
        {
            for (int i = 0; i < 63; i++)
                port.Grant($"grant-{i}", g => g.ToDomain("marketing").For("reports"));
        });
        await AccessScene.AgreeAsync(mesh);

        AccessAgreement request = await mesh.As("marketing").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "audit" }, Cancel);
        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.ApproveAsync(AccessScene.Product, request.Id, cancellationToken: Cancel));

        Assert.Equal(DataMeshErrorKind.LimitExceeded, error.Kind);
    }

    [Fact]
    public async Task Deciders_at_once_agree_on_one_decision()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement request = await mesh.As("marketing").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "campaigns" }, Cancel);
        Mesh[] offices = [.. Enumerable.Range(0, 6).Select(_ => _scene.Open())];

        AccessAgreement?[] results = await Task.WhenAll(offices.Select((office, i) => Task.Run(async () =>
        {
            IMeshAccess access = office.As(AccessScene.Steward).Access;
            try
            {
                return i % 2 == 0 ? await access.ApproveAsync(AccessScene.Product, request.Id, cancellationToken: Cancel) : await access.RejectAsync(AccessScene.Product, request.Id, "no", Cancel);
            }
            catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.InvalidRequest)
            {
                return null;
            }
        }, Cancel)));

        foreach (Mesh office in offices)
            await office.DisposeAsync();
        AccessAgreement winner = Assert.Single(results.OfType<AccessAgreement>());
        Assert.Equal([winner], await Streams.ToListAsync(mesh.Access.ListAsync(AccessScene.Product, Cancel)));
    }

    [Fact]
    public async Task What_ends_soon_comes_after_what_waits_and_before_the_rest()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        DateTimeOffset now = _scene.Time.GetUtcNow();
        AccessAgreement later = await AccessScene.AgreeAsync(mesh, new AccessApproval { Until = now.AddDays(80) });
        AccessAgreement soon = await AccessScene.AgreeAsync(mesh, new AccessApproval { Until = now.AddDays(20) });
        AccessAgreement sooner = await AccessScene.AgreeAsync(mesh, new AccessApproval { Until = now.AddDays(10) });
        AccessAgreement newest = await AccessScene.AgreeAsync(mesh, new AccessApproval { Until = now.AddDays(85) });
        AccessAgreement waiting = await mesh.As("risk").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "audit" }, Cancel);

        Assert.Equal([waiting, sooner, soon, newest, later], await Streams.ToListAsync(mesh.Access.ListAsync(AccessScene.Product, Cancel)));
    }

    private static Task<IInputPort> OpenAsync(AccessAgreement agreement, Mesh mesh) => mesh.As(MeshPrincipal.ForDomain(agreement.Consumer.Domain)).OpenAsync(agreement.Port, agreement.Purpose, Cancel);

    private async Task<string[]> RefusalsAsync(IMeshAccess access, ProductName product, Guid id) =>
    [
        await MessageAsync(() => Streams.ToListAsync(access.ListAsync(product, Cancel))),
        await MessageAsync(() => access.ApproveAsync(product, id, cancellationToken: Cancel)),
        await MessageAsync(() => access.RejectAsync(product, id, "no", Cancel)),
        await MessageAsync(() => access.RenewAsync(product, id, _scene.Time.GetUtcNow().AddDays(1), Cancel)),
        await MessageAsync(() => access.RevokeAsync(product, id, "no", Cancel)),
        await MessageAsync(() => access.ClassifyAsync(new PortReference(new PortName(product, "current")), "city", Classification.Restricted, default, "no", Cancel)),
        await MessageAsync(() => access.WhatWouldSeeAsync(new PortReference(new PortName(product, "current")), "marketing", "campaigns", cancellationToken: Cancel)),
        await MessageAsync(() => Streams.CountAsync(access.PreviewAsync(new PortReference(new PortName(product, "current")), "marketing", "campaigns", cancellationToken: Cancel))),
    ];

    private static async Task<string> MessageAsync(Func<Task> call) => (await Assert.ThrowsAsync<PolicyDeniedException>(call)).Message;
}
