using Apache.Arrow;

namespace DataMesh;

/// <summary>The visible rows of the files that a publish removed, in memory, to find among those that it added: equal ones did not change, those of an equal key were replaced.</summary>
internal sealed class RemovedRows(IReadOnlyList<int> columns, IReadOnlyList<int>? key, long mostBytes) : IDisposable
{
    // What a row costs beside its own bytes, which are kept twice: in its batch and to compare by.
    private const int RowCost = 96;

    private readonly List<(ChangedRows Rows, int File)> _parts = [];
    private readonly List<(int Part, int Row)> _rows = [];
    private readonly List<int> _nextEqual = [], _nextOfKey = [];
    private readonly List<bool> _isTaken = [];
    private readonly Dictionary<byte[], int> _equal = new(RowBytesComparer.Instance), _ofKey = new(RowBytesComparer.Instance);
    private readonly RowBytes _bytes = new();
    private long _size;

    /// <summary>Adds rows, which it takes over; false when there are more than fit.</summary>
    public bool TryAdd(ChangedRows rows, int file)
    {
        _parts.Add((rows, file));
        for (int row = 0; row < rows.Batch.Length; row++)
        {
            int id = _rows.Count;
            _rows.Add((_parts.Count - 1, row));
            _isTaken.Add(false);
            ReadOnlySpan<byte> bytes = _bytes.Of(rows.Batch, columns, row);
            _size += 2 * bytes.Length + RowCost;
            _nextEqual.Add(Push(_equal, bytes, id));
            if (key is not null)
                _nextOfKey.Add(Push(_ofKey, _bytes.Of(rows.Batch, key, row), id));
            if (_size > mostBytes)
                return false;
        }
        return true;
    }

    /// <summary>Takes a row that is equal to one of another batch; false when none is left.</summary>
    public bool TryTakeEqual(RecordBatch batch, int row) => TryPop(_equal, _nextEqual, _bytes.Of(batch, columns, row), out _);

    /// <summary>Takes a row that has the key of one of another batch; null when none is left.</summary>
    public (RecordBatch Batch, int Row)? TryTakeSameKey(RecordBatch batch, int row)
    {
        if (key is null || !TryPop(_ofKey, _nextOfKey, _bytes.Of(batch, key, row), out int id))
            return null;
        (int part, int at) = _rows[id];
        return (_parts[part].Rows.Batch, at);
    }

    /// <summary>The rows that nobody took, in order.</summary>
    public IEnumerable<(RecordBatch Batch, int Row, ChangePlace Place)> Left()
    {
        for (int id = 0; id < _rows.Count; id++)
            if (!_isTaken[id])
            {
                ((ChangedRows rows, int file), int row) = (_parts[_rows[id].Part], _rows[id].Row);
                yield return (rows.Batch, row, new ChangePlace(IsRemoval: true, file, rows.PlaceOf(row)));
            }
    }

    public void Dispose()
    {
        foreach ((ChangedRows rows, _) in _parts)
            rows.Batch.Dispose();
        _parts.Clear();
    }

    // Ids are one more than the row's, so that 0 ends a list.
    private static int Push(Dictionary<byte[], int> heads, ReadOnlySpan<byte> bytes, int id)
    {
        ref int head = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(heads.GetAlternateLookup<ReadOnlySpan<byte>>(), bytes, out _);
        (int next, head) = (head, id + 1);
        return next;
    }

    private bool TryPop(Dictionary<byte[], int> heads, List<int> next, ReadOnlySpan<byte> bytes, out int id)
    {
        ref int head = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(heads.GetAlternateLookup<ReadOnlySpan<byte>>(), bytes);
        id = -1;
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref head))
            return false;
        // Those that the other list gave away are passed over, once.
        for (; head != 0 && id < 0; head = next[head - 1])
            id = _isTaken[head - 1] ? -1 : head - 1;
        if (id < 0)
            return false;
        _isTaken[id] = true;
        return true;
    }
}
