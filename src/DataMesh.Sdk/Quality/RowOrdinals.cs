namespace DataMesh;

/// <summary>Where the rows of a batch stood in the published stream.</summary>
/// <param name="first">The ordinal of the first row of the offered batch.</param>
/// <param name="rows">Which of its rows are there; null for all.</param>
internal readonly struct RowOrdinals(long first, int[]? rows = null)
{
    public long this[int row] => first + (rows is null ? row : rows[row]);
}
