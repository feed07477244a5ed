namespace DataMesh;

/// <summary>A page of changes: what became different, for this reader, with one snapshot, or a part of it.</summary>
/// <remarks>
/// Apply a page and store <see cref="Next"/> in one transaction, and no change is missed or applied twice. The changes of a page belong together in no order; pages follow each other.
/// </remarks>
/// <typeparam name="T">The reader's record.</typeparam>
public sealed record ChangeSet<T>
{
    /// <summary>The snapshot whose changes these are; null when the port has become empty by a reset.</summary>
    public required Snapshot? Snapshot { get; init; }

    /// <summary>Not null: forget every row that this feed gave before. The pages that follow give all rows of <see cref="Snapshot"/> as <see cref="Inserted"/>.</summary>
    public ChangeReset? Reset { get; init; }

    /// <summary>Rows that are there now and were not before.</summary>
    public IReadOnlyList<T> Inserted { get; init; } = [];

    /// <summary>Rows that were there before and are no longer.</summary>
    public IReadOnlyList<T> Deleted { get; init; } = [];

    /// <summary>
    /// Rows that were replaced by one of the same key. Only where the record has all key columns and the reader sees each of them as it is, or hashed, in every row; otherwise the two
    /// rows are among <see cref="Deleted"/> and <see cref="Inserted"/>.
    /// </summary>
    public IReadOnlyList<RowUpdate<T>> Updated { get; init; } = [];

    /// <summary>Where to go on after this page, also inside a snapshot.</summary>
    public required Cursor Next { get; init; }

    /// <summary>True when no further changes of <see cref="Snapshot"/> follow: what was applied so far is the port as of this snapshot.</summary>
    public bool IsComplete { get; init; }
}
