using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>A store whose completed uploads can be told to fail, before or after they took effect, and that records what is read.</summary>
public sealed class FaultyStore(ObjectStore inner) : ObjectStore
{
    /// <summary>Called with each path before its upload completes; throws to fail it without effect.</summary>
    public Action<ObjectPath>? BeforeComplete { get; set; }

    /// <summary>Called with each path after its upload took effect; throws to fail it all the same.</summary>
    public Action<ObjectPath>? AfterComplete { get; set; }

    public List<ObjectPath> Reads { get; } = [];

    public override StoreCapabilities Capabilities => inner.Capabilities;

    public override Uri Root => inner.Root;

    public override string? FindLocalFile(ObjectPath path) => inner.FindLocalFile(path);

    public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.FindAsync(path, cancellationToken);

    public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        lock (Reads)
            Reads.Add(path);
        return inner.ReadAsync(path, offset, destination, cancellationToken);
    }

    public override async Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) =>
        new FaultyUpload(this, path, await inner.BeginUploadAsync(path, condition, cancellationToken));

    public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

    public override IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, options, cancellationToken);

    private sealed class FaultyUpload(FaultyStore store, ObjectPath path, ObjectUpload upload) : ObjectUpload
    {
        public override long Position { get => upload.Position; set => upload.Position = value; }

        public override async Task<ObjectInfo> CompleteAsync(CancellationToken cancellationToken = default)
        {
            store.BeforeComplete?.Invoke(path);
            ObjectInfo info = await upload.CompleteAsync(cancellationToken);
            store.AfterComplete?.Invoke(path);
            return info;
        }

        public override void Flush() => upload.Flush();

        public override void Write(byte[] buffer, int offset, int count) => upload.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => upload.WriteAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                upload.Dispose();
            base.Dispose(disposing);
        }

        public override async ValueTask DisposeAsync()
        {
            await upload.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
