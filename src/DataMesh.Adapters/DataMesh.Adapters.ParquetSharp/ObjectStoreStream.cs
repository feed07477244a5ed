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
    private IReadOnlyList<ParquetChunk> _chunks = [];
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

    /// <summary>Announces the ranges that will be read, roughly in this order, and the column chunks, whose pages are checked before the reader is given them.</summary>
    /// <exception cref="InvalidDataException">A page of a chunk in the end of the file, which is here already, cannot be.</exception>
    internal void Plan(IReadOnlyList<CoalescedRange> ranges, IReadOnlyList<ParquetChunk> chunks, CancellationToken cancellationToken)
    {
        _plan = ranges;
        _chunks = chunks;
        _cancellationToken = cancellationToken;
        CheckPages(length - tail.Length, tail);
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
            return ReadChecked(_position, destination);
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
                if (ReadChecked(range.Start, buffer.AsMemory(0, range.Length)) != range.Length)
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

    private int ReadChecked(long offset, Memory<byte> destination)
    {
        int read = ReadFromStore(offset, destination);
        try
        {
            CheckPages(offset, destination[..read]);
            return read;
        }
        catch (InvalidDataException error)
        {
            Failure ??= error;
            throw;
        }
    }

    // The native reader takes a chunk in one piece.
    private void CheckPages(long offset, ReadOnlyMemory<byte> bytes)
    {
        PageSizeCheck check = new(length);
        foreach (ParquetChunk chunk in _chunks)
            if (chunk.Offset >= offset && chunk.Offset + chunk.StoredBytes <= offset + bytes.Length)
                check.Check(chunk, (at, target) => Copy(bytes.Span[(int)(at - offset)..], target));
    }

    private static int Copy(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int count = Math.Min(source.Length, target.Length);
        source[..count].CopyTo(target);
        return count;
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
