using System.Buffers;
using System.IO.Hashing;

namespace DataMesh.Adapters;

/// <summary>
/// Walks the pages of column chunks before the native library reads them: it allocates what a header states, a gigabyte for a page of a kilobyte, and then
/// decompresses it; and it compares checksums at a tenth of the speed at which the processor can.
/// </summary>
internal sealed class PageCheck(long fileLength)
{
    private const int FirstWindow = 512;
    private const int LargestWindow = 16 << 20;
    private const int PartBytes = 128 << 10;
    private readonly long _limit = DecodeBudget.LimitOf(fileLength);
    private readonly Crc32 _checksum = new();
    private byte[] _window = new byte[FirstWindow];

    /// <summary>Fills a buffer from a place in the file; returns how many bytes there were.</summary>
    internal delegate int Read(long offset, Span<byte> target);

    /// <exception cref="InvalidDataException">A page lies outside its column, is larger than a file of this length can need, or, where that is asked for, is not what its checksum says.</exception>
    internal void Check(ParquetChunk chunk, bool checksums, Read read)
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
            if (checksums && page.Checksum is { } expected && ComputeChecksum(chunk.Offset + position, page.StoredBytes, read) != expected)
                throw new InvalidDataException("the checksum of a page is not that of its bytes");
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

    private uint ComputeChecksum(long offset, int length, Read read)
    {
        byte[] part = ArrayPool<byte>.Shared.Rent(PartBytes);
        try
        {
            _checksum.Reset();
            for (int done = 0, count; done < length; done += count)
            {
                count = read(offset + done, part.AsSpan(0, Math.Min(part.Length, length - done)));
                if (count == 0)
                    throw new InvalidDataException("the file ends within a page");
                _checksum.Append(part.AsSpan(0, count));
            }
            return _checksum.GetCurrentHashAsUInt32();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }
}
