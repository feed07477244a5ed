namespace DataMesh.Adapters;

/// <summary>What a file holds: its schema, its dictionaries and its record batches, in the order in which they apply.</summary>
internal sealed class IpcIndex
{
    internal required IpcSchema Schema { get; init; }

    internal required IReadOnlyList<IpcMessage> Batches { get; init; }

    /// <summary>Each dictionary message, with the number of record batches before it; in a file, whose dictionaries all apply to all batches, always 0.</summary>
    internal required IReadOnlyList<(IpcMessage Message, int Before)> Dictionaries { get; init; }

    internal long Rows => Batches.Sum(batch => (long)batch.Rows);

    /// <summary>The stored bytes of a column over all record batches.</summary>
    internal long StoredBytes(int column)
    {
        long bytes = 0;
        foreach (IpcMessage batch in Batches)
            bytes += StoredBytes(batch, column);
        return bytes;
    }

    internal long StoredBytes(IpcMessage batch, int column)
    {
        long bytes = 0;
        for (int i = Schema.FirstBuffers[column]; i < Schema.FirstBuffers[column + 1]; i++)
            bytes += batch.Buffers[2 * i + 1];
        return bytes;
    }

    /// <summary>The nulls of a column over all record batches, as they declare them; null where a dictionary may hold more.</summary>
    internal long? NullCount(int column) => Schema.Fields[column].DictionaryId is null ? Batches.Sum(batch => batch.Nodes[2 * Schema.FirstNodes[column] + 1]) : null;
}
