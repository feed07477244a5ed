namespace DataMesh;

/// <summary>One run of a transformation.</summary>
public sealed record TransformationRun
{
    /// <summary>The run's id, a UUIDv7; recorded with the snapshot.</summary>
    public required Guid Id { get; init; }

    /// <summary>The port that is being refreshed.</summary>
    public required PortName Port { get; init; }
}
