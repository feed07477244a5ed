using System.Runtime.InteropServices;

namespace DataMesh.Adapters;

/// <summary>The metadata of one message. Record batches are fully checked: every node and buffer lies inside the body.</summary>
internal sealed class IpcMessage
{
    private const int Version = 0, HeaderKind = 1, Header = 2, BodyLength = 3;
    private const int BatchLength = 0, BatchNodes = 1, BatchBuffers = 2, BatchCompression = 3, BatchVariadicCounts = 4;
    private const int DictionaryIdField = 0, DictionaryData = 1, DictionaryIsDelta = 2;
    private const short FirstVersion = 3, LastVersion = 4; // V4 and V5 of the format

    internal required IpcMessageKind Kind { get; init; }

    /// <summary>The position of the body in the file.</summary>
    internal required long BodyStart { get; init; }

    internal required long BodyBytes { get; init; }

    internal int Rows { get; private init; }

    /// <summary>Length and null count of every array, in the order of the schema.</summary>
    internal long[] Nodes { get; private init; } = [];

    /// <summary>Offset in the body and length of every buffer, in the order of the schema.</summary>
    internal long[] Buffers { get; private init; } = [];

    internal IpcCompression Compression { get; private init; }

    internal long DictionaryId { get; private init; }

    internal bool IsDelta { get; private init; }

    /// <param name="metadata">The metadata, without its length.</param>
    /// <param name="bodyStart">Where the body starts in the file.</param>
    /// <param name="end">Where the file ends, or what the file's footer says is the message's end.</param>
    internal static IpcMessage Read(ReadOnlySpan<byte> metadata, long bodyStart, long end)
    {
        FlatTable message = FlatTable.Root(metadata);
        int version = message.ReadInt16(Version);
        if (version is < FirstVersion or > LastVersion)
            throw new InvalidDataException($"its format version {version + 1} is not supported");
        long body = message.ReadInt64(BodyLength);
        if (body < 0 || body > end - bodyStart)
            throw new InvalidDataException("the body of a message lies outside the file");
        IpcMessageKind kind = (IpcMessageKind)message.ReadByte(HeaderKind);
        return kind switch
        {
            IpcMessageKind.Schema => new() { Kind = kind, BodyStart = bodyStart, BodyBytes = body },
            IpcMessageKind.RecordBatch => ReadBatch(kind, message.ReadTable(Header), bodyStart, body, 0, isDelta: false),
            IpcMessageKind.DictionaryBatch => ReadDictionary(message.ReadTable(Header), bodyStart, body),
            _ => throw new InvalidDataException($"a message has the unknown kind {(int)kind}"),
        };
    }

    /// <summary>The schema in a schema message.</summary>
    internal static IpcSchema ReadSchema(ReadOnlySpan<byte> metadata) => IpcSchema.Read(FlatTable.Root(metadata).ReadTable(Header), metadata.Length);

    /// <summary>Where the schema starts in a schema message.</summary>
    internal static int FindSchema(ReadOnlySpan<byte> metadata) => FlatTable.Root(metadata).ReadTable(Header).Start;

    /// <summary>Demands that the batch has the arrays of a schema.</summary>
    internal void Demand(IpcSchema schema)
    {
        if (Nodes.Length != 2 * schema.FirstNodes[^1] || Buffers.Length != 2 * schema.FirstBuffers[^1])
            throw new InvalidDataException("a record batch has other arrays or buffers than the schema");
    }

    private static IpcMessage ReadDictionary(FlatTable dictionary, long bodyStart, long body) =>
        ReadBatch(IpcMessageKind.DictionaryBatch, dictionary.ReadTable(DictionaryData), bodyStart, body, dictionary.ReadInt64(DictionaryIdField), dictionary.ReadBoolean(DictionaryIsDelta));

    private static IpcMessage ReadBatch(IpcMessageKind kind, FlatTable batch, long bodyStart, long body, long dictionaryId, bool isDelta)
    {
        long rows = batch.ReadInt64(BatchLength);
        if (rows is < 0 or >= int.MaxValue)
            throw new InvalidDataException("a record batch has an impossible number of rows");
        batch.ReadVector(BatchVariadicCounts, 8, out int views);
        if (views > 0)
            throw new InvalidDataException("a record batch has views, which are not supported");
        long[] nodes = MemoryMarshal.Cast<byte, long>(batch.ReadVector(BatchNodes, 16, out _)).ToArray(), buffers = MemoryMarshal.Cast<byte, long>(batch.ReadVector(BatchBuffers, 16, out _)).ToArray();
        for (int i = 0; i < nodes.Length; i += 2)
            if (nodes[i] is < 0 or >= int.MaxValue || nodes[i + 1] < 0 || nodes[i + 1] > nodes[i])
                throw new InvalidDataException("an array has an impossible length or null count");
        for (int i = 0; i < buffers.Length; i += 2)
            if (buffers[i] < 0 || buffers[i + 1] < 0 || buffers[i] > body || buffers[i + 1] > body - buffers[i] || (buffers[i] & 7) != 0)
                throw new InvalidDataException("a buffer lies outside its message or is not aligned");
        return new()
        {
            Kind = kind,
            BodyStart = bodyStart,
            BodyBytes = body,
            Rows = (int)rows,
            Nodes = nodes,
            Buffers = buffers,
            Compression = ReadCompression(batch),
            DictionaryId = dictionaryId,
            IsDelta = isDelta,
        };
    }

    private static IpcCompression ReadCompression(FlatTable batch)
    {
        if (!batch.Has(BatchCompression))
            return IpcCompression.None;
        FlatTable compression = batch.ReadTable(BatchCompression);
        return (compression.ReadByte(0), compression.ReadByte(1)) switch
        {
            (0, 0) => IpcCompression.Lz4Frame,
            (1, 0) => IpcCompression.Zstd,
            _ => throw new InvalidDataException("its compression is unknown"),
        };
    }
}
