using System.Collections.Concurrent;

namespace DataMesh.Adapters;

/// <summary>Keeps a few instances open ahead of the statements that will use them, each once. Thread-safe.</summary>
internal sealed class InstancePool(DuckDbOptions options) : IDisposable
{
    private const int Ahead = 2;

    private readonly ConcurrentQueue<DuckDbInstance> _ready = [];
    private int _isOpening;
    private volatile bool _isDisposed;

    /// <summary>An open instance that nobody has used; it belongs to the caller.</summary>
    internal DuckDbInstance Rent()
    {
        if (!_ready.TryDequeue(out DuckDbInstance? instance))
            instance = Open();
        if (!_isDisposed && Interlocked.Exchange(ref _isOpening, 1) == 0)
            _ = Task.Run(OpenAhead);
        return instance;
    }

    public void Dispose()
    {
        _isDisposed = true;
        Empty();
    }

    private DuckDbInstance Open() => DuckDbInstance.Open(options.Threads, options.MemoryLimitBytes, options.SpillLimitBytes);

    private void OpenAhead()
    {
        try
        {
            while (!_isDisposed && _ready.Count < Ahead)
                _ready.Enqueue(Open());
        }
        catch (DataMeshException)
        {
            // The next statement opens its own instance and reports why that fails.
        }
        finally
        {
            Volatile.Write(ref _isOpening, 0);
        }
        if (_isDisposed)
            Empty();
    }

    private void Empty()
    {
        while (_ready.TryDequeue(out DuckDbInstance? instance))
            instance.Dispose();
    }
}
