using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>A statement at work on a thread of its own, a few batches ahead of its reader.</summary>
internal sealed class DuckDbQueryRun : QueryRun
{
    private const int BatchesAhead = 2;
    private const int StackBytes = 16 << 20;
    private static readonly TimeSpan InterruptInterval = TimeSpan.FromMilliseconds(10);

    private readonly DuckDbWork _work;
    private readonly EngineParts _engine;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationToken _startToken;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly Channel<RecordBatch> _batches = Channel.CreateBounded<RecordBatch>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource<Schema> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Task? _stopping;
    private int _isRead;

    internal DuckDbQueryRun(DuckDbWork work, EngineParts engine, CancellationToken cancellationToken)
    {
        _work = work;
        _engine = engine;
        _startToken = cancellationToken;
        if (engine.Options.TimeLimit is { } limit)
        {
            _deadline = new CancellationTokenSource(limit);
            _deadline.Token.Register(static run => _ = ((DuckDbQueryRun)run!).StopAsync(), this);
        }
        // A deep stack, because the parser and the binder recurse; a thread of its own, because DuckDB blocks.
        new Thread(Work, StackBytes) { IsBackground = true, Name = "DataMesh DuckDB" }.Start();
        _cancellation = cancellationToken.Register(static run => _ = ((DuckDbQueryRun)run!).StopAsync(), this);
    }

    /// <inheritdoc/>
    public override Schema Schema => _started.Task.GetAwaiter().GetResult();

    /// <summary>Completes when the columns of the result are known.</summary>
    internal Task<Schema> StartedAsync() => _started.Task;

    /// <inheritdoc/>
    public override IAsyncEnumerable<RecordBatch> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isRead, 1) != 0)
            throw new InvalidOperationException("The result of a statement can be read once. Start the statement again.");
        return ReadCoreAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            EndAsync().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        await EndAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        await _cancellation.DisposeAsync().ConfigureAwait(false);
        await StopAsync().ConfigureAwait(false);
        _deadline?.Dispose();
        _work.Dispose();
    }

    private async IAsyncEnumerable<RecordBatch> ReadCoreAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CancellationTokenRegistration registration = cancellationToken.Register(static run => _ = ((DuckDbQueryRun)run!).StopAsync(), this);
        try
        {
            while (await WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                while (_batches.Reader.TryRead(out RecordBatch? batch))
                    yield return batch;
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
            await StopAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _batches.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private Task StopAsync()
    {
        lock (_lock)
            return _stopping ??= StopCoreAsync();
    }

    // An interrupt counts only while DuckDB runs: repeat it until the thread has ended.
    private async Task StopCoreAsync()
    {
        await Task.Yield();
        do
            _work.Interrupt();
        while (await Task.WhenAny(_ended.Task, Task.Delay(InterruptInterval)).ConfigureAwait(false) != _ended.Task);
        while (_batches.Reader.TryRead(out RecordBatch? batch))
            batch.Dispose();
        await _work.Scope.WhenIdleAsync().ConfigureAwait(false);
    }

#pragma warning disable CA1031 // Every exception of the thread is handed to the reader.
    private void Work()
    {
        Exception? failure = null;
        try
        {
            _work.Run(schema => _started.SetResult(schema), Deliver);
        }
        catch (OperationCanceledException) when (_work.Scope.Stopping.IsCancellationRequested)
        {
            failure = WhyStopped();
        }
        catch (Exception error)
        {
            failure = DuckDbErrors.IsNativeLibraryMissing(error) ? DuckDbErrors.NativeLibraryMissing(error) : error;
        }
        if (failure is not null)
            _started.TrySetException(failure);
        _batches.Writer.Complete(failure);
        _engine.Turns.GiveBack();
        _ended.SetResult();
    }
#pragma warning restore CA1031

    private Exception WhyStopped() => _startToken.IsCancellationRequested ? new OperationCanceledException(_startToken)
        : _deadline is { IsCancellationRequested: true } ? DuckDbErrors.TooLong(_engine.Options.TimeLimit!.Value)
        : new OperationCanceledException("The statement was ended.");

    private void Deliver(RecordBatch batch)
    {
        CancellationToken stopping = _work.Scope.Stopping;
        try
        {
            while (!_batches.Writer.TryWrite(batch))
                _batches.Writer.WaitToWriteAsync(stopping).AsTask().GetAwaiter().GetResult();
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }
}
