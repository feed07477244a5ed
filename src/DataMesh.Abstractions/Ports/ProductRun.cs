namespace DataMesh;

/// <summary>A run that has published to all of its ports, as far as a consumer may read them.</summary>
public sealed record ProductRun
{
    /// <summary>The run, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The product whose ports it published to.</summary>
    public required ProductName Product { get; init; }

    /// <summary>When it was complete.</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>The snapshots that it made of the ports that the reader may read, by port with major version. One that has expired since cannot be read any more.</summary>
    public required IReadOnlyDictionary<PortReference, long> Snapshots { get; init; }
}
