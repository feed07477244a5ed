namespace DataMesh;

/// <summary>Work that this node has taken. Says that it is still there while the work goes on.</summary>
internal sealed class HeldLease : IAsyncDisposable
{
    private readonly WorkLease _lease;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _time;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _keeping;
    private long _number;

    public HeldLease(WorkLease lease, long number, DateTimeOffset? done, TimeProvider clock, TimeSpan time)
    {
        (_lease, _number, Done, _clock, _time) = (lease, number, done, clock, time);
        _keeping = KeepAsync();
    }

    /// <summary>When the work was last done; whoever did it sets it.</summary>
    public DateTimeOffset? Done { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(false);
        _over.Dispose();
        await WriteAsync(_clock.GetUtcNow()).ConfigureAwait(false);
    }

    private async Task KeepAsync()
    {
        while (true)
        {
            await Task.Delay(_time / 2, _clock, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_over.IsCancellationRequested)
                return;
            await WriteAsync(_clock.GetUtcNow() + _time).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(DateTimeOffset until)
    {
        try
        {
            if (await _lease.TryWriteAsync(_number + 1, until, Done, CancellationToken.None).ConfigureAwait(false))
                _number++;
        }
        catch (DataMeshException)
        {
            // Only work is saved by it; the store says what is wrong where it matters.
        }
    }
}
