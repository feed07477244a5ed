namespace DataMesh.Adapters.Authoring;

/// <summary>Where decisions about reads are recorded. The Sdk writes to the product's own <c>private/audit</c>; an application may add sinks of its own.</summary>
/// <remarks>Implementations are thread-safe and append-only. How an outage is treated is the mesh's audit mode, not the sink's business: it throws.</remarks>
public abstract class AuditSink : MeshAdapter
{
    /// <summary>Appends records; when it returns, they are safe. A record may come twice after a failure: its id tells.</summary>
    /// <exception cref="DataMeshException">The sink is out.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract Task AppendAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken = default);
}
