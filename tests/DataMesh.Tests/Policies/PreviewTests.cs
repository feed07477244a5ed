namespace DataMesh.Tests.Policies;

/// <summary>A provider sees what a consumer would see, through the same scan, before and after it approves.</summary>
public sealed class PreviewTests : IDisposable
{
    private readonly AccessScene _scene = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_preview_of_an_offer_shows_what_the_consumer_reads_once_it_is_approved()
    {
        await using Mesh mesh = await _scene.PublishedAsync();

        string[] preview = await RowTexts.OfAsync(mesh.Access.PreviewAsync(AccessScene.Port, "marketing", "campaigns", AccessScene.Regional, cancellationToken: Cancel));
        AccessExplanation before = await mesh.Access.WhatWouldSeeAsync(AccessScene.Port, "marketing", "campaigns", AccessScene.Regional, Cancel);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => AccessScene.ReadAsync(mesh.As("marketing"), "campaigns"));
        await AccessScene.AgreeAsync(mesh);

        Assert.NotEmpty(preview);
        Assert.Equal(await AccessScene.ReadAsync(mesh.As("marketing"), "campaigns"), preview);
        Assert.Equal(preview, await RowTexts.OfAsync(mesh.Access.PreviewAsync(AccessScene.Port, "marketing", "campaigns", cancellationToken: Cancel)));
        AccessExplanation after = await mesh.Access.WhatWouldSeeAsync(AccessScene.Port, "marketing", "campaigns", cancellationToken: Cancel);
        Assert.Equal(before.VisibleColumns, after.VisibleColumns);
        Assert.Equal(["id", "city", "email"], after.VisibleColumns);
    }

    [Fact]
    public async Task The_owner_sees_filters_and_places_and_the_consumer_does_not()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await AccessScene.AgreeAsync(mesh);

        RuleExplanation owner = Assert.Single((await mesh.Access.WhatWouldSeeAsync(AccessScene.Port, "marketing", "campaigns", cancellationToken: Cancel)).Rules);
        RuleExplanation consumer = Assert.Single((await (await mesh.As("marketing").OpenAsync(AccessScene.Port, "campaigns", Cancel)).ExplainAccessAsync(Cancel)).Rules);

        Assert.Contains("Graz", owner.Rows, StringComparison.Ordinal);
        Assert.StartsWith("AccessScene.cs:", owner.Origin, StringComparison.Ordinal);
        Assert.Equal((AccessScene.Regional, PolicyElement.Agreement, true), (consumer.Name, consumer.Element, consumer.LimitsRows));
        Assert.Null(consumer.Rows);
        Assert.Null(consumer.Origin);
        Assert.Equal(owner.Agreement, consumer.Agreement);
    }

    [Fact]
    public async Task What_would_be_denied_is_explained_and_previewed_as_a_refusal()
    {
        await using Mesh mesh = await _scene.PublishedAsync();

        AccessExplanation denied = await mesh.Access.WhatWouldSeeAsync(AccessScene.Port, "marketing", "campaigns", cancellationToken: Cancel);
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.CountAsync(mesh.Access.PreviewAsync(AccessScene.Port, "marketing", "campaigns", cancellationToken: Cancel)));
        DataMeshException offer = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.WhatWouldSeeAsync(AccessScene.Port, "marketing", "campaigns", "absent", Cancel));
        DataMeshException purpose = await Assert.ThrowsAsync<DataMeshException>(() => mesh.Access.WhatWouldSeeAsync(AccessScene.Port, "marketing", "revenue", AccessScene.Regional, Cancel));

        Assert.False(denied.IsAllowed);
        Assert.Contains("no agreement covers it", denied.Denial, StringComparison.Ordinal);
        Assert.Contains("no offer 'absent'", offer.Message, StringComparison.Ordinal);
        Assert.Contains("'campaigns'", purpose.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_takes_columns_filter_and_limit_like_a_read()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        ReadRequest request = new() { Columns = ["city"], Filter = Filter.Equal("city", "Graz"), Limit = 1 };

        Assert.Equal(["city=Graz"], await RowTexts.OfAsync(mesh.Access.PreviewAsync(AccessScene.Port, "risk", "audit", "whole", request, Cancel)));
        Assert.Equal(3, (await RowTexts.OfAsync(mesh.Access.PreviewAsync(AccessScene.Port, "risk", "audit", "whole", cancellationToken: Cancel))).Length);
        await Assert.ThrowsAsync<DataMeshException>(() => RowTexts.OfAsync(mesh.Access.PreviewAsync(AccessScene.Port, "marketing", "campaigns", AccessScene.Regional, request with { Columns = ["score"] }, Cancel)));
    }
}
