namespace DataMesh;

/// <summary>How a provider approves a request.</summary>
public sealed record AccessApproval
{
    /// <summary>The offer to give; null: the one asked for, or the only one for the purpose.</summary>
    public string? Offer { get; init; }

    /// <summary>The first moment it holds; null: now.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The moment from which it no longer holds; null: what was asked for, within the offer's longest term.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When to look at it again; null: never.</summary>
    public DateTimeOffset? NextReassessment { get; init; }

    /// <summary>Why, for the record.</summary>
    public string? Comment { get; init; }
}
