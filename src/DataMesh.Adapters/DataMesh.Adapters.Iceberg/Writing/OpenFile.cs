using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>A data file that a write has open.</summary>
internal sealed class OpenFile(DataFileWriter writer, ObjectPath path, int specId, int sortOrderId, ScalarValue[] partition, string format)
{
    public ScalarValue[] Partition => partition;

    public ObjectPath Path => path;

    public long BytesWritten => writer.BytesWritten;

    public long LastUse { get; set; }

    public ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken) => writer.WriteAsync(batch, cancellationToken);

    public async Task<DataFile> CompleteAsync(CancellationToken cancellationToken)
    {
        FileSummary summary = await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await writer.DisposeAsync().ConfigureAwait(false);
        return new DataFile
        {
            Path = path,
            Format = format,
            RowCount = summary.RowCount,
            Length = summary.Length,
            PartitioningId = specId,
            SortOrderId = sortOrderId,
            Partition = partition,
            Columns = summary.Columns,
            SplitOffsets = [.. summary.RowGroups.Select(group => group.Offset).Order()],
        };
    }

    public ValueTask AbandonAsync() => writer.DisposeAsync();
}
