namespace DataMesh.Adapters.Authoring;

/// <summary>A vendor's policy engine (OPA, Cedar). Its decision is intersected with the built-in one: it can only tighten.</summary>
/// <remarks>Implementations are thread-safe. An exception from the engine denies the read.</remarks>
public abstract class PolicyEngine : MeshAdapter
{
    /// <summary>Decides about one attempt to read.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract ValueTask<PolicyDecision> DecideAsync(AccessAttempt attempt, CancellationToken cancellationToken = default);
}
