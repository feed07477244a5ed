using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Collects small batches into batches of a fixed size, so that sizes do not tell how many rows were left out. Owns what it holds.</summary>
internal sealed class BatchBuffer(int batchRows) : IDisposable
{
    private readonly List<RecordBatch> _pending = [];
    private int _rows;

    /// <summary>Adds a batch, which it takes over, and returns the full batches that result; they belong to the caller.</summary>
    public IReadOnlyList<RecordBatch> Add(RecordBatch batch)
    {
        if (_rows == 0 && batch.Length == batchRows)
            return [batch];
        _pending.Add(batch);
        _rows += batch.Length;
        if (_rows < batchRows)
            return [];
        using RecordBatch all = Merge();
        List<RecordBatch> full = [];
        int start = 0;
        for (; start + batchRows <= all.Length; start += batchRows)
            full.Add(Copy(all, start, batchRows));
        if (start < all.Length)
        {
            _pending.Add(Copy(all, start, all.Length - start));
            _rows = all.Length - start;
        }
        return full;
    }

    /// <summary>Returns what is left, if anything; it belongs to the caller.</summary>
    public RecordBatch? Flush() => _rows == 0 ? null : Merge();

    public void Dispose()
    {
        foreach (RecordBatch batch in _pending)
            batch.Dispose();
        _pending.Clear();
        _rows = 0;
    }

    private RecordBatch Merge()
    {
        if (_pending is [RecordBatch only])
        {
            _pending.Clear();
            _rows = 0;
            return only;
        }
        RecordBatch merged = BatchSelection.Concatenate(_pending);
        Dispose();
        return merged;
    }

    private static RecordBatch Copy(RecordBatch batch, int start, int count)
    {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++)
            rows[i] = start + i;
        return BatchSelection.Take(batch, rows);
    }
}
