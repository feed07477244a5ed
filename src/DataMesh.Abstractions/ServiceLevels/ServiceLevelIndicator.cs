namespace DataMesh;

/// <summary>Whether a promise is kept, as far as the reader may know.</summary>
public sealed record ServiceLevelIndicator
{
    /// <summary>The promise.</summary>
    public required ServiceLevelObjective Objective { get; init; }

    /// <summary>True when it is kept, false when it is not; null when that cannot be told, and then <see cref="Remark"/> says why.</summary>
    public required bool? IsKept { get; init; }

    /// <summary>The time that was measured; null of a share, and where there is nothing to measure or the reader may not know it.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The share that was measured, from 0 to 1; null of a time, and where there is nothing to measure or the reader may not know it.</summary>
    public decimal? Share { get; init; }

    /// <summary>Why something is not known; null when all is.</summary>
    public string? Remark { get; init; }
}
