using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Simulation;

/// <summary>An upload whose completion goes through somebody else's hands.</summary>
internal sealed class WatchedUpload(ObjectUpload upload, Func<Func<Task<ObjectInfo>>, Task<ObjectInfo>> complete) : ObjectUpload
{
    private bool _isPending;

    public override long Position { get => upload.Position; set => upload.Position = value; }

    public override Task<ObjectInfo> CompleteAsync(CancellationToken cancellationToken = default)
    {
        // What is on its way may arrive after the sender has given up.
        _isPending = true;
        return complete(() => upload.CompleteAsync(CancellationToken.None));
    }

    public override void Flush() => upload.Flush();

    public override void Write(byte[] buffer, int offset, int count) => upload.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => upload.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isPending)
            upload.Dispose();
        base.Dispose(disposing);
    }
}
