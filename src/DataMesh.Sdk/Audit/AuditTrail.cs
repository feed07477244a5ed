using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh;

/// <summary>Records decisions about reads, to the product's own folder and to the application's sinks. A mode says what an outage does to reads.</summary>
/// <remarks>Thread-safe. What waits in memory is written when it is disposed.</remarks>
internal sealed class AuditTrail : IAsyncDisposable, IDisposable
{
    // A sink that does not answer must not keep a process from ending.
    private static readonly TimeSpan LongestFinalFlush = TimeSpan.FromSeconds(10);

    private readonly AuditFolder _folder;
    private readonly IReadOnlyList<AuditSink> _sinks;
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private readonly Lock _lock = new();
    private List<AuditRecord> _waiting = [];
    private bool _isOut;
    private bool _isDisposed;

    public AuditTrail(AuditFolder folder, IReadOnlyList<AuditSink> sinks, AuditOptions options, TimeProvider time, ILogger logger)
    {
        (_folder, _sinks, _options, _time, _logger) = (folder, sinks, options, time, logger);
        _timer = time.CreateTimer(static trail => _ = ((AuditTrail)trail!).FlushInBackgroundAsync(), this, options.FlushInterval, options.FlushInterval);
    }

    /// <summary>Records a decision before anything is read.</summary>
    /// <exception cref="PolicyDeniedException">It cannot be recorded, and the mode demands that it is.</exception>
    public async ValueTask RecordAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        if (_options.Mode == AuditMode.Buffer)
        {
            Enqueue(record, isFinal: false);
            return;
        }
        try
        {
            await AppendAsync([record], cancellationToken).ConfigureAwait(false);
        }
        catch (DataMeshException error)
        {
            throw NotRecorded(record, error);
        }
    }

    /// <summary>Records how much was delivered, after the read; never fails.</summary>
    public void Complete(AuditRecord record, long rows) => Enqueue(record with { Rows = RowCountBuckets.Of(rows) }, isFinal: true);

    /// <summary>The records of a product, newest first, with what this process has yet to write.</summary>
    public IAsyncEnumerable<AuditRecord> ListAsync(ProductName product, DateTimeOffset? since, CancellationToken cancellationToken) => _folder.ListAsync(product, since, cancellationToken);

    /// <summary>Writes what waits.</summary>
    /// <exception cref="DataMeshException">A sink is out; the records keep waiting.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _flushing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            List<AuditRecord> records;
            lock (_lock)
                (records, _waiting) = (_waiting, []);
            try
            {
                await AppendAsync(records, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                lock (_lock)
                    _waiting.InsertRange(0, records);
                throw;
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _timer.DisposeAsync().ConfigureAwait(false);
        using CancellationTokenSource limit = new(LongestFinalFlush);
        try
        {
            await FlushAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DataMeshException or OperationCanceledException)
        {
            Log.AuditLost(_logger, WaitingCount(), error);
        }
        _flushing.Dispose();
    }

    // Nothing here resumes on a captured context, and the flush has a limit of its own: waiting for it ends.
    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).Wait(LongestFinalFlush);

    // The record that ends a read replaces the one that began it, if that still waits.
    private void Enqueue(AuditRecord record, bool isFinal)
    {
        lock (_lock)
        {
            int begun = isFinal ? _waiting.FindLastIndex(r => r.Id == record.Id) : -1;
            if (begun >= 0)
                _waiting[begun] = record;
            else if (_waiting.Count < _options.BufferRecords || isFinal)
                _waiting.Add(record);
            else
                throw NotRecorded(record, null);
        }
    }

    private async Task AppendAsync(List<AuditRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
            return;
        foreach (IGrouping<ProductName, AuditRecord> product in records.GroupBy(r => r.Port.Port.Product))
            await _folder.AppendAsync(product.Key, [.. product], cancellationToken).ConfigureAwait(false);
        foreach (AuditSink sink in _sinks)
            await sink.AppendAsync(records, cancellationToken).ConfigureAwait(false);
    }

    private async Task FlushInBackgroundAsync()
    {
        if (WaitingCount() == 0 || _flushing.CurrentCount == 0)
            return;
        try
        {
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
            _isOut = false;
        }
        catch (DataMeshException error)
        {
            if (!_isOut)
                Log.AuditDelayed(_logger, WaitingCount(), error);
            _isOut = true;
        }
        catch (ObjectDisposedException)
        {
            // The timer fired while the trail was being disposed, which flushes itself.
        }
    }

    private int WaitingCount()
    {
        lock (_lock)
            return _waiting.Count;
    }

    private PolicyDeniedException NotRecorded(AuditRecord record, DataMeshException? cause) => new(
        $"Access denied to '{record.Port.Port}': the decision cannot be recorded now ({(cause is null ? $"{_options.BufferRecords} records wait already" : "the audit store does not answer")}), and reads that leave no record are not allowed. Try again when the store answers, or see AuditOptions.Mode.", cause)
    {
        Product = record.Port.Port.Product,
        Port = record.Port.Port,
        Operation = "read",
    };
}
