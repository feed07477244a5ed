using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>An open data file.</summary>
/// <remarks>Thread-safe for concurrent reads. Dispose it when every enumeration has ended.</remarks>
public abstract class DataFileReader : MeshAdapter
{
    /// <summary>Schema, row groups and statistics.</summary>
    public abstract FileSummary Summary { get; }

    /// <summary>How well <see cref="ReadAsync"/> applies a filter.</summary>
    public abstract PushDown Supports(Filter filter);

    /// <summary>Reads rows in file order. Each batch belongs to the receiver, who disposes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="FileReadRequest.RowGroups"/> goes beyond the file's row groups.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/>: the file is damaged.</exception>
    public abstract IAsyncEnumerable<RecordBatch> ReadAsync(FileReadRequest request, CancellationToken cancellationToken = default);
}
