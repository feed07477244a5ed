using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>A running statement. Dispose ends it and everything it reads.</summary>
public abstract class QueryRun : MeshAdapter
{
    /// <summary>The columns of the result, of canonical types where the engine has them.</summary>
    public abstract Schema Schema { get; }

    /// <summary>Streams the result, once. Each batch belongs to the receiver.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.QueryFailed"/>: the statement failed while running.</exception>
    public abstract IAsyncEnumerable<RecordBatch> ReadAsync(CancellationToken cancellationToken = default);
}
