namespace DataMesh;

/// <summary>Puts the key of each row beside the first row of that key, exactly and in bounded memory: what does not fit goes to temporary files, a part of the keys in each. Compares whole keys, never hashes alone.</summary>
/// <param name="memoryBytes">How much of the keys is kept in memory.</param>
internal abstract class KeySearch(long memoryBytes) : IDisposable
{
    public const long DefaultMemoryBytes = 32 << 20;

    private KeyTable? _table = new();
    private KeyPartitions? _partitions;

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

    /// <summary>Told once for every row which earlier one has its key, or that none has.</summary>
    protected abstract void Note(long? earlier, long row);

    /// <summary>True when the key of a row that was told goes to the temporary files with it; such a row must not count when it is told again.</summary>
    protected abstract bool GoesOn(long row);

    private void Spill()
    {
        _partitions = new KeyPartitions(level: 0);
        for (int i = 0; i < _table!.Count; i++)
            if (_table.Get(i, out long row) is var key && GoesOn(row))
                _partitions.Add(key, row);
        _table = null;
    }
}
