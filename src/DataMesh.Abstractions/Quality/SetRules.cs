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

/// <summary>Every row names a row of another port: its key is among the keys that the product sees there when the publish begins. Rows that miss a value of the key name none, and hold.</summary>
public sealed record ReferenceRule : SetRule
{
    /// <summary>The columns of this port.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>The other port, with its major version.</summary>
    public required PortReference Port { get; init; }

    /// <summary>The columns of the other port, in the order of <see cref="Key"/>, of types that can be equal.</summary>
    public required IReadOnlyList<string> ForeignKey { get; init; }

    /// <summary>Why the product reads the other port.</summary>
    public Purpose Purpose { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => Key;

    /// <inheritdoc/>
    public override string Describe() => $"{string.Join(", ", Key)} is a {string.Join(", ", ForeignKey)} of {Port}";
}

/// <summary>The number that a statement gives over the rows that the port would have lies between bounds. Holds when the statement gives no value.</summary>
public sealed record SqlRule : SetRule
{
    /// <summary>One SELECT in the engine's dialect that gives one number. The rows are called as the port's segment, with <c>_</c> for <c>-</c>.</summary>
    public required string Query { get; init; }

    /// <summary>The least it may be; null for no limit.</summary>
    public double? AtLeast { get; init; }

    /// <summary>The greatest it may be; null for no limit.</summary>
    public double? AtMost { get; init; }

    /// <summary>None: which columns a statement looks at is the engine's to know.</summary>
    public override IReadOnlyList<string> Columns => [];

    /// <inheritdoc/>
    public override string Describe() => Limits.Describe("the result of the statement", AtLeast?.ToString("R", CultureInfo.InvariantCulture), AtMost?.ToString("R", CultureInfo.InvariantCulture));
}
