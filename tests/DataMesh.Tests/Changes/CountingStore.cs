using System.Collections.Concurrent;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Changes;

/// <summary>A store that counts the bytes that are read of each file.</summary>
internal sealed class CountingStore(ObjectStore inner) : ObjectStore
{
    public ConcurrentDictionary<ObjectPath, long> BytesRead { get; } = [];

    public override StoreCapabilities Capabilities => inner.Capabilities;

    public override Uri Root => inner.Root;

    public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.FindAsync(path, cancellationToken);

    public override async Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(path, offset, destination, cancellationToken);
        BytesRead.AddOrUpdate(path, read, (_, before) => before + read);
        return read;
    }

    public override Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) => inner.BeginUploadAsync(path, condition, cancellationToken);

    public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

    public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, options, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
