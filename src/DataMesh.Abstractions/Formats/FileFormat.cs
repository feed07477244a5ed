namespace DataMesh.Adapters.Authoring;

/// <summary>A columnar file format: record batches to and from files of an <see cref="ObjectStore"/>.</summary>
/// <remarks>Thread-safe. Damaged files give <see cref="DataMeshException"/> of kind <see cref="DataMeshErrorKind.CorruptData"/> that names the file.</remarks>
public abstract class FileFormat : MeshAdapter
{
    /// <summary>The format's name as table formats spell it, lower-case: <c>parquet</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Opens a file and reads its footer.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">The file.</param>
    /// <param name="length">The file's length as the table's metadata states it; saves a request.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public abstract Task<DataFileReader> OpenAsync(ObjectStore store, ObjectPath path, long length, CancellationToken cancellationToken = default);

    /// <summary>Starts a new file. It becomes visible when completed; path names are never reused.</summary>
    public abstract Task<DataFileWriter> CreateAsync(ObjectStore store, ObjectPath path, FileWriteOptions options, CancellationToken cancellationToken = default);
}
