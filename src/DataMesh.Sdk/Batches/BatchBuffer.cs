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
        if (_rows + batch.Length < batchRows)
        {
            Keep(batch);
            return [];
        }
        using (batch)
            return Split(batch);
    }

    // The head fills up what is pending, in one copy; what does not fill a batch is kept, in another.
    private List<RecordBatch> Split(RecordBatch batch)
    {
        List<RecordBatch> full = [];
        int start = batchRows - _rows;
        full.Add(BatchSelection.Concatenate([.. _pending, Slice(batch, 0, start)]));
        Dispose();
        for (; start + batchRows <= batch.Length; start += batchRows)
            full.Add(BatchSelection.Concatenate([Slice(batch, start, batchRows)]));
        if (start < batch.Length)
            Keep(BatchSelection.Concatenate([Slice(batch, start, batch.Length - start)]));
        return full;
    }

    private void Keep(RecordBatch batch)
    {
        _pending.Add(batch);
        _rows += batch.Length;
    }

    // Shares the arrays of the batch for as long as it lives; nobody disposes it.
    private static RecordBatch Slice(RecordBatch batch, int start, int count) =>
        new(batch.Schema, batch.Arrays.Select(a => ArrowArrayFactory.Slice(a, start, count)), count);

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
}
