namespace DataMesh;

/// <summary>In which rows two snapshots of a port differ, for one reader.</summary>
public sealed record PortDifference
{
    /// <summary>The earlier snapshot, or whichever was asked to be the first.</summary>
    public required Snapshot From { get; init; }

    /// <summary>The later snapshot.</summary>
    public required Snapshot To { get; init; }

    /// <summary>Rows of <see cref="To"/> that are not in <see cref="From"/>.</summary>
    public required long Inserted { get; init; }

    /// <summary>Rows of <see cref="From"/> that are not in <see cref="To"/>.</summary>
    public required long Deleted { get; init; }

    /// <summary>Rows that were replaced by one of the same key; 0 where <see cref="KeyColumns"/> is empty, because then the two rows are inserted and deleted.</summary>
    public required long Updated { get; init; }

    /// <summary>The columns, as the reader may know them, in the order of the contract.</summary>
    public required IReadOnlyList<ColumnDifference> Columns { get; init; }

    /// <summary>The columns of the key; empty when the port has none, or the reader does not see all of them as they are, or hashed, in every row.</summary>
    public required IReadOnlyList<string> KeyColumns { get; init; }

    /// <summary>Keys of rows that differ, the first <see cref="DiffOptions.MostKeys"/> that were found, in no order.</summary>
    public required IReadOnlyList<ChangedKey> Keys { get; init; }

    /// <summary>True when the reader sees no difference.</summary>
    public bool IsEmpty => Inserted == 0 && Deleted == 0 && Updated == 0;
}
