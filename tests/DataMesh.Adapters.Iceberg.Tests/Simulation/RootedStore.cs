using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Simulation;

/// <summary>A store with the root that all simulated ones have, so that tables can be copied between them.</summary>
internal class RootedStore(ObjectStore inner) : ObjectStore
{
    protected ObjectStore Inner => inner;

    public override StoreCapabilities Capabilities => inner.Capabilities;

    public override Uri Root { get; } = new("memory://simulated");

    public static async Task<InMemoryObjectStore> CopyAsync(ObjectStore from, TimeProvider time)
    {
        InMemoryObjectStore copy = new(time);
        await foreach (ObjectInfo item in from.ListAsync("", null, CancellationToken.None))
            await copy.WriteAllAsync(item.Path, await from.TryReadAllAsync(item.Path, int.MaxValue - 1, CancellationToken.None), WriteCondition.IfAbsent, CancellationToken.None);
        return copy;
    }

    public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.FindAsync(path, cancellationToken);

    public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) => inner.ReadAsync(path, offset, destination, cancellationToken);

    public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) => inner.BeginUploadAsync(path, condition, cancellationToken);

    public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

    public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, options, cancellationToken);
}
