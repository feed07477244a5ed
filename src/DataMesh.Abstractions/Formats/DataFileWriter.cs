using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>A data file being written. Not thread-safe. Dispose without completing leaves no visible file.</summary>
public abstract class DataFileWriter : MeshAdapter
{
    /// <summary>Stored bytes so far, as far as the writer knows; to decide when to start the next file.</summary>
    public abstract long BytesWritten { get; }

    /// <summary>Writes a batch of the schema the file was created with. The batch stays the caller's.</summary>
    public abstract ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Finishes the file and makes it visible. The one place where file statistics come from.</summary>
    public abstract Task<FileSummary> CompleteAsync(CancellationToken cancellationToken = default);
}
