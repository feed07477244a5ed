namespace DataMesh;

/// <summary>What a grant or an offer shows: which rows, which columns, under which masks.</summary>
/// <remarks>Immutable. Names are those of the document that holds it; <see cref="PortPolicy.Columns"/> binds them to field ids.</remarks>
public sealed record Sight
{
    /// <summary>Everything, with confidential columns as null.</summary>
    public static Sight All { get; } = new();

    /// <summary>Rows for which this is true; null: every row. May name columns, attributes of the principal and the time of the read.</summary>
    public Filter? Rows { get; init; }

    /// <summary>The columns that are named; null: all of the contract, also those it gets later.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Columns that are not named although <see cref="Columns"/> would. Another grant may still name them.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Masks by column, each column once. A column without one is shown as it is, or as null when it is confidential or stricter.</summary>
    public IReadOnlyList<MaskedColumn> Masks { get; init; } = [];
}
