namespace DataMesh;

/// <summary>Options of one publish.</summary>
public sealed record PublishOptions
{
    /// <summary>The caller's key: publishing again under the same key returns the first result. Stored hashed. Default: a new key, so every call publishes. Empty text is refused: it would make all such publishes one.</summary>
    /// <exception cref="ArgumentException">The text is empty or white space.</exception>
    public string? IdempotencyKey
    {
        get;
        init => field = value is null || !string.IsNullOrWhiteSpace(value) ? value
            : throw new ArgumentException("The idempotency key is empty, so that every such publish would count as the same one. Pass null for no key.", nameof(value));
    }

    /// <summary>Hears how far the publish is, from any thread; at most once per batch.</summary>
    public IProgress<PublishProgress>? Progress { get; init; }

    /// <summary>The branch to publish to, which <see cref="IOutputPort.CreateBranchAsync"/> made: consumers see nothing of it until <see cref="IOutputPort.FastForwardAsync"/>. Null: the port itself.</summary>
    public string? Branch { get; init; }

    /// <summary>Why the publish happens; recorded with the snapshot and readable by consumers.</summary>
    public string? Reason { get; init; }
}
