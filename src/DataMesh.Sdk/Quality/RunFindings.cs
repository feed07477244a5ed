namespace DataMesh;

/// <summary>What one run found in the rows that it was to publish.</summary>
internal sealed record RunFindings
{
    /// <summary>All rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that were not accepted.</summary>
    public required long Rejected { get; init; }

    /// <summary>What every rule found.</summary>
    public required IReadOnlyList<QualityResult> Results { get; init; }

    /// <summary>What the accepted rows look like, column by column.</summary>
    public IReadOnlyList<ColumnProfile> Profile { get; init; } = [];

    /// <summary>How many rules did not hold although the gate was open.</summary>
    public int Warnings => Results.Count(r => r.Status == QualityStatus.Warn);

    /// <summary>The snapshot that carries the accepted rows; null when the gate refused them.</summary>
    public long? Snapshot { get; init; }
}
