using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Reads an Avro object container file from memory.</summary>
/// <remarks>Throws <see cref="InvalidDataException"/> for what is not such a file and <see cref="NotSupportedException"/> for a codec we do not have.</remarks>
internal sealed class AvroFileReader
{
    private const long InflateFloor = 16 << 20;
    private const int InflateFactor = 50;
    private readonly ReadOnlyMemory<byte> _file;
    private readonly int _firstBlock;
    private readonly string _codec;

    public AvroFileReader(ReadOnlyMemory<byte> file)
    {
        _file = file;
        if (!file.Span.StartsWith("Obj\u0001"u8))
            throw new InvalidDataException("it does not start as an Avro file does");
        AvroDecoder decoder = new(file.Span[4..]);
        Dictionary<string, byte[]> metadata = [];
        for (long count = decoder.ReadBlockCount(); count > 0; count = decoder.ReadBlockCount())
            for (long i = 0; i < count; i++)
                metadata[decoder.ReadString()] = decoder.ReadBytes().ToArray();
        _firstBlock = file.Length - decoder.Remaining;
        if (decoder.Remaining < 16)
            throw new InvalidDataException("it ends inside its header");
        Schema = AvroSchema.Parse(metadata.TryGetValue("avro.schema", out byte[]? schema) ? schema : throw new InvalidDataException("it has no schema"));
        _codec = metadata.TryGetValue("avro.codec", out byte[]? codec) ? Encoding.UTF8.GetString(codec) : "null";
        Metadata = metadata.Where(entry => !entry.Key.StartsWith("avro.", StringComparison.Ordinal)).ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetString(entry.Value));
        if (_codec is not ("null" or "deflate"))
            throw new NotSupportedException($"its Avro codec '{_codec}' is not supported: only null and deflate are");
    }

    public AvroSchema Schema { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The blocks: how many records each holds, and its inflated bytes.</summary>
    public IEnumerable<(long Count, ReadOnlyMemory<byte> Data)> ReadBlocks()
    {
        ReadOnlyMemory<byte> sync = _file.Slice(_firstBlock, 16);
        long inflatable = InflateFloor + InflateFactor * (long)_file.Length;
        int position = _firstBlock + 16;
        while (position < _file.Length)
        {
            (long count, ReadOnlyMemory<byte> content, position) = ReadBlock(position, sync);
            if (_codec == "deflate")
                content = Inflate(content, inflatable);
            inflatable -= content.Length;
            if (count < 0 || count > content.Length)
                throw new InvalidDataException("a block claims more records than it has bytes");
            yield return (count, content);
        }
    }

    private (long Count, ReadOnlyMemory<byte> Content, int Next) ReadBlock(int position, ReadOnlyMemory<byte> sync)
    {
        AvroDecoder decoder = new(_file.Span[position..]);
        long count = decoder.ReadLong();
        long length = decoder.ReadLong();
        int start = _file.Length - decoder.Remaining;
        if (length < 0 || length > decoder.Remaining - 16)
            throw new InvalidDataException("it ends inside a block");
        int end = start + (int)length;
        if (!_file.Span.Slice(end, 16).SequenceEqual(sync.Span))
            throw new InvalidDataException("a block is not followed by the file's marker");
        return (count, _file[start..end], end + 16);
    }

    private static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> content, long limit)
    {
        MemoryMarshal.TryGetArray(content, out ArraySegment<byte> segment);
        using MemoryStream source = new(segment.Array!, segment.Offset, segment.Count, writable: false);
        using DeflateStream inflate = new(source, CompressionMode.Decompress);
        MemoryStream target = new();
        byte[] buffer = new byte[64 << 10];
        for (int read = inflate.Read(buffer); read > 0; read = inflate.Read(buffer))
        {
            if (target.Length + read > limit)
                throw new InvalidDataException("it inflates to far more than its size allows");
            target.Write(buffer, 0, read);
        }
        return target.GetBuffer().AsMemory(0, (int)target.Length);
    }
}
