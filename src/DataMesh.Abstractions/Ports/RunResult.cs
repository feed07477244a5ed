namespace DataMesh;

/// <summary>What a run over several ports did.</summary>
public sealed record RunResult
{
    /// <summary>The run, a UUIDv7: what consumers read the ports as of.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it published, by port with major version.</summary>
    public required IReadOnlyDictionary<PortReference, PublishResult> Ports { get; init; }

    /// <summary>True when an earlier run with the same idempotency key had published to every port.</summary>
    public bool WasAlreadyPublished => Ports.Values.All(p => p.WasAlreadyPublished);
}
