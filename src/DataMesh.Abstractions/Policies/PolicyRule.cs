namespace DataMesh;

/// <summary>Restricts what grants give. A rule never shows anything.</summary>
/// <remarks>Immutable and closed: <see cref="Prohibition"/>, <see cref="RowFilter"/> and <see cref="ColumnMask"/>. Rules bind everybody but the product itself and its stewards.</remarks>
public abstract record PolicyRule
{
    private protected PolicyRule() { }

    /// <summary>What explanations and audit records call the rule; unique within its port, also among grants and offers.</summary>
    public required string Name { get; init; }

    /// <summary>Whom it binds; naming nobody binds everybody.</summary>
    public Recipients For { get; init; } = Recipients.Nobody;

    /// <summary>The purposes it binds, each with all purposes below it; empty: every purpose, also none.</summary>
    public IReadOnlyList<Purpose> Purposes { get; init; } = [];

    /// <summary>Where the rule is written, file name and line; shown to the owner only. Null when unknown.</summary>
    public string? Origin { get; init; }
}

/// <summary>Forbids: the whole port, some columns, or the rows that a condition matches.</summary>
public sealed record Prohibition : PolicyRule
{
    /// <summary>Columns that nobody bound gets; empty together with <see cref="Rows"/> null: the whole port.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Rows that nobody bound gets: those for which this is true or unknown; null: none in particular.</summary>
    public Filter? Rows { get; init; }
}

/// <summary>Leaves only rows for which a condition is true.</summary>
public sealed record RowFilter : PolicyRule
{
    /// <summary>The condition; unknown is not true.</summary>
    public required Filter Rows { get; init; }
}

/// <summary>Masks columns for everybody bound: those named, and those of a classification level or category.</summary>
public sealed record ColumnMask : PolicyRule
{
    /// <summary>The mask; the result is at least as strong.</summary>
    public required Mask Mask { get; init; }

    /// <summary>Columns by name.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Columns of this level or a stricter one; null: none by level.</summary>
    public Classification? AtLeast { get; init; }

    /// <summary>Columns that have any of these categories.</summary>
    public Category Categories { get; init; }
}
