using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Catalog;

/// <summary>A store that can be made unreachable.</summary>
internal sealed class BreakableStore(ObjectStore inner) : ObjectStore
{
    public bool IsUnreachable { get; set; }

    public override StoreCapabilities Capabilities => inner.Capabilities;

    public override Uri Root => inner.Root;

    private ObjectStore Reached => IsUnreachable ? throw new DataMeshException(DataMeshErrorKind.StorageUnavailable, "unreachable") { IsTransient = true } : inner;

    public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) => Reached.FindAsync(path, cancellationToken);

    public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) => Reached.ReadAsync(path, offset, destination, cancellationToken);

    public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) => Reached.BeginUploadAsync(path, condition, cancellationToken);

    public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => Reached.DeleteAsync(path, cancellationToken);

    public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) => Reached.ListAsync(prefix, options, cancellationToken);
}
