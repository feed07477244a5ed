using System.Buffers.Binary;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace DataMesh.Adapters;

/// <summary>Compresses buffers, each by itself, where that makes them smaller. Not thread-safe.</summary>
internal sealed class BufferCompressor(ArrowCompression compression)
{
    private const int LengthBytes = 8;
    private const long NotCompressed = -1;

    private readonly ICompressionCodec _codec = new CompressionCodecFactory().CreateCodec(compression == ArrowCompression.Zstd ? CompressionCodecType.Zstd : CompressionCodecType.Lz4Frame);

    internal ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> buffer)
    {
        using MemoryStream stored = new(LengthBytes + buffer.Length / 2);
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, buffer.Length);
        stored.Write(length);
        _codec.Compress(buffer, stored);
        if (stored.Length < LengthBytes + buffer.Length)
            return stored.GetBuffer().AsMemory(0, (int)stored.Length);
        byte[] plain = new byte[LengthBytes + buffer.Length];
        BinaryPrimitives.WriteInt64LittleEndian(plain, NotCompressed);
        buffer.CopyTo(plain.AsMemory(LengthBytes));
        return plain;
    }
}
