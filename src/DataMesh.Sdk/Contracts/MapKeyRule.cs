using System.Runtime.InteropServices;
using Apache.Arrow;
using DataMesh.Adapters;

namespace DataMesh;

/// <summary>Each key of a map once. For batches that this library did not make: Arrow does not promise it.</summary>
internal sealed class MapKeyRule(string column, int ordinal) : ColumnRule(column, "must have each key once")
{
    public override (int First, long Rows) FindViolations(RecordBatch batch)
    {
        ArrayData maps = batch.Column(ordinal).Data, entries = maps.Children[0];
        if (maps.Length == 0)
            return default;
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(maps.Buffers[1].Span).Slice(maps.Offset, maps.Length + 1);
        IArrowArray keys = ArrowArrayFactory.BuildArray(entries.Children[0].Slice(entries.Offset, entries.Length));
        HashSet<ScalarValue> seen = [];
        (int First, long Rows) found = default;
        for (int row = 0; row < maps.Length; row++)
        {
            seen.Clear();
            int key = offsets[row];
            while (key < offsets[row + 1] && (keys.IsNull(key) || seen.Add(ArrowScalars.Get(keys, key))))
                key++;
            if (key < offsets[row + 1] && batch.Column(ordinal).IsValid(row))
                found = (found.Rows == 0 ? row : found.First, found.Rows + 1);
        }
        return found;
    }
}
