using System.Collections.Concurrent;

namespace DataMesh.Adapters;

/// <summary>An open guard and its idle connections. Statements hold vectors of it until their connection is closed, so it closes after the last of them. Thread-safe.</summary>
internal sealed class GuardInstance(DuckDbInstance instance)
{
    private readonly ConcurrentBag<DuckDbConnection> _idle = [];
    private int _users = 1; // the guard itself
    private volatile bool _isBroken;

    /// <summary>True after an internal error of DuckDB, which makes the instance useless for further statements.</summary>
    internal bool IsBroken => _isBroken;

    internal void Enter() => Interlocked.Increment(ref _users);

    internal void Leave()
    {
        if (Interlocked.Decrement(ref _users) > 0)
            return;
        foreach (DuckDbConnection connection in _idle)
            connection.Dispose();
        instance.Dispose();
    }

    /// <summary>A connection for one stream; give it back with <see cref="Return"/>. Only between entering and leaving.</summary>
    internal DuckDbConnection Rent() => _idle.TryTake(out DuckDbConnection? connection) ? connection : instance.OpenConnection();

    internal void Return(DuckDbConnection connection) => _idle.Add(connection);

    internal void Break() => _isBroken = true;
}
