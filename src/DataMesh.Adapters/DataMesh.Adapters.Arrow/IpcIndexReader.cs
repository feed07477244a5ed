using System.Buffers.Binary;

namespace DataMesh.Adapters;

/// <summary>Finds what a file holds, from its footer, or message by message when it is a stream. Believes nothing: see <see cref="IpcMessage"/>.</summary>
internal static class IpcIndexReader
{
    internal const int MagicLength = 6;
    private const int FirstRead = 64 * 1024;
    private const int TrailerLength = 4 + MagicLength;
    private const int Continuation = -1;

    // Columns of nulls and files without columns need no bytes for their rows.
    private const long FreeRows = 1 << 20;
    private const long RowsPerByte = 8192;

    internal static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    internal static async Task<IpcIndex> ReadAsync(IpcSource source, CancellationToken cancellationToken)
    {
        if (source.Length < 8)
            throw new InvalidDataException($"{source.Length} bytes are too few for an Arrow file");
        IpcWindow window = new(source);
        int tail = (int)Math.Min(source.Length, FirstRead);
        await window.FillAsync(source.Length - tail, tail, cancellationToken).ConfigureAwait(false);
        bool isFile = (await window.ReadAsync(source.Length - MagicLength, MagicLength, cancellationToken).ConfigureAwait(false)).Span.SequenceEqual(Magic);
        IpcIndex index = isFile
            ? await ReadFileAsync(source, window, cancellationToken).ConfigureAwait(false)
            : await ReadStreamAsync(source, window, cancellationToken).ConfigureAwait(false);
        Demand(index, source.Length);
        return index;
    }

    private static async Task<IpcIndex> ReadFileAsync(IpcSource source, IpcWindow window, CancellationToken cancellationToken)
    {
        long end = source.Length - TrailerLength;
        int footerLength = end < 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian((await window.ReadAsync(end, 4, cancellationToken).ConfigureAwait(false)).Span);
        if (footerLength <= 0 || footerLength > end - MagicLength)
            throw new InvalidDataException("the length of its footer is impossible");
        IpcFooter footer = IpcFooter.Read((await window.ReadAsync(end - footerLength, footerLength, cancellationToken).ConfigureAwait(false)).Span, end - footerLength);
        List<(IpcMessage, int)> dictionaries = new(footer.Dictionaries.Length);
        foreach (IpcBlock block in footer.Dictionaries)
            dictionaries.Add((await ReadBlockAsync(window, block, IpcMessageKind.DictionaryBatch, cancellationToken).ConfigureAwait(false), 0));
        List<IpcMessage> batches = new(footer.Batches.Length);
        foreach (IpcBlock block in footer.Batches)
            batches.Add(await ReadBlockAsync(window, block, IpcMessageKind.RecordBatch, cancellationToken).ConfigureAwait(false));
        if (dictionaries.Where(d => !d.Item1.IsDelta).GroupBy(d => d.Item1.DictionaryId).Any(same => same.Skip(1).Any()))
            throw new InvalidDataException("it replaces a dictionary, which only a stream can");
        return new IpcIndex { Schema = footer.Schema, Batches = batches, Dictionaries = dictionaries };
    }

    private static async Task<IpcMessage> ReadBlockAsync(IpcWindow window, IpcBlock block, IpcMessageKind expected, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = await window.ReadAsync(block.Offset, block.MetadataBytes, cancellationToken).ConfigureAwait(false);
        (int prefix, int length) = ReadPrefix(bytes.Span);
        if (length <= 0 || length > block.MetadataBytes - prefix)
            throw new InvalidDataException("the length of a message is not the one in the footer");
        IpcMessage message = IpcMessage.Read(bytes.Span.Slice(prefix, length), block.BodyStart, block.End);
        return message.Kind == expected ? message : throw new InvalidDataException("a message is of another kind than its footer says");
    }

    private static async Task<IpcIndex> ReadStreamAsync(IpcSource source, IpcWindow window, CancellationToken cancellationToken)
    {
        if ((await window.ReadAsync(0, MagicLength, cancellationToken).ConfigureAwait(false)).Span.SequenceEqual(Magic))
            throw new InvalidDataException("it does not end with the mark of an Arrow file");
        IpcSchema? schema = null;
        List<IpcMessage> batches = [];
        List<(IpcMessage, int)> dictionaries = [];
        for (long at = 0; at < source.Length;)
        {
            ReadOnlyMemory<byte> start = await window.ReadAsync(at, (int)Math.Min(8, source.Length - at), cancellationToken).ConfigureAwait(false);
            (int prefix, int length) = ReadPrefix(start.Span);
            if (length == 0)
            {
                if (at + prefix != source.Length)
                    throw new InvalidDataException("something follows the end of the stream");
                break;
            }
            if (length < 0 || length > source.Length - at - prefix)
                throw new InvalidDataException("a message is longer than the file");
            ReadOnlyMemory<byte> metadata = await window.ReadAsync(at + prefix, length, cancellationToken).ConfigureAwait(false);
            IpcMessage message = IpcMessage.Read(metadata.Span, at + prefix + length, source.Length);
            at = message.BodyStart + message.BodyBytes;
            if (message.Kind == IpcMessageKind.Schema != schema is null)
                throw new InvalidDataException(schema is null ? "it does not start with a schema" : "it has a second schema");
            if (message.Kind == IpcMessageKind.Schema)
                schema = IpcMessage.ReadSchema(metadata.Span);
            else if (message.Kind == IpcMessageKind.DictionaryBatch)
                dictionaries.Add((message, batches.Count));
            else
                batches.Add(message);
        }
        return new IpcIndex { Schema = schema ?? throw new InvalidDataException("it has no schema"), Batches = batches, Dictionaries = dictionaries };
    }

    // Before version 0.15 messages had no mark before their length.
    private static (int Prefix, int Length) ReadPrefix(ReadOnlySpan<byte> start)
    {
        if (start.Length < 4)
            throw new InvalidDataException("it ends inside a message");
        int first = BinaryPrimitives.ReadInt32LittleEndian(start);
        if (first != Continuation)
            return (4, first);
        return start.Length >= 8 ? (8, BinaryPrimitives.ReadInt32LittleEndian(start[4..])) : throw new InvalidDataException("it ends inside a message");
    }

    private static void Demand(IpcIndex index, long length)
    {
        foreach (IpcMessage batch in index.Batches)
            batch.Demand(index.Schema);
        HashSet<long> known = [.. index.Schema.DictionaryFields.Select(field => field.DictionaryId!.Value)];
        if (index.Dictionaries.Any(d => !known.Contains(d.Message.DictionaryId)))
            throw new InvalidDataException("it has a dictionary that no column uses");
        if (index.Rows > FreeRows + RowsPerByte * length)
            throw new LimitException($"it says that it holds {index.Rows} rows in {length} bytes");
    }
}
