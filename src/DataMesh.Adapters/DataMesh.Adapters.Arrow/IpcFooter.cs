using System.Buffers.Binary;

namespace DataMesh.Adapters;

/// <summary>The footer of an Arrow file.</summary>
internal sealed record IpcFooter(IpcSchema Schema, IpcBlock[] Dictionaries, IpcBlock[] Batches)
{
    private const int SchemaField = 1, DictionariesField = 2, BatchesField = 3;
    private const int BlockLength = 24;

    /// <param name="footer">The footer.</param>
    /// <param name="end">Where it starts: no message reaches beyond.</param>
    internal static IpcFooter Read(ReadOnlySpan<byte> footer, long end)
    {
        FlatTable table = FlatTable.Root(footer);
        IpcFooter read = new(IpcSchema.Read(table.ReadTable(SchemaField), footer.Length), ReadBlocks(table, DictionariesField, end), ReadBlocks(table, BatchesField, end));
        DemandApart([.. read.Dictionaries, .. read.Batches]);
        return read;
    }

    private static IpcBlock[] ReadBlocks(FlatTable footer, int field, long end)
    {
        ReadOnlySpan<byte> bytes = footer.ReadVector(field, BlockLength, out int count);
        IpcBlock[] blocks = new IpcBlock[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> block = bytes.Slice(i * BlockLength, BlockLength);
            blocks[i] = new(BinaryPrimitives.ReadInt64LittleEndian(block), BinaryPrimitives.ReadInt32LittleEndian(block[8..]), BinaryPrimitives.ReadInt64LittleEndian(block[16..]));
            if (blocks[i] is not { Offset: >= 8, MetadataBytes: >= 8, BodyBytes: >= 0 } || blocks[i].Offset > end || blocks[i].MetadataBytes > end - blocks[i].Offset || blocks[i].BodyBytes > end - blocks[i].BodyStart)
                throw new InvalidDataException("its footer points outside the file");
        }
        return blocks;
    }

    // One stored batch that a footer names ten thousand times would be read ten thousand times.
    private static void DemandApart(IpcBlock[] blocks)
    {
        System.Array.Sort(blocks, (a, b) => a.Offset.CompareTo(b.Offset));
        for (int i = 1; i < blocks.Length; i++)
            if (blocks[i].Offset < blocks[i - 1].End)
                throw new InvalidDataException("its footer names messages that overlap");
    }
}
