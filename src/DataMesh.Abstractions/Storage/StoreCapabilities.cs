namespace DataMesh.Adapters.Authoring;

/// <summary>What a store can do. Using what is not declared throws <see cref="NotSupportedException"/> before any I/O.</summary>
public sealed record StoreCapabilities
{
    /// <summary><see cref="WriteCondition.IfAbsent"/> is atomic among any number of processes. Without it only one process may publish.</summary>
    public bool ConditionalCreate { get; init; }

    /// <summary><see cref="WriteCondition.IfMatch"/> is supported.</summary>
    public bool ConditionalReplace { get; init; }

    /// <summary><see cref="ObjectStore.PresignAsync"/> is supported.</summary>
    public bool Presign { get; init; }

    /// <summary>The largest object in bytes; null when there is no stated limit.</summary>
    public long? MaxObjectBytes { get; init; }
}
