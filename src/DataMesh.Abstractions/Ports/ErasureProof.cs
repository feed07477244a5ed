namespace DataMesh;

/// <summary>The record of one erasure, with what consumers have acknowledged since. It holds no values and no condition.</summary>
public sealed record ErasureProof
{
    /// <summary>The erasure, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The port.</summary>
    public required PortReference Port { get; init; }

    /// <summary>What the owner called the case.</summary>
    public required string Reference { get; init; }

    /// <summary>Who erased.</summary>
    public required string By { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>When it ended; null: it did not, so that it is to be done again.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it did, with the obligations as they are now; null when it did not end.</summary>
    public EraseResult? Result { get; init; }
}
