namespace DataMesh.Adapters;

/// <summary>A sealed instance that runs statements, one at a time. It can open the same files for all its life, and what a statement brings goes with its connection.</summary>
/// <remarks>It never sees two statements whose files differ, and none after one that did not end well: see <see cref="InstancePool"/>.</remarks>
internal sealed class StatementInstance : IDisposable
{
    private readonly DuckDbInstance _instance;
    private readonly RelationFunction _relations;
    private readonly string? _spillFolder;

    private StatementInstance(DuckDbInstance instance, RelationFunction relations, string? spillFolder)
    {
        _instance = instance;
        _relations = relations;
        _spillFolder = spillFolder;
    }

    /// <summary>The files that its statements may open; null while it is not sealed.</summary>
    internal IReadOnlyList<string>? Files { get; private set; }

    internal static StatementInstance Open(DuckDbOptions options)
    {
        DuckDbInstance instance = DuckDbInstance.Open(options.Threads, options.MemoryLimitBytes, options.SpillLimitBytes);
        try
        {
            string? spillFolder = options.SpillLimitBytes == 0 ? null : SpillFolder.NewPath(options);
            if (spillFolder is not null)
                instance.SpillTo(spillFolder);
            return new StatementInstance(instance, RelationFunction.Register(instance.Connection), spillFolder);
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }

    internal void Seal(IReadOnlyList<string> files)
    {
        _instance.Seal(files);
        Files = files;
    }

    /// <summary>Starts a statement: a connection that knows nothing yet. Dispose it before <see cref="TryEnd"/>.</summary>
    /// <param name="relations">What stands behind the relation function while the statement runs.</param>
    internal DuckDbConnection Begin(IReadOnlyList<ScanSource> relations)
    {
        if (_spillFolder is not null)
            SpillFolder.Create(_spillFolder);
        _relations.Sources = relations;
        DuckDbConnection connection = _instance.OpenConnection();
        connection.Begin();
        return connection;
    }

    /// <summary>Forgets the statement. False when something of it is left, spilled rows above all: then nobody may use the instance again.</summary>
    internal bool TryEnd()
    {
        _relations.Sources = [];
        return _spillFolder is null || SpillFolder.TryDeleteEmpty(_spillFolder);
    }

    public void Dispose()
    {
        _instance.Dispose();
        // Closing the instance has ended its threads, so nobody writes into the folder any more.
        if (_spillFolder is not null)
            SpillFolder.Delete(_spillFolder);
    }
}
