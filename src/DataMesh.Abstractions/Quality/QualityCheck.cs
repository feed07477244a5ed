namespace DataMesh;

/// <summary>What quality rules find in the rows that a port has, as if they were published now, all at once.</summary>
public sealed record QualityCheck
{
    /// <summary>All rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that would go to quarantine.</summary>
    public required long Quarantined { get; init; }

    /// <summary>What each rule found, in their order. Ordinals of rows count them in the order in which they are read.</summary>
    public required IReadOnlyList<QualityResult> Results { get; init; }

    /// <summary>Why a publish of these rows would be refused, in words; empty when it would not.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];
}
