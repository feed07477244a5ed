namespace DataMesh;

/// <summary>What a consumer asks for.</summary>
public sealed record AccessRequest
{
    /// <summary>Why the data is needed.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>The consuming product; null: the principal's domain as a whole.</summary>
    public ProductName? Product { get; init; }

    /// <summary>The offer that is asked for; null leaves the choice to the provider.</summary>
    public string? Offer { get; init; }

    /// <summary>Until when; null: as long as the provider gives it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why, in the consumer's own words, for the person who decides.</summary>
    public string? Justification { get; init; }
}
