namespace DataMesh;

/// <summary>What the accepted rows of one publish look like in one column. Columns that are confidential or masked for anybody have none.</summary>
public sealed record ColumnProfile
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>Rows with a value.</summary>
    public required long Values { get; init; }

    /// <summary>Rows without one.</summary>
    public required long Nulls { get; init; }

    /// <summary>How many different values there are, by HyperLogLog: with an error of about 1 %; null for structs, lists and maps.</summary>
    public long? Distinct { get; init; }

    /// <summary>The least value but NaN; <see cref="ScalarValue.Null"/> where there is none or the type has no useful order.</summary>
    public ScalarValue Minimum { get; init; }

    /// <summary>The greatest value but NaN; <see cref="ScalarValue.Null"/> where there is none or the type has no useful order.</summary>
    public ScalarValue Maximum { get; init; }

    /// <summary>The arithmetic mean of a numeric column; null without a value.</summary>
    public double? Mean { get; init; }

    /// <summary>The values below which 5, 25, 50, 75 and 95 % of the values lie, of numbers and times, by t-digest; empty for other types.</summary>
    /// <remarks>Of a publish with more than some hundred thousand rows a random part is looked at, so two publishes of the same rows may differ a little.</remarks>
    public IReadOnlyList<Quantile> Quantiles { get; init; } = [];
}
