namespace DataMesh.Adapters;

/// <summary>A trusted DuckDB of an engine: it opens granted files and runs SQL of this adapter over them, never a word of a statement. Thread-safe.</summary>
/// <param name="options">The options.</param>
/// <param name="threads">On how many threads it works: those of the statements that read from it, and the rest of its own.</param>
/// <remarks>It is opened by the first statement that needs it and replaced after an internal error.</remarks>
internal sealed class Guard(DuckDbOptions options, int threads) : IDisposable
{
    private readonly Lock _lock = new();
    private GuardInstance? _current;
    private bool _isDisposed;

    /// <summary>The instance, kept open until the caller has left it.</summary>
    internal GuardInstance Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_current is { IsBroken: true } broken)
            {
                _current = null;
                broken.Leave();
            }
            _current ??= new GuardInstance(Open());
            _current.Enter();
            return _current;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _current?.Leave();
            _current = null;
        }
    }

    private DuckDbInstance Open()
    {
        DuckDbInstance instance = DuckDbInstance.Open(threads, options.MemoryLimitBytes, spillLimitBytes: 0);
        try
        {
            instance.Connection.Execute("SET GLOBAL parquet_metadata_cache=true; SET lock_configuration=true", "prepare its guard");
            return instance;
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }
}
