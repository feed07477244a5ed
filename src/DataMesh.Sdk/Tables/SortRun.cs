using Apache.Arrow;

namespace DataMesh;

/// <summary>A sorted stream of rows while it is merged with others: the batch it is at, and the row in it. Owns the batch.</summary>
internal sealed class SortRun(IAsyncEnumerable<RecordBatch> rows, IReadOnlyList<SortField> order, int number, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<RecordBatch> _rows = rows.GetAsyncEnumerator(cancellationToken);
    private SortKeys? _keys;
    private RecordBatch? _batch;
    private int _taken;

    /// <summary>The row that comes next.</summary>
    public int Row { get; private set; }

    /// <summary>Compares the rows that come next; those of an earlier run come first among equal ones.</summary>
    public static Comparer<SortRun> ByKey { get; } = Comparer<SortRun>.Create((a, b) => a._keys![a.Row].SequenceCompareTo(b._keys![b.Row]) is not 0 and var byKey ? byKey : a.Number.CompareTo(b.Number));

    public int Number => number;

    /// <summary>True when there is a row after the current one in the same batch, which becomes the current one.</summary>
    public bool TryAdvance() => ++Row < _batch!.Length;

    /// <summary>Goes on to the next batch with rows.</summary>
    public async ValueTask<bool> NextBatchAsync()
    {
        do
        {
            _batch?.Dispose();
            _batch = null;
            if (!await _rows.MoveNextAsync().ConfigureAwait(false))
                return false;
            _batch = _rows.Current;
        }
        while (_batch.Length == 0);
        (_keys, Row, _taken) = (new SortKeys(_batch, order), 0, 0);
        return true;
    }

    /// <summary>The rows of the batch that were passed since the last call; it shares the memory of the batch, and nobody disposes it.</summary>
    public RecordBatch? TakePassed()
    {
        if (_batch is null || Row == _taken)
            return null;
        (int start, _taken) = (_taken, Row);
        return new RecordBatch(_batch.Schema, _batch.Arrays.Select(a => ArrowArrayFactory.Slice(a, start, Row - start)), Row - start);
    }

    public async ValueTask DisposeAsync()
    {
        _batch?.Dispose();
        await _rows.DisposeAsync().ConfigureAwait(false);
    }
}
