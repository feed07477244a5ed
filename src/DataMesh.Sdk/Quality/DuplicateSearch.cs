namespace DataMesh;

/// <summary>Counts keys that come again, exactly and in bounded memory: what does not fit goes to temporary files, a part of the keys in each. Compares whole keys, never hashes alone.</summary>
/// <param name="memoryBytes">How much of the keys is kept in memory.</param>
internal sealed class DuplicateSearch(long memoryBytes = DuplicateSearch.DefaultMemoryBytes) : IDisposable
{
    private const long DefaultMemoryBytes = 32 << 20;

    private KeyTable? _table = new();
    private KeyPartitions? _partitions;

    /// <summary>How many keys came again, each time counted.</summary>
    public long Repeats { get; private set; }

    /// <summary>The first row whose key came before, and the row that had it first; null when no key came again.</summary>
    public (long First, long Again)? FirstRepeat { get; private set; }

    /// <summary>Adds the key of a row.</summary>
    /// <exception cref="DataMeshException">The temporary files cannot be written.</exception>
    public void Add(ReadOnlySpan<byte> key, long row)
    {
        if (_partitions is not null)
        {
            _partitions.Add(key, row);
            return;
        }
        Note(_table!.Add(key, row), row);
        if (_table.Bytes > memoryBytes)
            Spill();
    }

    /// <summary>Looks at what went to temporary files. Afterwards the figures are final.</summary>
    public void Complete()
    {
        _table = null;
        _partitions?.Search(memoryBytes, Note);
        Dispose();
    }

    public void Dispose()
    {
        _partitions?.Dispose();
        _partitions = null;
    }

    private void Spill()
    {
        _partitions = new KeyPartitions(level: 0);
        for (int i = 0; i < _table!.Count; i++)
            _partitions.Add(_table.Get(i, out long row), row);
        _table = null;
    }

    private void Note(long? earlier, long row)
    {
        if (earlier is not { } first)
            return;
        Repeats++;
        if (FirstRepeat is not { } known || row < known.Again)
            FirstRepeat = (first, row);
    }
}
