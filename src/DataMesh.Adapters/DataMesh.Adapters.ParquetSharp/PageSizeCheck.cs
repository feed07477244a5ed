namespace DataMesh.Adapters;

/// <summary>
/// Walks the page headers of column chunks before the native library reads them: it allocates what a header states, a gigabyte for a page of a kilobyte,
/// and then decompresses it.
/// </summary>
internal sealed class PageSizeCheck(long fileLength)
{
    private const int FirstWindow = 512;
    private const int LargestWindow = 16 << 20;
    private readonly long _limit = DecodeBudget.LimitOf(fileLength);
    private byte[] _window = new byte[FirstWindow];

    /// <summary>Fills a buffer from a place in the file; returns how many bytes there were.</summary>
    internal delegate int Read(long offset, Span<byte> target);

    /// <exception cref="InvalidDataException">A page lies outside its column, or is larger than a file of this length can need.</exception>
    internal void Check(ParquetChunk chunk, Read read)
    {
        long values = 0;
        for (long position = 0; position < chunk.StoredBytes && values < chunk.ValueCount;)
        {
            ParquetPageHeader page = ReadHeader(chunk.Offset + position, chunk.StoredBytes - position, read);
            position += page.HeaderBytes;
            if (page.StoredBytes > chunk.StoredBytes - position)
                throw new InvalidDataException("a page reaches behind its column");
            if (page.PlainBytes > _limit)
                throw DecodeBudget.Exceeded(_limit);
            if (page.Kind is ParquetPageKind.Data or ParquetPageKind.DataV2)
                values += Math.Max(0, page.ValueCount);
            position += page.StoredBytes;
        }
    }

    // Statistics of long texts make a header longer than most are.
    private ParquetPageHeader ReadHeader(long offset, long rest, Read read)
    {
        for (int size = FirstWindow; ; size *= 32)
        {
            int wanted = (int)Math.Min(size, rest);
            if (_window.Length < wanted)
                _window = new byte[wanted];
            int count = read(offset, _window.AsSpan(0, wanted));
            try
            {
                return ParquetPageHeaderParser.Parse(_window.AsSpan(0, count));
            }
            catch (InvalidDataException) when (wanted < rest && size < LargestWindow)
            {
            }
        }
    }
}
