namespace DataMesh;

/// <summary>Options of one publish.</summary>
public sealed record PublishOptions
{
    /// <summary>The caller's key: publishing again under the same key returns the first result. Stored hashed. Default: a new key, so every call publishes.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Hears how far the publish is, from any thread; at most once per batch.</summary>
    public IProgress<PublishProgress>? Progress { get; init; }

    /// <summary>Why the publish happens; recorded with the snapshot and readable by consumers.</summary>
    public string? Reason { get; init; }
}
