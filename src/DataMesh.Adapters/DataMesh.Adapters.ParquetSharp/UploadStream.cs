namespace DataMesh.Adapters;

/// <summary>Counts and passes on what the native writer writes; it may be closed without closing the upload.</summary>
internal sealed class UploadStream(Stream upload) : Stream
{
    private long _position;

    /// <summary>What the upload threw; the native writer only passes on its text.</summary>
    internal Exception? Failure { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _position;

    public override long Position { get => Interlocked.Read(ref _position); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            upload.Write(buffer);
            Interlocked.Add(ref _position, buffer.Length);
        }
        catch (Exception error)
        {
            Failure ??= error;
            throw;
        }
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
