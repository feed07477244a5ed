using System.Globalization;
using System.Xml;

namespace DataMesh;

/// <summary>A publish has a number of rows.</summary>
public sealed record RowCountRule : SetRule
{
    /// <summary>The least number; null for no limit.</summary>
    public long? AtLeast { get; init; }

    /// <summary>The greatest number; null for no limit.</summary>
    public long? AtMost { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [];

    /// <inheritdoc/>
    public override string Describe() => Limits.Describe("the number of rows", AtLeast?.ToString("N0", CultureInfo.InvariantCulture), AtMost?.ToString("N0", CultureInfo.InvariantCulture));
}

/// <summary>No two rows have the same key. Rows that miss a value of the key are equal to none, as in SQL.</summary>
public sealed record UniqueRule : SetRule
{
    /// <summary>The columns of the key.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Among which rows.</summary>
    public UniqueScope Scope { get; init; }

    /// <summary>The share of rows, from 0 to 1, that may repeat the key of another one.</summary>
    public decimal AtMostShare { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => Key;

    /// <inheritdoc/>
    public override string Describe() =>
        $"{string.Join(", ", Key)} {(AtMostShare == 0 ? "is unique" : $"is repeated by at most {Limits.Percent(AtMostShare)} of the rows")} in {(Scope == UniqueScope.Port ? "the port" : "a publish")}";
}

/// <summary>A share of the rows has a value in a column.</summary>
public sealed record CompletenessRule : SetRule
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>The least share, from 0 to 1.</summary>
    public required decimal AtLeastShare { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [Column];

    /// <inheritdoc/>
    public override string Describe() => $"{Column} has a value in at least {Limits.Percent(AtLeastShare)} of the rows";
}

/// <summary>The latest time in a column is not too long ago. Holds when no row has one.</summary>
public sealed record FreshnessRule : SetRule
{
    /// <summary>The column: an instant or a date, which stands for its first moment in UTC.</summary>
    public required string Column { get; init; }

    /// <summary>The longest time between the latest value and the end of the publish.</summary>
    public required TimeSpan Within { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [Column];

    /// <inheritdoc/>
    public override string Describe() => $"the latest {Column} is at most {XmlConvert.ToString(Within)} old";
}

/// <summary>A figure of a numeric column lies between bounds. Holds when no row has a value.</summary>
public sealed record DistributionRule : SetRule
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>The figure.</summary>
    public required ColumnMeasure Measure { get; init; }

    /// <summary>The least it may be; null for no limit.</summary>
    public double? AtLeast { get; init; }

    /// <summary>The greatest it may be; null for no limit.</summary>
    public double? AtMost { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [Column];

    /// <inheritdoc/>
    public override string Describe() => Limits.Describe($"the {Measure switch { ColumnMeasure.Minimum => "least", ColumnMeasure.Maximum => "greatest", _ => "mean" }} {Column}",
        AtLeast?.ToString("R", CultureInfo.InvariantCulture), AtMost?.ToString("R", CultureInfo.InvariantCulture));
}
