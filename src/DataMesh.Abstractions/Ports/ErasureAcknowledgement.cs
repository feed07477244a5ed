namespace DataMesh;

/// <summary>What a consumer says it did about an obligation to erase. It is its word: nobody has looked.</summary>
public sealed record ErasureAcknowledgement
{
    /// <summary>What shows it, in the consumer's words: its own erasure, or why it holds no such rows.</summary>
    public required string Proof { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who said it.</summary>
    public required string By { get; init; }
}
