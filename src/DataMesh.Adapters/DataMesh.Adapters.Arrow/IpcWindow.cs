namespace DataMesh.Adapters;

/// <summary>Reads small parts of a file mostly in ascending order, with some bytes in advance, so that many small messages do not cost a request each.</summary>
internal sealed class IpcWindow(IpcSource source)
{
    private const int ReadAhead = 16 * 1024;
    private byte[] _bytes = [];
    private long _start;

    /// <summary>The bytes; valid until the next read.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long offset, int count, CancellationToken cancellationToken)
    {
        if (offset < _start || offset + count > _start + _bytes.Length)
            await FillAsync(offset, (int)Math.Min(Math.Max(count, ReadAhead), source.Length - offset), cancellationToken).ConfigureAwait(false);
        return _bytes.AsMemory((int)(offset - _start), count);
    }

    internal async Task FillAsync(long offset, int count, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        int read = await source.Store.ReadAsync(source.Path, offset, bytes, cancellationToken).ConfigureAwait(false);
        (_bytes, _start) = read == count ? (bytes, offset) : throw new InvalidDataException($"it ends after {offset + read} of {source.Length} bytes");
    }
}
