using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace DataMesh.Adapters;

/// <summary>Writes the messages of one file, knows where each lies, and writes the footer.</summary>
/// <remarks>Arrow's own writer writes the dictionaries of the first batch only; for a later batch with another dictionary its files hold wrong texts.</remarks>
internal sealed class IpcMessageWriter
{
    private const int Alignment = 64;
    private const int PrefixLength = 8;
    private const short FormatVersion = 4; // V5 of the format

    private static readonly byte[] Padding = new byte[Alignment];

    private readonly byte[] _schema;
    private readonly BufferCompressor? _compressor;
    private readonly ArrowCompression _compression;
    private readonly List<long> _dictionaryBlocks = [];
    private readonly List<long> _batchBlocks = [];
    private readonly HashSet<long> _begun = [];

    internal IpcMessageWriter(Schema schema, ArrowCompression compression)
    {
        _schema = WriteSchema(schema);
        Schema = IpcMessage.ReadSchema(_schema.AsSpan(PrefixLength));
        _compression = compression;
        _compressor = compression == ArrowCompression.None ? null : new BufferCompressor(compression);
    }

    /// <summary>The schema as readers will see it, with the ids of dictionaries.</summary>
    internal IpcSchema Schema { get; }

    internal long Position { get; private set; }

    internal List<ReadOnlyMemory<byte>> Start()
    {
        byte[] magic = new byte[8];
        IpcIndexReader.Magic.CopyTo(magic);
        List<ReadOnlyMemory<byte>> parts = [];
        Add(parts, magic);
        Add(parts, _schema);
        return parts;
    }

    internal List<ReadOnlyMemory<byte>> Batch(IReadOnlyList<ArrayData> columns, int rows)
    {
        ArrayFlattener arrays = new();
        foreach (ArrayData column in columns)
            arrays.Add(column);
        return Message(IpcMessageKind.RecordBatch, arrays, rows, 0, _batchBlocks);
    }

    /// <summary>Entries of a dictionary; those of a second call follow those of the first.</summary>
    internal List<ReadOnlyMemory<byte>> Dictionary(long id, ArrayData entries)
    {
        ArrayFlattener arrays = new();
        arrays.Add(entries);
        List<ReadOnlyMemory<byte>> parts = Message(IpcMessageKind.DictionaryBatch, arrays, entries.Length, id, _dictionaryBlocks);
        _begun.Add(id);
        return parts;
    }

    internal List<ReadOnlyMemory<byte>> End()
    {
        List<ReadOnlyMemory<byte>> parts = [];
        Add(parts, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0 });
        ReadOnlyMemory<byte> footer = WriteFooter();
        byte[] trailer = new byte[4 + IpcIndexReader.MagicLength];
        BinaryPrimitives.WriteInt32LittleEndian(trailer, footer.Length);
        IpcIndexReader.Magic.CopyTo(trailer.AsSpan(4));
        Add(parts, footer);
        Add(parts, trailer);
        return parts;
    }

    private static byte[] WriteSchema(Schema schema)
    {
        using MemoryStream stream = new();
        using ArrowStreamWriter writer = new(stream, schema, leaveOpen: true);
        writer.WriteStart();
        return stream.ToArray();
    }

    private List<ReadOnlyMemory<byte>> Message(IpcMessageKind kind, ArrayFlattener arrays, long rows, long dictionaryId, List<long> blocks)
    {
        List<ReadOnlyMemory<byte>> body = [];
        List<long> places = [];
        long bodyLength = 0;
        foreach (ReadOnlyMemory<byte> buffer in arrays.Buffers)
        {
            ReadOnlyMemory<byte> stored = _compressor is null || buffer.IsEmpty ? buffer : _compressor.Compress(buffer);
            places.AddRange([bodyLength, stored.Length]);
            bodyLength += AddPadded(body, stored);
        }
        ReadOnlyMemory<byte> metadata = WriteMetadata(kind, arrays, places, rows, bodyLength, dictionaryId);
        int padded = (int)(RoundUp(Position + PrefixLength + metadata.Length) - Position);
        byte[] head = new byte[padded];
        BinaryPrimitives.WriteInt32LittleEndian(head, -1);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), padded - PrefixLength);
        metadata.CopyTo(head.AsMemory(PrefixLength));
        blocks.AddRange([Position, padded, bodyLength]);
        Position += padded + bodyLength;
        body.Insert(0, head);
        return body;
    }

    private ReadOnlyMemory<byte> WriteMetadata(IpcMessageKind kind, ArrayFlattener arrays, List<long> places, long rows, long bodyLength, long dictionaryId)
    {
        FlatWriter writer = new();
        int[] message = writer.Table(2, 1, 4, 8);
        writer.Refer(0, writer.Last);
        writer.SetShort(message[0], FormatVersion);
        writer.SetByte(message[1], (byte)kind);
        writer.SetLong(message[3], bodyLength);
        int header = message[2];
        if (kind == IpcMessageKind.DictionaryBatch)
        {
            int[] dictionary = writer.Table(8, 4, 1);
            writer.Refer(header, writer.Last);
            writer.SetLong(dictionary[0], dictionaryId);
            writer.SetByte(dictionary[2], (byte)(_begun.Contains(dictionaryId) ? 1 : 0));
            header = dictionary[1];
        }
        int[] batch = writer.Table(8, 4, 4, _compressor is null ? 0 : 4);
        writer.Refer(header, writer.Last);
        writer.SetLong(batch[0], rows);
        writer.Refer(batch[1], writer.Vector(CollectionsMarshal.AsSpan(arrays.Nodes), 2));
        writer.Refer(batch[2], writer.Vector(CollectionsMarshal.AsSpan(places), 2));
        if (_compressor is not null)
        {
            int[] compression = writer.Table(1, 1);
            writer.Refer(batch[3], writer.Last);
            writer.SetByte(compression[0], (byte)(_compression == ArrowCompression.Zstd ? 1 : 0));
        }
        return writer.Finish();
    }

    private ReadOnlyMemory<byte> WriteFooter()
    {
        FlatWriter writer = new();
        int[] footer = writer.Table(2, 4, 4, 4);
        writer.Refer(0, writer.Last);
        writer.SetShort(footer[0], FormatVersion);
        writer.Refer(footer[2], writer.Vector(CollectionsMarshal.AsSpan(_dictionaryBlocks), 3));
        writer.Refer(footer[3], writer.Vector(CollectionsMarshal.AsSpan(_batchBlocks), 3));
        ReadOnlySpan<byte> message = _schema.AsSpan(PrefixLength);
        writer.Refer(footer[1], writer.Append(message) + IpcMessage.FindSchema(message));
        return writer.Finish();
    }

    private void Add(List<ReadOnlyMemory<byte>> parts, ReadOnlyMemory<byte> part)
    {
        parts.Add(part);
        Position += part.Length;
    }

    private static long AddPadded(List<ReadOnlyMemory<byte>> body, ReadOnlyMemory<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        body.Add(buffer);
        int padding = (int)(RoundUp(buffer.Length) - buffer.Length);
        if (padding > 0)
            body.Add(Padding.AsMemory(0, padding));
        return buffer.Length + padding;
    }

    private static long RoundUp(long value) => (value + Alignment - 1) / Alignment * Alignment;
}
