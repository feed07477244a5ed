using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>A file of a store as a seekable stream for the native reader, which calls it on its own threads and one call at a time.</summary>
/// <remarks>The end of the file, which holds the footer, is kept; other reads become one range read each.</remarks>
internal sealed class ObjectStoreStream(ObjectStore store, ObjectPath path, long length, byte[] tail) : Stream
{
    private long _position;

    /// <summary>What the store threw; the native reader only passes on its text.</summary>
    internal Exception? Failure { get; private set; }

    internal CancellationToken CancellationToken { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => _position; set => _position = value; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsMemory(offset, count));

    public override int Read(Span<byte> buffer)
    {
        byte[] copy = new byte[buffer.Length];
        int read = Read(copy.AsMemory());
        copy.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Read(Memory<byte> destination)
    {
        int count = (int)Math.Min(destination.Length, Math.Max(0, length - _position));
        long tailStart = length - tail.Length;
        if (_position >= tailStart)
            tail.AsSpan((int)(_position - tailStart), count).CopyTo(destination.Span);
        else
            count = ReadFromStore(destination[..count]);
        _position += count;
        return count;
    }

    private int ReadFromStore(Memory<byte> destination)
    {
        try
        {
            // The native reader's callback is synchronous; it runs on pool threads, never on the caller's.
            return store.ReadAsync(path, _position, destination, CancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception error)
        {
            Failure ??= error;
            throw;
        }
    }
}
