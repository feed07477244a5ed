namespace DataMesh;

/// <summary>A value below which a share of the values lies.</summary>
public readonly record struct Quantile
{
    /// <summary>The share, from 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>The value, of the column's kind; of whole numbers a whole one, as a floating-point number.</summary>
    public required ScalarValue Value { get; init; }
}
