namespace DataMesh;

/// <summary>How a port is retired.</summary>
public sealed record Retirement
{
    /// <summary>Why, for the record and for whoever opens the port later.</summary>
    public required string Reason { get; init; }

    /// <summary>The port to use instead; null: the one that was named when the port was deprecated.</summary>
    public PortReference? Successor { get; init; }

    /// <summary>True to retire a port that is in use, or that was never deprecated. Its consumers' next read fails.</summary>
    public bool Force { get; init; }
}
