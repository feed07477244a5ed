namespace DataMesh.Adapters;

/// <summary>What the statements of one engine share. Thread-safe.</summary>
internal sealed class EngineParts(DuckDbOptions options) : IDisposable
{
    internal DuckDbOptions Options => options;

    internal SqlGate Gate { get; } = new();

    internal InstancePool Instances { get; } = new(options);

    internal Guard Guard { get; } = new(options);

    internal FileTypes FileTypes { get; } = new();

    internal RowGroups RowGroups { get; } = new();

    internal StatementTurns Turns { get; } = new(options);

    public void Dispose()
    {
        Gate.Dispose();
        Instances.Dispose();
        Guard.Dispose();
        Turns.Dispose();
    }
}
