namespace DataMesh.Adapters.Authoring;

/// <summary>A write-only stream to an object that becomes visible only when completed.</summary>
/// <remarks>Not thread-safe. Dispose without completing aborts and leaves no visible object.</remarks>
public abstract class ObjectUpload : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Makes the object visible, durably and as a whole.</summary>
    /// <exception cref="DataMeshException">The write condition does not hold, or the store failed; then nothing is visible.</exception>
    public abstract Task<ObjectInfo> CompleteAsync(CancellationToken cancellationToken = default);
}
