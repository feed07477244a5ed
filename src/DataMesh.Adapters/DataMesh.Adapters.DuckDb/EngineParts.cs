namespace DataMesh.Adapters;

/// <summary>What the statements of one engine share. Thread-safe.</summary>
internal sealed class EngineParts(DuckDbOptions options) : IDisposable
{
    internal DuckDbOptions Options => options;

    internal SqlGate Gate { get; } = new();

    internal InstancePool Instances { get; } = new(options);

    /// <summary>Passes rows on, on the threads that read them.</summary>
    internal Guard Guard { get; } = new(options, threads: 1);

    /// <summary>Groups rows before it passes them on, on several threads at once.</summary>
    internal Guard GroupingGuard { get; } = new(options, options.Threads);

    internal FileTypes FileTypes { get; } = new();

    internal RowGroups RowGroups { get; } = new();

    internal StatementTurns Turns { get; } = new(options);

    public void Dispose()
    {
        Gate.Dispose();
        Instances.Dispose();
        Guard.Dispose();
        GroupingGuard.Dispose();
        Turns.Dispose();
    }
}
