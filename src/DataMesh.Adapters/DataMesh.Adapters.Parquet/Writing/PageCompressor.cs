using Snappier;
using ZstdSharp;

namespace DataMesh.Adapters;

/// <summary>Compresses pages. Thread-safe.</summary>
internal sealed class PageCompressor(ParquetCompression compression, int level)
{
    [ThreadStatic]
    private static Compressor? _zstd;

    /// <summary>The codec's number (parquet.thrift, CompressionCodec).</summary>
    internal int Codec => compression switch { ParquetCompression.None => 0, ParquetCompression.Snappy => 1, _ => 6 };

    /// <summary>Appends a page, compressed, to a stream.</summary>
    /// <returns>The number of bytes that were appended.</returns>
    internal int Compress(ReadOnlySpan<byte> plain, BytesRows target)
    {
        int before = target.Length;
        switch (compression)
        {
            case ParquetCompression.None:
                target.Add(plain);
                break;
            case ParquetCompression.Snappy:
                target.Shrink(Snappy.Compress(plain, target.Extend(Snappy.GetMaxCompressedLength(plain.Length))), before);
                break;
            default:
                if (_zstd?.Level != level)
                {
                    _zstd?.Dispose();
                    _zstd = new Compressor(level);
                }
                target.Shrink(_zstd.Wrap(plain, target.Extend(Compressor.GetCompressBound(plain.Length))), before);
                break;
        }
        return target.Length - before;
    }
}
