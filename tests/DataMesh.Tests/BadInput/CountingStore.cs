using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.BadInput;

/// <summary>A store that calls back before every operation.</summary>
internal sealed class CountingStore(ObjectStore inner, Action operation) : ObjectStore
{
    public override StoreCapabilities Capabilities => inner.Capabilities;

    public override Uri Root => inner.Root;

    private ObjectStore Counted
    {
        get
        {
            operation();
            return inner;
        }
    }

    public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) => Counted.FindAsync(path, cancellationToken);

    public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) => Counted.ReadAsync(path, offset, destination, cancellationToken);

    public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) => Counted.BeginUploadAsync(path, condition, cancellationToken);

    public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => Counted.DeleteAsync(path, cancellationToken);

    public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) => Counted.ListAsync(prefix, options, cancellationToken);

    public override IAsyncEnumerable<string> ListChildrenAsync(ObjectPath prefix, CancellationToken cancellationToken = default) => Counted.ListChildrenAsync(prefix, cancellationToken);
}
