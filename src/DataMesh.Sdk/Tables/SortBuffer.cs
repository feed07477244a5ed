using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Collects rows and gives them back sorted. Owns what it holds.</summary>
internal sealed class SortBuffer(IReadOnlyList<SortField> order, int batchRows) : IDisposable
{
    private readonly List<RecordBatch> _batches = [];
    private long _bytes;

    /// <summary>Adds a batch, which it takes over, and says what sorting all rows so far takes in memory: they are copied once.</summary>
    public long Add(RecordBatch batch)
    {
        _batches.Add(batch);
        _bytes += batch.Arrays.Sum(a => SizeOf(a.Data)) + batch.Length * sizeof(long);
        return _bytes * 2;
    }

    /// <summary>The rows in order, and none afterwards. Each batch belongs to the receiver.</summary>
    public IEnumerable<RecordBatch> TakeSorted()
    {
        if (_batches.Count == 0)
            yield break;
        using RecordBatch all = BatchSelection.Concatenate(_batches);
        Dispose();
        int[] rows = new SortKeys(all, order).Sort();
        for (int start = 0; start < rows.Length; start += batchRows)
            yield return BatchSelection.Take(all, rows.AsSpan(start, Math.Min(batchRows, rows.Length - start)));
    }

    public void Dispose()
    {
        foreach (RecordBatch batch in _batches)
            batch.Dispose();
        _batches.Clear();
        _bytes = 0;
    }

    private static long SizeOf(ArrayData data) => data.Buffers.Sum(buffer => (long)buffer.Length) + (data.Dictionary is null ? 0 : SizeOf(data.Dictionary)) + (data.Children?.Sum(SizeOf) ?? 0);
}
