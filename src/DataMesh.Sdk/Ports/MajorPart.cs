using Apache.Arrow;

namespace DataMesh;

/// <summary>What one publish does in one major version.</summary>
/// <param name="port">The major version.</param>
/// <param name="pipeline">Writes and commits its rows.</param>
/// <param name="open">Opens them, once.</param>
/// <param name="abandon">Says that nobody reads them any more.</param>
internal sealed class MajorPart(PortReference port, PublishPipeline pipeline, Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, Action abandon)
{
    private StagedPublish? _staged;

    public PortReference Port => port;

    /// <summary>Writes the rows and asks the gate; stops the others when they could only wait for it.</summary>
    public async Task StageAsync(CancellationTokenSource stop)
    {
        await Task.Yield();
        bool othersGoOn = false;
        try
        {
            _staged = await pipeline.StageAsync(open, stop.Token).ConfigureAwait(false);
            // Where the newest version was published under the same key meanwhile, no rows pass on.
            othersGoOn = pipeline.Feed is null || _staged.Earlier is null;
            if (!othersGoOn)
                throw new CommitConflictException($"Cannot publish to '{port}': another attempt under the same idempotency key has published meanwhile. Publish again under it, which tells what that attempt did.") { Product = port.Port.Product, Port = port.Port, Operation = "publish" };
        }
        finally
        {
            abandon();
            if (!othersGoOn)
                await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Makes the rows visible.</summary>
    public Task<PublishResult> CommitAsync(CancellationToken cancellationToken) => pipeline.CommitAsync(_staged!, cancellationToken);

    /// <summary>Ends it; what was written and never tried to commit goes.</summary>
    public async ValueTask CloseAsync()
    {
        if (_staged is { } staged)
            await pipeline.CloseAsync(staged).ConfigureAwait(false);
    }
}
