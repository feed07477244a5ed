namespace DataMesh;

/// <summary>An output port as a consumer may know it.</summary>
public sealed record CatalogPort
{
    /// <summary>The port.</summary>
    public required PortName Name { get; init; }

    /// <summary>The contract's version.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>Where the port stands in its life.</summary>
    public LifecycleStatus Status { get; init; } = LifecycleStatus.Active;

    /// <summary>What is said of the port's end; null unless it is deprecated or retired.</summary>
    public Deprecation? Deprecation { get; init; }

    /// <summary>What one row is.</summary>
    public string? Description { get; init; }

    /// <summary>The columns the principal may see, in order.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>What publishing does with the rows that are there.</summary>
    public PublishMode Mode { get; init; }

    /// <summary>Why the port's rows may get old; <see cref="InputWithdrawn"/>, or null when nothing is known.</summary>
    public string? Degraded { get; init; }

    /// <summary>The value of <see cref="Degraded"/> when no grant or agreement gives the product one of its inputs any more, so that its derived ports are not refreshed.</summary>
    public const string InputWithdrawn = "input withdrawn";
}
