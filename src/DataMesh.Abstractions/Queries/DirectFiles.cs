using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Leave to read the files behind a relation instead of opening it, with everything that must be applied to their rows.</summary>
/// <remarks>
/// The Sdk's enforcement scan is the only maker. An engine that cannot apply a part exactly as the mesh does leaves the grant alone and opens the relation. Only the
/// engine's trusted side may see what is granted: statements reach <see cref="Columns"/>, masked, of the rows that <see cref="RowFilter"/> lets through and nothing else, not the
/// files, not their other columns, not their statistics. Immutable; good for the statement that the relation was made for.
/// </remarks>
public sealed record DirectFiles
{
    /// <summary>The files, at least one. Together they hold the rows of the pinned snapshot; files that <see cref="RowFilter"/> leaves nothing of may be missing.</summary>
    public required IReadOnlyList<DirectFile> Files { get; init; }

    /// <summary>All columns of each file, visible or not, of canonical types and with field ids; in some order. Every file has exactly these.</summary>
    public required Schema FileSchema { get; init; }

    /// <summary>The reader's columns, in the order of the relation's schema.</summary>
    public required IReadOnlyList<DirectColumn> Columns { get; init; }

    /// <summary>Rows for which this is not true are not the reader's. It names columns of the files, masked and hidden ones too, and no attributes. Null: every row is.</summary>
    public Filter? RowFilter { get; init; }

    /// <summary>True when the reader sees every row and every column of the files as it is, so that the files themselves hold nothing to hide.</summary>
    public bool IsUnrestricted => RowFilter is null && Columns.Count == FileSchema.FieldsList.Count && Columns.All(c => c.IsInTheClear);
}
