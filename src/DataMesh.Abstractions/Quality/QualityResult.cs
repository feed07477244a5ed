namespace DataMesh;

/// <summary>What one rule found in one publish. Never holds a value of a row.</summary>
public sealed record QualityResult
{
    /// <summary>The rule.</summary>
    public required QualityRule Rule { get; init; }

    /// <summary>What became of it.</summary>
    public required QualityStatus Status { get; init; }

    /// <summary>The rows that break it: that a condition is false for, that have no value, that repeat a key; of a <see cref="RowCountRule"/> all rows, of a <see cref="SqlRule"/> its result where that is a whole number; null for rules about figures of a column.</summary>
    public long? Rows { get; init; }

    /// <summary>The zero-based ordinal, in the published stream, of the first such row; null when there is none or it is a row that was there before.</summary>
    public long? FirstRow { get; init; }
}
