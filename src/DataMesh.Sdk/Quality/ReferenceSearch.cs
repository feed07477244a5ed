namespace DataMesh;

/// <summary>Counts rows whose key is not among some known keys, exactly and in bounded memory: what does not fit goes to temporary files, a part of the keys in each.</summary>
/// <remarks>All known keys are added before the first row.</remarks>
/// <param name="memoryBytes">How much of the keys is kept in memory.</param>
internal sealed class ReferenceSearch(long memoryBytes = ReferenceSearch.DefaultMemoryBytes) : IDisposable
{
    private const long DefaultMemoryBytes = 32 << 20;
    private const long Known = -1;

    private KeyTable? _table = new();
    private KeyPartitions? _partitions;

    /// <summary>The rows without a known key.</summary>
    public long Missing { get; private set; }

    /// <summary>The first of them; null when there is none.</summary>
    public long? FirstMissing { get; private set; }

    /// <summary>Adds a known key.</summary>
    /// <exception cref="DataMeshException">The temporary files cannot be written.</exception>
    public void AddKnown(ReadOnlySpan<byte> key)
    {
        if (_partitions is not null)
        {
            _partitions.Add(key, Known);
            return;
        }
        _table!.Add(key, Known);
        if (_table.Bytes > memoryBytes)
            Spill();
    }

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

    // Rows that were seen are counted already; only known keys go on.
    private void Spill()
    {
        _partitions = new KeyPartitions(level: 0);
        for (int i = 0; i < _table!.Count; i++)
            if (_table.Get(i, out long row) is var key && row == Known)
                _partitions.Add(key, Known);
        _table = null;
    }

    // A row that had the key before does not make it known.
    private void Note(long? earlier, long row)
    {
        if (row == Known || earlier == Known)
            return;
        Missing++;
        if (FirstMissing is not { } first || row < first)
            FirstMissing = row;
    }
}
