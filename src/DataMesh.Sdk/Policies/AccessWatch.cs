using System.Runtime.CompilerServices;
using Apache.Arrow;

namespace DataMesh;

/// <summary>Records that a stream is read, and watches while it is open whether what it was allowed still holds, and cuts it when not: also one that gives nothing for a long time.</summary>
/// <remarks>
/// Looks every <see cref="Interval"/>, and when a grant ends. Whatever keeps it from looking cuts as well. Made for one enumeration; the reader and the timer may run at once.
/// </remarks>
internal sealed class AccessWatch(MeshServices services) : IAsyncDisposable
{
    /// <summary>How often an open stream is looked at; streams end within 30 seconds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private CancellationTokenSource? _stop;
    private ITimer? _timer;
    private EnforcementScan[] _scans = [];
    private volatile Task _check = Task.CompletedTask;
    private volatile bool _isDue;
    private volatile PolicyDeniedException? _cut;

    /// <summary>True when somebody looked since the last <see cref="ConfirmAsync"/>. Cheap enough for every row.</summary>
    public bool IsDue => _isDue;

    /// <summary>Passes batches on for as long as the access holds.</summary>
    /// <param name="scans">What the stream reads.</param>
    /// <param name="open">Opens the stream; its token is cancelled when the access ends.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    public IAsyncEnumerable<RecordBatch> GuardAsync(IReadOnlyList<EnforcementScan> scans, Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, CancellationToken cancellationToken) =>
        GuardAsync(scans, [.. scans.Select(AuditRecords.Of)], open, static batch => batch.Length, cancellationToken);

    /// <summary>Passes parts of a stream on for as long as the access holds.</summary>
    /// <param name="scans">What the stream reads.</param>
    /// <param name="records">What to record of the read.</param>
    /// <param name="open">Opens the stream; its token is cancelled when the access ends.</param>
    /// <param name="count">The rows of a part.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    public async IAsyncEnumerable<TPart> GuardAsync<TPart>(
        IReadOnlyList<EnforcementScan> scans, IReadOnlyList<AuditRecord> records, Func<CancellationToken, IAsyncEnumerable<TPart>> open, Func<TPart, int> count, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TPart : class, IDisposable
    {
        foreach (AuditRecord record in records)
            await services.Audit.RecordAsync(record, cancellationToken).ConfigureAwait(false);
        CancellationToken token = Start(scans, cancellationToken);
        long rows = 0;
        try
        {
            IAsyncEnumerator<TPart> parts = open(token).GetAsyncEnumerator(token);
            await using (parts.ConfigureAwait(false))
            {
                while (await MoveNextAsync(parts).ConfigureAwait(false))
                {
                    rows += count(parts.Current);
                    yield return parts.Current;
                }
            }
        }
        finally
        {
            foreach ((EnforcementScan scan, AuditRecord record) in scans.Zip(records))
                services.Audit.Complete(record with { Columns = scan.UsedColumns }, rows);
        }
    }

    /// <summary>Waits for the look that is due.</summary>
    /// <exception cref="PolicyDeniedException">The access has ended or changed.</exception>
    public async ValueTask ConfirmAsync()
    {
        if (!_isDue)
            return;
        _isDue = false;
        await _check.ConfigureAwait(false);
        if (_cut is { } cut)
        {
            _isDue = true;
            throw cut;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync().ConfigureAwait(false);
        if (_stop is null)
            return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _check.ConfigureAwait(false);
        _stop.Dispose();
    }

    private CancellationToken Start(IReadOnlyList<EnforcementScan> scans, CancellationToken cancellationToken)
    {
        _scans = [.. scans.Where(s => s.StillHolds is not null)];
        if (_scans.Length == 0)
            return cancellationToken;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = services.Time.CreateTimer(static watch => ((AccessWatch)watch!).Look(), this, NextLook(), Timeout.InfiniteTimeSpan);
        return _stop.Token;
    }

    private async ValueTask<bool> MoveNextAsync<TPart>(IAsyncEnumerator<TPart> parts)
        where TPart : class, IDisposable
    {
        try
        {
            await ConfirmAsync().ConfigureAwait(false);
            if (!await parts.MoveNextAsync().ConfigureAwait(false))
                return false;
        }
        catch (Exception error) when (_cut is { } cut && error != cut)
        {
            throw cut;
        }
        if (_cut is not { } ended)
            return true;
        parts.Current.Dispose();
        throw ended;
    }

    private TimeSpan NextLook()
    {
        TimeSpan next = _scans.Min(s => s.Decision.HoldsUntil) - services.Time.GetUtcNow();
        return next <= TimeSpan.Zero ? TimeSpan.FromSeconds(1) : next < Interval ? next : Interval;
    }

    private void Look()
    {
        _check = CheckAsync();
        _isDue = true;
    }

    private async Task CheckAsync()
    {
        foreach (EnforcementScan scan in _scans)
            if (!await HoldsAsync(scan).ConfigureAwait(false))
            {
                Log.StreamCut(services.Logger, scan.Port.Name.ToString(), scan.Decision.Principal?.Name ?? "nobody");
                _cut = new PolicyDeniedException($"The read of '{scan.Port.Name}' was cut: the access that it was opened with has ended or changed. Open it again, or ask {scan.Port.Owner}.")
                {
                    Product = scan.Port.Name.Product,
                    Port = scan.Port.Name,
                    Operation = "read",
                };
                await _stop!.CancelAsync().ConfigureAwait(false);
                return;
            }
        if (!_stop!.IsCancellationRequested)
            _timer!.Change(NextLook(), Timeout.InfiniteTimeSpan);
    }

    // What cannot be confirmed does not hold.
    private async Task<bool> HoldsAsync(EnforcementScan scan)
    {
        try
        {
            return await scan.StillHolds!(_stop!.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop!.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception error)
        {
            Log.StreamUnconfirmed(services.Logger, scan.Port.Name.ToString(), error);
            return false;
        }
    }
}
