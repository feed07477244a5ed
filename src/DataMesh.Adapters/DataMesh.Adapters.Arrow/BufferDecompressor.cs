using System.Buffers.Binary;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace DataMesh.Adapters;

/// <summary>Decompresses buffers, each of which says before its bytes how long it becomes. Not thread-safe.</summary>
internal sealed class BufferDecompressor(ReadBudget budget)
{
    private const int LengthBytes = 8;
    private const long NotCompressed = -1;

    private readonly ICompressionCodec?[] _codecs = new ICompressionCodec?[3];

    internal ReadOnlyMemory<byte> Decompress(IpcCompression compression, ReadOnlyMemory<byte> stored)
    {
        if (stored.Length < LengthBytes)
            throw new InvalidDataException("a compressed buffer has no length");
        long length = BinaryPrimitives.ReadInt64LittleEndian(stored.Span);
        ReadOnlyMemory<byte> content = stored[LengthBytes..];
        if (length == NotCompressed)
            return content;
        if (length < 0 || length > System.Array.MaxLength)
            throw new InvalidDataException("the length of a compressed buffer is impossible");
        budget.SpendOnBatch(length);
        byte[] destination = new byte[length];
        int written = length == 0 ? 0 : Run(compression, content, destination);
        return written == length ? destination : throw new InvalidDataException("a compressed buffer has another length than it says");
    }

    private int Run(IpcCompression compression, ReadOnlyMemory<byte> content, byte[] destination)
    {
        ICompressionCodec codec = _codecs[(int)compression] ??= new CompressionCodecFactory().CreateCodec(compression == IpcCompression.Zstd ? CompressionCodecType.Zstd : CompressionCodecType.Lz4Frame);
        try
        {
            return codec.Decompress(content, destination);
        }
#pragma warning disable CA1031 // The codecs throw exceptions of many types at bytes that are not theirs; each means the same.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new InvalidDataException("a compressed buffer cannot be decompressed", error);
        }
    }
}
