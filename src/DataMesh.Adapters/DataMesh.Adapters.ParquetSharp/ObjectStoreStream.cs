using System.Buffers;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>A file of a store as a seekable stream for the native reader, which calls it on its own threads and one call at a time.</summary>
/// <remarks>
/// The end of the file, which holds the footer, is kept. A read inside a planned range reads the whole range and keeps it until the next is read; any
/// other read is a request of its own.
/// </remarks>
internal sealed class ObjectStoreStream(ObjectStore store, ObjectPath path, long length, byte[] tail) : Stream
{
    private IReadOnlyList<CoalescedRange> _plan = [];
    private CancellationToken _cancellationToken;
    private CoalescedRange _keptRange;
    private byte[]? _kept;
    private long _position;

    /// <summary>What the store threw; the native reader only passes on its text.</summary>
    internal Exception? Failure { get; private set; }

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

    /// <summary>Announces the ranges that will be read, roughly in this order.</summary>
    internal void Plan(IReadOnlyList<CoalescedRange> ranges, CancellationToken cancellationToken)
    {
        _plan = ranges;
        _cancellationToken = cancellationToken;
    }

    protected override void Dispose(bool disposing)
    {
        Release();
        base.Dispose(disposing);
    }

    private int Read(Memory<byte> destination)
    {
        int count = (int)Math.Min(destination.Length, Math.Max(0, length - _position));
        long tailStart = length - tail.Length;
        if (_position >= tailStart)
            tail.AsSpan((int)(_position - tailStart), count).CopyTo(destination.Span);
        else
            count = ReadPlanned(destination[..count]);
        _position += count;
        return count;
    }

    private int ReadPlanned(Memory<byte> destination)
    {
        if ((_kept is null || !_keptRange.Holds(_position, destination.Length)) && !TryKeepRange(destination.Length))
            return ReadFromStore(_position, destination);
        _kept.AsSpan((int)(_position - _keptRange.Start), destination.Length).CopyTo(destination.Span);
        return destination.Length;
    }

    private bool TryKeepRange(int count)
    {
        foreach (CoalescedRange range in _plan)
            if (range.Holds(_position, count) && range.Length > count)
            {
                Release();
                byte[] buffer = ArrayPool<byte>.Shared.Rent(range.Length);
                _kept = buffer;
                _keptRange = default;
                if (ReadFromStore(range.Start, buffer.AsMemory(0, range.Length)) != range.Length)
                    return false;
                _keptRange = range;
                return true;
            }
        return false;
    }

    private void Release()
    {
        if (_kept is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        _kept = null;
    }

    private int ReadFromStore(long offset, Memory<byte> destination)
    {
        try
        {
            // The native reader's callback is synchronous; it runs on pool threads, never on the caller's.
            return store.ReadAsync(path, offset, destination, _cancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception error)
        {
            Failure ??= error;
            throw;
        }
    }
}
