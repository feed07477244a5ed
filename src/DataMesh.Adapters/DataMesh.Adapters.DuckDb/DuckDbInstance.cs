using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>One in-memory DuckDB with one connection of its own, closed to files, settings, extensions and secrets once it is sealed.</summary>
internal sealed class DuckDbInstance : IDisposable
{
    private readonly Lock _open = new();
    private readonly DuckDBDatabase _database;
    private bool _isDisposed;

    private DuckDbInstance(DuckDBDatabase database, DuckDBNativeConnection connection)
    {
        _database = database;
        Connection = connection;
    }

    internal DuckDBNativeConnection Connection { get; }

    internal static DuckDbInstance Open(int threads, long memoryLimitBytes, long spillLimitBytes)
    {
        NativeMethods.Configuration.DuckDBCreateConfig(out DuckDBConfig config);
        using (config)
        {
            Set(config, "threads", Invariant($"{threads}"));
            Set(config, "memory_limit", Invariant($"{memoryLimitBytes / 1024}KiB"));
            Set(config, "temp_directory", "");
            Set(config, "max_temp_directory_size", Invariant($"{spillLimitBytes / 1024}KiB"));
            Set(config, "autoload_known_extensions", "false");
            Set(config, "autoinstall_known_extensions", "false");
            if (NativeMethods.Startup.DuckDBOpen(":memory:", out DuckDBDatabase database, config, out _) != DuckDBState.Success)
                throw DuckDbErrors.Setup("open an instance in memory");
            return Connect(database);
        }
    }

    internal void Execute(string sql, string step)
    {
        DuckDBState state = NativeMethods.Query.DuckDBQuery(Connection, sql, out DuckDBResult result);
        NativeMethods.Query.DuckDBDestroyResult(ref result);
        if (state != DuckDBState.Success)
            throw DuckDbErrors.Setup(step);
    }

    /// <summary>Lets sorts, joins and groups spill into a folder. Call before sealing.</summary>
    internal void SpillTo(string folder) => Execute($"SET temp_directory={SqlNames.Text(folder)}", "use its folder for spilling");

    /// <summary>Closes every way out except to some files; nothing opens it again.</summary>
    internal void Seal(IReadOnlyCollection<string>? files = null)
    {
        if (files is { Count: > 0 })
            Execute($"SET allowed_paths=[{string.Join(',', files.Select(SqlNames.Text))}]", "allow the granted files");
        Execute("SET enable_external_access=false; SET lock_configuration=true", "lock its settings");
    }

    /// <summary>A further connection, which belongs to the caller.</summary>
    internal DuckDBNativeConnection OpenConnection() =>
        NativeMethods.Startup.DuckDBConnect(_database, out DuckDBNativeConnection connection) == DuckDBState.Success ? connection
            : throw DuckDbErrors.Setup("connect to its instance");

    /// <summary>Asks a running statement to stop; does nothing once the instance is closed. Thread-safe.</summary>
    internal void Interrupt()
    {
        lock (_open)
        {
            if (!_isDisposed)
                NativeMethods.Startup.DuckDBInterrupt(Connection);
        }
    }

    public void Dispose()
    {
        lock (_open)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            Connection.Dispose();
        }
        _database.Dispose();
    }

    private static DuckDbInstance Connect(DuckDBDatabase database)
    {
        if (NativeMethods.Startup.DuckDBConnect(database, out DuckDBNativeConnection connection) != DuckDBState.Success)
        {
            database.Dispose();
            throw DuckDbErrors.Setup("connect to its instance");
        }
        DuckDbInstance instance = new(database, connection);
        try
        {
            instance.Execute("SET allow_community_extensions=false; SET allow_persistent_secrets=false; SET timezone='UTC'", "apply its settings");
            return instance;
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }

    private static void Set(DuckDBConfig config, string name, string value)
    {
        if (NativeMethods.Configuration.DuckDBSetConfig(config, name, value) != DuckDBState.Success)
            throw DuckDbErrors.Setup($"set '{name}'");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
