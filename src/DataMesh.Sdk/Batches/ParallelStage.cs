using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Apache.Arrow;

namespace DataMesh;

/// <summary>Reads the parts of a scan several at once, ahead of the reader. Made for one enumeration.</summary>
/// <remarks>
/// One part at first: the others begin when the reader takes a second batch, or when a part was read and gave none, so that who wants the first rows pays for no more. In order, each part has a lane of
/// its own, and no more parts are begun than may be read at once; in any order, all share one lane.
/// </remarks>
internal sealed class ParallelStage : IAsyncDisposable
{
    // How many batches of a part may wait. More of them take memory and leave the processor's caches before they are read.
    private const int BatchesAhead = 2;

    private readonly ScanParts _parts;
    private readonly Func<ScanPart, CancellationToken, IAsyncEnumerable<RecordBatch>> _read;
    private readonly int _degree;
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _room = new(1);
    private readonly SemaphoreSlim _taking = new(1);
    private readonly Channel<Lane> _lanes = Channel.CreateUnbounded<Lane>();
    private readonly Channel<RecordBatch>? _shared;
    private readonly List<Task> _workers = [];
    private int _working;
    private bool _hasBegun;
    private volatile bool _hasGiven;
    private volatile bool _takesNoMore;

    private ParallelStage(ScanParts parts, Func<ScanPart, CancellationToken, IAsyncEnumerable<RecordBatch>> read, int degree, bool anyOrder, CancellationTokenSource stop)
    {
        (_parts, _read, _degree, _stop) = (parts, read, degree, stop);
        if (!anyOrder)
            return;
        _shared = BatchChannel.Create(Math.Max(BatchesAhead, degree), singleWriter: false);
        _lanes.Writer.TryWrite(new Lane(null, _shared));
        _lanes.Writer.TryComplete();
    }

    /// <param name="open">Plans the parts.</param>
    /// <param name="read">Reads one of them.</param>
    /// <param name="degree">How many are read at once, at least two.</param>
    /// <param name="anyOrder">True to give batches as they are ready, false to give them in the order of the parts.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    public static async IAsyncEnumerable<RecordBatch> RunAsync(
        Func<CancellationToken, ScanParts> open, Func<ScanPart, CancellationToken, IAsyncEnumerable<RecordBatch>> read, int degree, bool anyOrder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ParallelStage stage = new(open(stop.Token), read, degree, anyOrder, stop);
        await using (stage.ConfigureAwait(false))
        {
            stage.Start(1);
            while (await stage._lanes.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!stage._lanes.Reader.TryPeek(out Lane? lane))
                    continue;
                while (await lane.Batches.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                    while (lane.Batches.Reader.TryRead(out RecordBatch? batch))
                    {
                        yield return batch;
                        stage.Begin();
                    }
                stage._lanes.Reader.TryRead(out _);
                if (!anyOrder)
                    stage._room.Release();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] workers;
        lock (_workers)
        {
            _hasBegun = true;
            workers = [.. _workers];
        }
        _takesNoMore = true;
        // A worker that waits for room ends without an exception; one that reads is cancelled.
        _shared?.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_lanes.Reader.TryRead(out Lane? lane))
            BatchChannel.Drain(lane.Batches.Reader);
        await _parts.DisposeAsync().ConfigureAwait(false);
        _room.Dispose();
        _taking.Dispose();
    }

    // The rest of the workers, once.
    private void Begin()
    {
        if (_hasBegun)
            return;
        lock (_workers)
        {
            if (_hasBegun)
                return;
            _hasBegun = true;
            if (_parts.HasEnded)
                return;
            _room.Release(_degree - 1);
            Start(_degree - 1);
        }
    }

    private void Start(int count)
    {
        Interlocked.Add(ref _working, count);
        lock (_workers)
            for (int i = 0; i < count; i++)
                _workers.Add(Task.Run(WorkAsync, CancellationToken.None));
    }

    private async Task WorkAsync()
    {
        while (await TakeAsync().ConfigureAwait(false) is { } lane)
        {
            await ReadAsync(lane.Part!, lane.Batches.Writer).ConfigureAwait(false);
            if (!_hasGiven)
                Begin();
        }
        if (Interlocked.Decrement(ref _working) == 0)
            _shared?.Writer.TryComplete();
    }

    private async ValueTask<Lane?> TakeAsync()
    {
        if (_takesNoMore)
            return null;
        await _room.WaitAsync(_stop.Token).ConfigureAwait(false);
        await _taking.WaitAsync(_stop.Token).ConfigureAwait(false);
        try
        {
            if (_takesNoMore || await _parts.NextAsync().ConfigureAwait(false) is not { } part)
            {
                End(null);
                return null;
            }
            Lane lane = new(part, _shared ?? BatchChannel.Create(BatchesAhead));
            if (_shared is null)
                _lanes.Writer.TryWrite(lane);
            // So that the end of the last part is the end of the stream, without another turn of a worker.
            if (_parts.HasEnded)
                End(null);
            return lane;
        }
        catch (Exception error)
        {
            End(error);
            return null;
        }
        finally
        {
            _taking.Release();
        }
    }

    // Rows before a failure of the plan are still given.
    private void End(Exception? error)
    {
        _takesNoMore = true;
        _lanes.Writer.TryComplete(error);
        if (error is not null)
            _shared?.Writer.TryComplete(error);
        // Who waits for room has nothing to wait for.
        _room.Release();
    }

    private async Task ReadAsync(ScanPart part, ChannelWriter<RecordBatch> lane)
    {
        Exception? failure = null;
        try
        {
            await foreach (RecordBatch batch in _read(part, _stop.Token).ConfigureAwait(false))
            {
                _hasGiven = true;
                if (!await BatchChannel.WriteOrDisposeAsync(lane, batch, _stop.Token).ConfigureAwait(false))
                    break;
            }
        }
        catch (Exception error)
        {
            failure = error;
            _takesNoMore = true;
        }
        if (_shared is null || failure is not null)
            lane.TryComplete(failure);
        if (_shared is not null)
            _room.Release();
    }

    /// <summary>What the reader takes batches from: those of one part, or of all.</summary>
    private sealed record Lane(ScanPart? Part, Channel<RecordBatch> Batches);
}
