namespace DataMesh;

/// <summary>A product as a consumer may know it.</summary>
public sealed record CatalogEntry
{
    /// <summary>The identity.</summary>
    public required ProductId Id { get; init; }

    /// <summary>The name.</summary>
    public required ProductName Name { get; init; }

    /// <summary>What the product is.</summary>
    public string? Description { get; init; }

    /// <summary>Who answers for it.</summary>
    public string? Owner { get; init; }

    /// <summary>Where it stands in its life.</summary>
    public LifecycleStatus Status { get; init; }

    /// <summary>Search words.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The output ports the principal may know of.</summary>
    public IReadOnlyList<CatalogPort> Ports { get; init; } = [];

    /// <summary>Why a search found it; empty in listings.</summary>
    public IReadOnlyList<SearchMatch> Matches { get; init; } = [];
}
