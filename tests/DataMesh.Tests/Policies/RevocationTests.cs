using System.Diagnostics;
using DataMesh.Tests.Processes;

namespace DataMesh.Tests.Policies;

/// <summary>What is revoked ends: on the next read of the process, and within five seconds in another one.</summary>
public sealed class RevocationTests : IDisposable
{
    private readonly AccessScene _scene = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Revoking_holds_on_the_next_read_of_the_process()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement agreement = await AccessScene.AgreeAsync(mesh);
        IInputPort<CustomerCity> typed = await mesh.As("marketing").OpenAsync<CustomerCity>(AccessScene.Port, "campaigns", Cancel);
        Assert.Equal(2, (await Streams.ToListAsync(typed.ReadAsync(Cancel))).Count);

        await mesh.Access.RevokeAsync(AccessScene.Product, agreement.Id, "The campaign is over.", Cancel);

        await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.ToListAsync(typed.ReadAsync(Cancel)));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.CountAsync(typed.ReadBatchesAsync(cancellationToken: Cancel)));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => mesh.As("marketing").QueryScalarAsync<long>($"select count(*) from {typed}", Cancel));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => Streams.ToListAsync(typed.ListSnapshotsAsync(Cancel)));
        await Assert.ThrowsAsync<PolicyDeniedException>(() => typed.GetContractAsync(Cancel));
    }

    [Fact]
    public async Task Revoking_holds_in_another_process_within_five_seconds()
    {
        await using Mesh mesh = await _scene.PublishedAsync();
        AccessAgreement agreement = await AccessScene.AgreeAsync(mesh);
        using Process consumer = ConsumerProcess.Start(_scene.Folder, "marketing", "campaigns", "watch", AccessScene.Port);
        Assert.Equal("2", await consumer.StandardOutput.ReadLineAsync(Cancel));

        await mesh.Access.RevokeAsync(AccessScene.Product, agreement.Id, "The campaign is over.", Cancel);
        await consumer.StandardInput.WriteLineAsync();

        (int exit, string[] lines) = await ConsumerProcess.EndAsync(consumer);
        Assert.Equal(1, exit);
        Assert.StartsWith("AccessDenied: ", Assert.Single(lines), StringComparison.Ordinal);
    }
}
