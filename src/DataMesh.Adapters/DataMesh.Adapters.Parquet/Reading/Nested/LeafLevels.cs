namespace DataMesh.Adapters;

/// <summary>The levels of one leaf in one row group, row by row, ahead of its values: it has pages of its own, for those of the values go on as values are taken. Not thread-safe.</summary>
/// <param name="pages">The pages; closed with this.</param>
/// <param name="leaf">The leaf.</param>
/// <param name="levelCount">Levels in the row group.</param>
internal sealed class LeafLevels(ColumnPages pages, LeafShape leaf, long levelCount) : IDisposable
{
    private const int Step = 1_024;
    private readonly List<int> _starts = [];
    private byte[] _repetitions = [];
    private byte[] _definitions = [];
    private long _unread = levelCount;
    private int _count;
    private int _left;

    /// <summary>Reads ahead until whole rows are there, or so many levels that fewer rows must do.</summary>
    /// <returns>How many of the wanted rows are there as a whole; at least one.</returns>
    /// <exception cref="InvalidDataException">There are no more, or a row alone has more levels than the file can need.</exception>
    internal int Load(int rows, int mostLevels)
    {
        while (_starts.Count <= rows && _unread > 0 && (_count < mostLevels || _starts.Count < 2))
            ReadMore();
        int whole = _unread == 0 ? _starts.Count : _starts.Count - 1;
        if (whole == 0)
            throw new InvalidDataException("its pages hold fewer values than its rows");
        return Math.Min(rows, whole);
    }

    /// <summary>The repetition levels of the first rows.</summary>
    internal ReadOnlySpan<byte> Repetitions(int rows) => _repetitions.AsSpan(0, End(rows));

    /// <summary>The definition levels of the first rows.</summary>
    internal ReadOnlySpan<byte> Definitions(int rows) => _definitions.AsSpan(0, End(rows));

    /// <summary>Places for values in the first rows.</summary>
    internal int Places(int rows) => CountPlaces(0, End(rows));

    /// <summary>The first rows that have no more than so many places; at least one.</summary>
    internal int RowsWithin(int places, int rows)
    {
        int taken = 0;
        for (int row = 0; row < rows; row++)
            if ((taken += CountPlaces(_starts[row], End(row + 1))) > places)
                return Math.Max(1, row);
        return rows;
    }

    /// <summary>Forgets the first rows.</summary>
    internal void Drop(int rows)
    {
        int end = End(rows);
        _repetitions.AsSpan(end, _count - end).CopyTo(_repetitions);
        _definitions.AsSpan(end, _count - end).CopyTo(_definitions);
        _count -= end;
        _starts.RemoveRange(0, rows);
        for (int i = 0; i < _starts.Count; i++)
            _starts[i] -= end;
    }

    public void Dispose() => pages.Dispose();

    private int End(int rows) => rows < _starts.Count ? _starts[rows] : _count;

    private int CountPlaces(int start, int end)
    {
        int places = 0;
        foreach (byte level in _definitions.AsSpan(start, end - start))
            places += level >= leaf.PlaceDefinition ? 1 : 0;
        return places;
    }

    private void ReadMore()
    {
        if (_left == 0)
        {
            pages.MoveNextLevels();
            _left = pages.LevelCount;
        }
        int count = Math.Min(Step, _left);
        Reserve(count);
        Span<byte> repetitions = _repetitions.AsSpan(_count, count);
        pages.ReadLevels(repetitions, _definitions.AsSpan(_count, count));
        if (_starts.Count == 0 && count > 0 && repetitions[0] != 0)
            throw new InvalidDataException("its first row starts in the middle");
        for (int i = 0; i < count; i++)
            if (repetitions[i] == 0)
                _starts.Add(_count + i);
        _count += count;
        _left -= count;
        _unread -= count;
    }

    private void Reserve(int more)
    {
        if (_count + more <= _definitions.Length)
            return;
        pages.Budget.Demand(2L * (_count + more));
        int length = Math.Max(_count + more, 2 * _definitions.Length);
        System.Array.Resize(ref _repetitions, length);
        System.Array.Resize(ref _definitions, length);
    }
}
