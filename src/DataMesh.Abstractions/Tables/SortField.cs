namespace DataMesh;

/// <summary>One field of the order in which rows lie in a table's files: a column and its direction. Rows without a value come first where it ascends, last where it descends.</summary>
public sealed record SortField
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>True for the greatest value first.</summary>
    public bool Descending { get; init; }
}
