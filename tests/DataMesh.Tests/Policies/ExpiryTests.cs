namespace DataMesh.Tests.Policies;

/// <summary>A consumer hears in time that its access ends, and afterwards what to do.</summary>
public sealed class ExpiryTests : IDisposable
{
    private readonly AccessScene _scene = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_consumer_is_warned_30_7_and_1_days_ahead_once_each()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement agreement = await AccessScene.AgreeAsync(mesh);
        IInputPort port = await mesh.As("marketing").OpenAsync(AccessScene.Port, "campaigns", Cancel);

        List<int> warnings = [];
        foreach (double day in (double[])[0, 59, 61, 62, 82, 84, 85, 88, 89, 89.9])
        {
            _scene.Time.Move(agreement.Start!.Value.AddDays(day) + TimeSpan.FromMinutes(5) - _scene.Time.GetUtcNow());
            for (int read = 0; read < 3; read++)
                await Streams.CountAsync(port.ReadBatchesAsync(cancellationToken: Cancel));
            warnings.Add(Warnings().Length);
        }

        Assert.Equal([0, 0, 1, 1, 1, 2, 2, 2, 3, 3], warnings);
        Assert.All(Warnings(), w => Assert.Contains($"{agreement.Id}", w, StringComparison.Ordinal));
        Assert.Collection(Warnings(), w => Assert.Contains("30 days", w, StringComparison.Ordinal), w => Assert.Contains("7 days", w, StringComparison.Ordinal), w => Assert.Contains("1 days", w, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_open_agreement_and_the_product_itself_hear_nothing()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement request = await mesh.As("risk").Access.RequestAsync(AccessScene.Port, new AccessRequest { Purpose = "audit" }, Cancel);
        await mesh.Access.ApproveAsync(AccessScene.Product, request.Id, cancellationToken: Cancel);
        await AccessScene.AgreeAsync(mesh);
        _scene.Time.Move(TimeSpan.FromDays(89.5));

        await AccessScene.ReadAsync(mesh.As("risk"), "audit");
        await AccessScene.ReadAsync(mesh, default);

        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task After_the_end_the_refusal_names_what_to_do()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        await AccessScene.AgreeAsync(mesh);
        _scene.Time.Move(TimeSpan.FromDays(90));

        PolicyDeniedException ended = await Assert.ThrowsAsync<PolicyDeniedException>(() => mesh.As("marketing").OpenAsync(AccessScene.Port, "campaigns", Cancel));
        PolicyDeniedException never = await Assert.ThrowsAsync<PolicyDeniedException>(() => mesh.As("risk").OpenAsync(AccessScene.Port, "campaigns", Cancel));
        PolicyDeniedException none = await Assert.ThrowsAsync<PolicyDeniedException>(() => mesh.As("risk").OpenAsync(AccessScene.Port, cancellationToken: Cancel));

        Assert.Contains("ended", ended.Message, StringComparison.Ordinal);
        Assert.Contains("Access.RequestAsync", ended.Message, StringComparison.Ordinal);
        Assert.Contains("no agreement covers it", never.Message, StringComparison.Ordinal);
        Assert.Contains("Access.RequestAsync", never.Message, StringComparison.Ordinal);
        Assert.Contains("demands a purpose", none.Message, StringComparison.Ordinal);
        Assert.Contains("campaigns, audit", none.Message, StringComparison.Ordinal);
    }

    private string[] Warnings() => [.. _scene.Log.Lines.Where(l => l.StartsWith("Warning AgreementEnding", StringComparison.Ordinal))];
}
