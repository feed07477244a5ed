namespace DataMesh.Adapters.Authoring;

/// <summary>Runs SQL over named, already enforced relations.</summary>
/// <remarks>Thread-safe. Statements are hostile input: exactly one SELECT over the bound relations is allowed.</remarks>
public abstract class QueryEngine : MeshAdapter
{
    /// <summary>What the engine can do.</summary>
    public abstract QueryEngineCapabilities Capabilities { get; }

    /// <summary>Checks and starts a statement.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: the statement is refused; the message says which part.</exception>
    public abstract Task<QueryRun> StartAsync(QueryPlan plan, CancellationToken cancellationToken = default);
}
