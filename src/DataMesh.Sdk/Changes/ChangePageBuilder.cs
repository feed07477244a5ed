using System.Runtime.InteropServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Collects changes into a page of bounded size. Copies the rows; batches stay the caller's.</summary>
internal sealed class ChangePageBuilder(int capacity) : IDisposable
{
    private readonly List<RecordBatch> _inserted = [], _deleted = [], _after = [];
    private readonly List<(RecordBatch Batch, int Row)> _before = [];
    private readonly List<int> _insertedRows = [], _deletedRows = [], _afterRows = [];
    private RecordBatch? _current;

    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    public void Insert(RecordBatch batch, int row) => Add(batch, row, _insertedRows);

    public void Delete(RecordBatch batch, int row) => Add(batch, row, _deletedRows);

    /// <summary>Adds an update; the batch of the row before stays until the page is built.</summary>
    public void Update((RecordBatch Batch, int Row) before, RecordBatch batch, int row)
    {
        Add(batch, row, _afterRows);
        _before.Add(before);
    }

    /// <summary>Copies what was added of the batch, which may be disposed afterwards.</summary>
    public void Leave()
    {
        if (_current is not { } batch)
            return;
        Copy(batch, _insertedRows, _inserted);
        Copy(batch, _deletedRows, _deleted);
        Copy(batch, _afterRows, _after);
        _current = null;
    }

    /// <summary>Gives the page away and starts the next one.</summary>
    public ChangePage Build(TableSnapshot snapshot, CursorState next)
    {
        Leave();
        (RecordBatch? before, RecordBatch? after) = Pair();
        ChangePage page = new() { Snapshot = snapshot, Next = next, Inserted = Merge(_inserted), Deleted = Merge(_deleted), Before = before, After = after };
        Count = 0;
        return page;
    }

    public void Dispose()
    {
        foreach (RecordBatch batch in _inserted.Concat(_deleted).Concat(_after))
            batch.Dispose();
        _inserted.Clear();
        _deleted.Clear();
        _after.Clear();
    }

    private void Add(RecordBatch batch, int row, List<int> rows)
    {
        if (_current != batch)
            Leave();
        _current = batch;
        rows.Add(row);
        Count++;
    }

    private static void Copy(RecordBatch batch, List<int> rows, List<RecordBatch> copies)
    {
        if (rows.Count > 0)
            copies.Add(BatchSelection.Take(batch, CollectionsMarshal.AsSpan(rows)));
        rows.Clear();
    }

    // Rows before are taken batch by batch, and those after them put into the same order.
    private (RecordBatch? Before, RecordBatch? After) Pair()
    {
        if (Merge(_after) is not { } after)
            return (null, null);
        List<RecordBatch> parts = [];
        List<int> order = [];
        using (after)
        {
            foreach (IGrouping<RecordBatch, (int Index, (RecordBatch Batch, int Row) Item)> group in _before.Index().GroupBy(b => b.Item.Batch))
            {
                parts.Add(BatchSelection.Take(group.Key, [.. group.Select(b => b.Item.Row)]));
                order.AddRange(group.Select(b => b.Index));
            }
            _before.Clear();
            return (Merge(parts), BatchSelection.Take(after, CollectionsMarshal.AsSpan(order)));
        }
    }

    private static RecordBatch? Merge(List<RecordBatch> parts)
    {
        if (parts.Count <= 1)
        {
            RecordBatch? only = parts.FirstOrDefault();
            parts.Clear();
            return only;
        }
        RecordBatch merged = BatchSelection.Concatenate(parts);
        foreach (RecordBatch part in parts)
            part.Dispose();
        parts.Clear();
        return merged;
    }
}
