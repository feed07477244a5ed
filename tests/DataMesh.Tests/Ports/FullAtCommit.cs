using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Ports;

/// <summary>A store that takes data files and has no room for metadata.</summary>
internal sealed class FullAtCommit(ObjectStore inner) : ObjectStore
{
    public bool IsFull { get; set; }

    /// <summary>What paths must start with to find no room; null: all do.</summary>
    public string? Only { get; init; }

    public override StoreCapabilities Capabilities => inner.Capabilities;

    public override Uri Root => inner.Root;

    public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.FindAsync(path, cancellationToken);

    public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) => inner.ReadAsync(path, offset, destination, cancellationToken);

    public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) =>
        IsFull && path.ToString().StartsWith(Only ?? "", StringComparison.Ordinal) && path.ToString().Contains("/metadata/", StringComparison.Ordinal)
            ? throw new DataMeshException(DataMeshErrorKind.StorageFull, $"Cannot write '{path}': the disk is full.")
            : inner.BeginUploadAsync(path, condition, cancellationToken);

    public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

    public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, options, cancellationToken);
}
