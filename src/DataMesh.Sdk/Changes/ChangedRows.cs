using Apache.Arrow;

namespace DataMesh;

/// <summary>Enforced rows of one file.</summary>
/// <param name="Batch">The rows.</param>
/// <param name="First">The place in the file from which the others are counted.</param>
/// <param name="Places">For each row, how far it stands behind <paramref name="First"/>.</param>
internal sealed record ChangedRows(RecordBatch Batch, long First, IReadOnlyList<int> Places)
{
    public long PlaceOf(int row) => First + Places[row];
}
