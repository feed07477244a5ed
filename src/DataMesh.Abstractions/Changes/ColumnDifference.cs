namespace DataMesh;

/// <summary>One column of the rows in which two snapshots differ, as the reader sees it. Rows that both have count nowhere.</summary>
public sealed record ColumnDifference
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>Of the updated rows, those that have another value here.</summary>
    public required long Updated { get; init; }

    /// <summary>The column in the rows of the earlier snapshot that are no longer there, or no longer so: deleted, or before their update.</summary>
    public required ColumnProfile Before { get; init; }

    /// <summary>The column in the rows of the later snapshot that were not there, or not so: inserted, or after their update.</summary>
    public required ColumnProfile After { get; init; }
}
