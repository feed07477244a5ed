using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Collects small batches into batches of a fixed size, so that sizes do not tell how many rows were left out. Owns what it holds.</summary>
internal sealed class BatchBuffer(int batchRows) : IDisposable
{
    private readonly List<(RecordBatch Batch, int Start)> _pending = [];
    private int _rows;

    /// <summary>Adds a batch, which it takes over, and returns the full batches that result; they belong to the caller.</summary>
    public IReadOnlyList<RecordBatch> Add(RecordBatch batch)
    {
        if (_rows == 0 && batch.Length == batchRows)
            return [batch];
        int start = 0;
        List<RecordBatch> full = [];
        try
        {
            for (int missing = batchRows - _rows; batch.Length - start >= missing; missing = batchRows)
            {
                full.Add(BatchSelection.Concatenate([.. Pending(), Slice(batch, start, missing)]));
                start += missing;
                Dispose();
            }
        }
        catch
        {
            batch.Dispose();
            throw;
        }
        if (start == batch.Length)
            batch.Dispose();
        else
        {
            _pending.Add((batch, start));
            _rows += batch.Length - start;
        }
        return full;
    }

    private IEnumerable<RecordBatch> Pending() => _pending.Select(p => Slice(p.Batch, p.Start, p.Batch.Length - p.Start));

    /// <summary>Some rows of a batch. Shares its arrays for as long as it lives; nobody disposes it.</summary>
    public static RecordBatch Slice(RecordBatch batch, int start, int count) =>
        start == 0 && count == batch.Length ? batch : new(batch.Schema, batch.Arrays.Select(a => ArrowArrayFactory.Slice(a, start, count)), count);

    /// <summary>Returns what is left, if anything; it belongs to the caller.</summary>
    public RecordBatch? Flush() => _rows == 0 ? null : Merge();

    public void Dispose()
    {
        foreach ((RecordBatch batch, _) in _pending)
            batch.Dispose();
        _pending.Clear();
        _rows = 0;
    }

    private RecordBatch Merge()
    {
        if (_pending is [(RecordBatch only, 0)])
        {
            _pending.Clear();
            _rows = 0;
            return only;
        }
        RecordBatch merged = BatchSelection.Concatenate([.. Pending()]);
        Dispose();
        return merged;
    }
}
