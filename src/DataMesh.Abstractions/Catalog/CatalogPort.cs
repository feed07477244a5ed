namespace DataMesh;

/// <summary>An output port as a consumer may know it.</summary>
public sealed record CatalogPort
{
    /// <summary>The port.</summary>
    public required PortName Name { get; init; }

    /// <summary>The contract's version.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>What one row is.</summary>
    public string? Description { get; init; }

    /// <summary>The columns the principal may see, in order.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>What publishing does with the rows that are there.</summary>
    public PublishMode Mode { get; init; }
}
