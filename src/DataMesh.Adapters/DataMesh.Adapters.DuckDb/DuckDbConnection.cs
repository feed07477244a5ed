using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>A connection to an instance: one statement at a time, which any thread may ask to stop.</summary>
internal sealed class DuckDbConnection(DuckDBNativeConnection native) : IDisposable
{
    private readonly Lock _lock = new();
    private bool _isBusy;

    internal DuckDBNativeConnection Native => native;

    internal void Begin()
    {
        lock (_lock)
            _isBusy = true;
    }

    /// <summary>After this no interrupt of the ended statement can reach the next one.</summary>
    internal void End()
    {
        lock (_lock)
            _isBusy = false;
    }

    /// <summary>Asks the statement to stop; does nothing between statements. Thread-safe.</summary>
    internal void Interrupt()
    {
        lock (_lock)
        {
            if (_isBusy)
                NativeMethods.Startup.DuckDBInterrupt(native);
        }
    }

    /// <summary>Runs SQL of this adapter whose result nobody reads.</summary>
    internal void Execute(string sql, string step)
    {
        DuckDBState state = NativeMethods.Query.DuckDBQuery(native, sql, out DuckDBResult result);
        NativeMethods.Query.DuckDBDestroyResult(ref result);
        if (state != DuckDBState.Success)
            throw DuckDbErrors.Setup(step);
    }

    public void Dispose()
    {
        End();
        native.Dispose();
    }
}
