namespace DataMesh;

/// <summary>How one visible column is shown.</summary>
public sealed record ColumnExplanation
{
    /// <summary>The column.</summary>
    public required string Name { get; init; }

    /// <summary>The masks that rows may have, weakest first; more than one when it depends on the row which grant shows it. <see cref="Mask.None"/> alone: as it is.</summary>
    public required IReadOnlyList<Mask> Masks { get; init; }

    /// <summary>True when every row has the one mask.</summary>
    public bool IsUniform => Masks.Count == 1;

    /// <summary>The grants and rules that set or raised a mask, by name; empty when the mask comes from the column's classification.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
}
