namespace DataMesh;

/// <summary>A condition is not false.</summary>
public sealed record ConditionRule : RowRule
{
    /// <summary>The condition.</summary>
    public required Filter Holds { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [.. Holds.GetColumns()];

    /// <inheritdoc/>
    public override string Describe() => Holds.ToString();
}

/// <summary>A column has a value.</summary>
public sealed record NotNullRule : RowRule
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [Column];

    /// <inheritdoc/>
    public override string Describe() => $"{Column} has a value";
}

/// <summary>A column has one of some values, or none.</summary>
public sealed record AllowedValuesRule : RowRule
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>The values, at least one, none of them null.</summary>
    public required IReadOnlyList<ScalarValue> Values { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [Column];

    /// <inheritdoc/>
    public override string Describe() => $"{Column} is one of {Values.Count} values";
}

/// <summary>The text of a column matches a regular expression as a whole, or is missing.</summary>
public sealed record PatternRule : RowRule
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>The regular expression.</summary>
    public required string Pattern { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [Column];

    /// <inheritdoc/>
    public override string Describe() => $"{Column} matches '{Pattern}'";
}
