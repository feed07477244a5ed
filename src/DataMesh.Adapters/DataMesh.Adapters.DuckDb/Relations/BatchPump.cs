using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Reads a relation ahead by a few batches for a reader that blocks: DuckDB's worker threads cannot await.</summary>
/// <remarks>The reader waits on a semaphore, never on the thread pool, so no number of scans can starve the reads that it waits for.</remarks>
internal sealed class BatchPump : IDisposable
{
    private const int Ahead = 2;

    private readonly QueryRelation _relation;
    private readonly IReadOnlyList<string> _columns;
    private readonly CancellationTokenSource _stop;
    private readonly Filter? _filter;
    private readonly SemaphoreSlim _free = new(Ahead);
    private readonly SemaphoreSlim _filled = new(0);
    private readonly Lock _lock = new();
    private readonly Queue<RecordBatch> _ready = [];
    private Exception? _failure;
    private bool _isClosed;

    internal BatchPump(QueryRelation relation, IReadOnlyList<string> columns, Filter? filter, StatementScope scope)
    {
        _relation = relation;
        _columns = columns;
        _filter = filter;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(scope.Stopping);
        CancellationToken stopping = _stop.Token; // taken here: the source may be disposed before the pool has a thread
        scope.Track(Task.Run(() => PumpAsync(stopping), CancellationToken.None));
    }

    /// <summary>Waits for the next batch, which belongs to the caller; null at the end.</summary>
    internal RecordBatch? Take(CancellationToken cancellationToken)
    {
        _filled.Wait(cancellationToken);
        lock (_lock)
        {
            if (_ready.TryDequeue(out RecordBatch? batch))
            {
                _free.Release();
                return batch;
            }
        }
        _filled.Release();
        return _failure is null ? null : throw new RelationFailedException(_failure);
    }

    /// <summary>Ends reading. Batches that nobody took are disposed.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            while (_ready.TryDequeue(out RecordBatch? batch))
                batch.Dispose();
        }
        _ = CancelAsync();
    }

    // Not inline: what a relation registered on its token must not run on DuckDB's thread.
    private async Task CancelAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
            await foreach (RecordBatch batch in _relation.OpenAsync(_columns, _filter, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                Put(batch);
                await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { }
#pragma warning disable CA1031 // Whatever a relation throws is carried to the caller of the statement.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure;
        }
        finally
        {
            _filled.Release();
        }
    }

    private void Put(RecordBatch batch)
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _ready.Enqueue(batch);
                _filled.Release();
                return;
            }
        }
        batch.Dispose();
    }
}
