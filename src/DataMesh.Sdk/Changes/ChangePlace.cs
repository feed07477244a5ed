namespace DataMesh;

/// <summary>A place inside the changes of one snapshot: by file and stored row, so that it stays the same whatever is visible when it is used.</summary>
/// <param name="IsRemoval">False in the files that were added, true in those that were removed, which come after them.</param>
/// <param name="File">The file, in the order of their names.</param>
/// <param name="Row">The stored row.</param>
internal readonly record struct ChangePlace(bool IsRemoval, int File, long Row) : IComparable<ChangePlace>
{
    public ChangePlace Next => this with { Row = Row + 1 };

    public int CompareTo(ChangePlace other) => (IsRemoval, File, Row).CompareTo((other.IsRemoval, other.File, other.Row));
}
