using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>One in-memory DuckDB with a connection to set it up, closed to files, settings, extensions and secrets once it is sealed.</summary>
internal sealed class DuckDbInstance : IDisposable
{
    private readonly DuckDBDatabase _database;

    private DuckDbInstance(DuckDBDatabase database, DuckDbConnection connection)
    {
        _database = database;
        Connection = connection;
    }

    /// <summary>The connection of whoever owns the instance; statements of others get one of their own.</summary>
    internal DuckDbConnection Connection { get; }

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
            return SetUp(database);
        }
    }

    /// <summary>Lets sorts, joins and groups spill into a folder. Call before sealing.</summary>
    internal void SpillTo(string folder) => Connection.Execute($"SET temp_directory={SqlNames.Text(folder)}", "use its folder for spilling");

    /// <summary>Closes every way out except to some files; nothing opens it again.</summary>
    internal void Seal(IReadOnlyCollection<string>? files = null)
    {
        if (files is { Count: > 0 })
            Connection.Execute($"SET allowed_paths=[{string.Join(',', files.Select(SqlNames.Text))}]", "allow the granted files");
        Connection.Execute("SET enable_external_access=false; SET lock_configuration=true", "lock its settings");
    }

    /// <summary>A further connection, which belongs to the caller.</summary>
    internal DuckDbConnection OpenConnection() => Connect(_database);

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
    }

    private static DuckDbInstance SetUp(DuckDBDatabase database)
    {
        DuckDbConnection? connection = null;
        try
        {
            connection = Connect(database);
            connection.Execute("SET allow_community_extensions=false; SET allow_persistent_secrets=false; SET GLOBAL timezone='UTC'", "apply its settings");
            return new DuckDbInstance(database, connection);
        }
        catch
        {
            connection?.Dispose();
            database.Dispose();
            throw;
        }
    }

    private static DuckDbConnection Connect(DuckDBDatabase database) =>
        NativeMethods.Startup.DuckDBConnect(database, out DuckDBNativeConnection connection) == DuckDBState.Success ? new DuckDbConnection(connection)
            : throw DuckDbErrors.Setup("connect to its instance");

    private static void Set(DuckDBConfig config, string name, string value)
    {
        if (NativeMethods.Configuration.DuckDBSetConfig(config, name, value) != DuckDBState.Success)
            throw DuckDbErrors.Setup($"set '{name}'");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
