using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace DataMesh.Adapters;

/// <summary>Decompresses pages into exactly the room their headers state.</summary>
internal static class PageDecompressor
{
    private const int SnappyCodec = 1;
    private const int Gzip = 2;
    private const int Brotli = 4;
    private const int Zstd = 6;
    private const int Lz4Raw = 7;

    [ThreadStatic]
    private static Decompressor? _zstd;

    /// <exception cref="InvalidDataException">The bytes are damaged or give another length.</exception>
    internal static void Decompress(int codec, ReadOnlySpan<byte> stored, Span<byte> plain)
    {
        int length;
        try
        {
            length = codec switch
            {
                SnappyCodec => Snappy.GetUncompressedLength(stored) == plain.Length ? Snappy.Decompress(stored, plain) : -1,
                Gzip => Inflate(stored, plain),
                Brotli => BrotliDecoder.TryDecompress(stored, plain, out int written) ? written : -1,
                Zstd => (_zstd ??= new Decompressor()).TryUnwrap(stored, plain, out int written) ? written : -1,
                Lz4Raw => LZ4Codec.Decode(stored, plain),
                _ => throw new InvalidDataException($"its pages are compressed by method {codec}, which is not known"),
            };
        }
        catch (Exception error) when (error is ZstdException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("a page cannot be decompressed", error);
        }
        if (length != plain.Length)
            throw new InvalidDataException("a page cannot be decompressed to its size");
    }

    private static unsafe int Inflate(ReadOnlySpan<byte> stored, Span<byte> plain)
    {
        fixed (byte* start = stored)
        {
            using UnmanagedMemoryStream source = new(start, stored.Length);
            using GZipStream inflater = new(source, CompressionMode.Decompress);
            int read = inflater.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false);
            Span<byte> more = stackalloc byte[1];
            return read + inflater.Read(more);
        }
    }
}
