using Apache.Arrow;
using Apache.Arrow.Memory;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Takes deleted rows out of the batches of one data file.</summary>
internal sealed class DeleteFilter(IReadOnlyList<PositionSet> positions, IReadOnlyList<(int[] Ids, HashSet<byte[]> Keys)> equality, IReadOnlyList<Field> needed)
{
    /// <summary>The columns, at any place of the batches, by which rows are deleted.</summary>
    public IReadOnlyList<Field> Needed => needed;

    /// <summary>The rows that are left, null when none are. Takes ownership of the batch.</summary>
    /// <param name="batch">Rows in file order, none left out.</param>
    /// <param name="first">The position of the first row in the file.</param>
    /// <param name="columns">How many of the batch's columns to return.</param>
    /// <param name="allocator">Where buffers come from.</param>
    public RecordBatch? Apply(RecordBatch batch, long first, int columns, MemoryAllocator? allocator)
    {
        int[] left = FindLeft(batch, first);
        if (left.Length == batch.Length && columns == batch.ColumnCount)
            return batch;
        using (batch)
        {
            if (left.Length == 0)
                return null;
            RecordBatch shown = new(new Schema(batch.Schema.FieldsList.Take(columns), batch.Schema.Metadata), batch.Arrays.Take(columns), batch.Length);
            return BatchSelection.Take(shown, left, allocator);
        }
    }

    private int[] FindLeft(RecordBatch batch, long first)
    {
        (RowKeys Keys, List<HashSet<byte[]>> Deleted)[] checks = [.. equality.GroupBy(e => string.Join(',', e.Ids)).Select(g =>
            (new RowKeys([.. g.First().Ids.Select(id => ColumnOf(batch, id))]), g.Select(e => e.Keys).ToList()))];
        List<int> left = new(batch.Length);
        for (int row = 0; row < batch.Length; row++)
            if (!IsDeletedAt(first + row) && !System.Array.Exists(checks, check => Contains(check.Deleted, check.Keys.Of(row))))
                left.Add(row);
        return [.. left];
    }

    private bool IsDeletedAt(long position)
    {
        foreach (PositionSet set in positions)
            if (set.Contains(position))
                return true;
        return false;
    }

    private static bool Contains(List<HashSet<byte[]>> deleted, ReadOnlySpan<byte> key)
    {
        foreach (HashSet<byte[]> keys in deleted)
            if (keys.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(key))
                return true;
        return false;
    }

    private static IArrowArray ColumnOf(RecordBatch batch, int id) => batch.Column(batch.Schema.FieldsList.Index().First(f => f.Item.GetFieldId() == id).Index);
}
