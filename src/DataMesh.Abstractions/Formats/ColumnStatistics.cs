namespace DataMesh.Adapters.Authoring;

/// <summary>What is known about the values of one column of a file or row group.</summary>
/// <remarks>Bounds never include NaN and may be wider than the values (truncated texts), never narrower.</remarks>
public sealed record ColumnStatistics
{
    /// <summary>The column's field id.</summary>
    public required int FieldId { get; init; }

    /// <summary>All values, nulls included.</summary>
    public required long ValueCount { get; init; }

    /// <summary>The null values; null when not known.</summary>
    public long? NullCount { get; init; }

    /// <summary>The NaN values; null when not known or not a floating-point column.</summary>
    public long? NanCount { get; init; }

    /// <summary>A lower bound of all values that are neither null nor NaN; <see cref="ScalarValue.Null"/> when there is none or it is withheld.</summary>
    public ScalarValue Minimum { get; init; }

    /// <summary>An upper bound of all values that are neither null nor NaN; <see cref="ScalarValue.Null"/> when there is none or it is withheld.</summary>
    public ScalarValue Maximum { get; init; }

    /// <summary>Stored bytes of the column; null when not known.</summary>
    public long? StoredBytes { get; init; }
}
