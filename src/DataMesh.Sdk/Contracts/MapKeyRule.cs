using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh;

/// <summary>Each key of a map once. For batches that this library did not make: Arrow does not promise it.</summary>
internal sealed class MapKeyRule(string column, int ordinal) : ColumnRule(column, "must have each key once")
{
    private const string Key = "key";

    public override (int First, long Rows) FindViolations(RecordBatch batch)
    {
        ArrayData maps = batch.Column(ordinal).Data, entries = maps.Children[0];
        if (maps.Length == 0)
            return default;
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(maps.Buffers[1].Span).Slice(maps.Offset, maps.Length + 1);
        IArrowArray keys = ArrowArrayFactory.BuildArray(entries.Children[0].Slice(entries.Offset, entries.Length));
        KeyReader reader = new(new RecordBatch(new Schema([new Field(Key, keys.Data.DataType, false)], null), [keys], keys.Length), [Key]);
        KeyTable seen = new();
        (int First, long Rows) found = default;
        for (int row = 0; row < maps.Length; row++)
            if (batch.Column(ordinal).IsValid(row) && HasTwice(ref reader, keys, seen, row, offsets[row], offsets[row + 1]))
                found = (found.Rows == 0 ? row : found.First, found.Rows + 1);
        return found;
    }

    // A key that is null is another rule's to report.
    private static bool HasTwice(ref KeyReader reader, IArrowArray keys, KeyTable seen, int row, int start, int end)
    {
        bool twice = false;
        for (int i = start; i < end; i++)
        {
            if (keys.IsNull(i))
                continue;
            ReadOnlySpan<byte> key = reader.Read(i);
            twice |= seen.IsLast(key, row);
            seen.Set(key, row);
        }
        return twice;
    }
}
