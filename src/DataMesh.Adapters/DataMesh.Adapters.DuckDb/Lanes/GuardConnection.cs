using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>A connection of the guard: one stream at a time.</summary>
internal sealed class GuardConnection(DuckDBNativeConnection connection) : IDisposable
{
    private readonly Lock _lock = new();
    private bool _isBusy;

    internal DuckDBNativeConnection Native => connection;

    internal void Begin()
    {
        lock (_lock)
            _isBusy = true;
    }

    /// <summary>After this no interrupt of the ended stream can reach the next one.</summary>
    internal void End()
    {
        lock (_lock)
            _isBusy = false;
    }

    /// <summary>Asks the stream to stop; does nothing between streams. Thread-safe.</summary>
    internal void Interrupt()
    {
        lock (_lock)
        {
            if (_isBusy)
                NativeMethods.Startup.DuckDBInterrupt(connection);
        }
    }

    public void Dispose() => connection.Dispose();
}
