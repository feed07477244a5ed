namespace DataMesh.Adapters;

/// <summary>What the scans of one statement share: the signal to stop, the first failure of a relation, and the pumps to wait for at the end.</summary>
internal sealed class StatementScope : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _pumps = [];
    private readonly HashSet<DuckDbConnection> _guards = [];
    private Exception? _failure;

    /// <summary>Ends every scan of the statement.</summary>
    internal CancellationToken Stopping => _stop.Token;

    /// <summary>The first exception of a relation; null while there is none.</summary>
    internal Exception? Failure => Volatile.Read(ref _failure);

    internal void Fail(Exception failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    internal void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (AggregateException failure)
        {
            Fail(failure);
        }
    }

    internal void Track(DuckDbConnection connection)
    {
        lock (_lock)
            _guards.Add(connection);
    }

    internal void Untrack(DuckDbConnection connection)
    {
        lock (_lock)
            _guards.Remove(connection);
    }

    /// <summary>Asks what the guard does for the statement to stop.</summary>
    internal void Interrupt()
    {
        lock (_lock)
            foreach (DuckDbConnection connection in _guards)
                connection.Interrupt();
    }

    internal void Track(Task pump)
    {
        lock (_lock)
        {
            _pumps.RemoveAll(static old => old.IsCompleted);
            _pumps.Add(pump);
        }
    }

    /// <summary>Completes when no relation is being read any more. Call after <see cref="Stop"/>.</summary>
    internal Task WhenIdleAsync()
    {
        lock (_lock)
            return Task.WhenAll(_pumps);
    }

    public void Dispose() => _stop.Dispose();
}
