namespace DataMesh.Adapters;

/// <summary>What reading one file may take: memory at one time, and work in all. Counted before anything is allocated.</summary>
internal sealed class ReadBudget
{
    private const long FreeBytes = 40L << 20;
    private const int BytesPerByte = 12;
    private const long FreeTotalBytes = 2L << 30;
    private const int TotalBytesPerByte = 100;

    private readonly long _largest;
    private readonly long _greatestTotal;
    private long _dictionaries;
    private long _batch;
    private long _part;
    private long _total;

    /// <param name="fileLength">The length of the file.</param>
    /// <param name="largest">What was configured; a file that is trusted with more memory is trusted with more work.</param>
    internal ReadBudget(long fileLength, long? largest)
    {
        _largest = largest ?? FreeBytes + BytesPerByte * fileLength;
        _greatestTotal = largest is null ? FreeTotalBytes + TotalBytesPerByte * fileLength : long.MaxValue;
    }

    /// <summary>For bytes that this process made.</summary>
    internal static ReadBudget Unlimited => new(0, long.MaxValue);

    internal void BeginBatch() => (_batch, _part) = (0, 0);

    internal void BeginPart() => _part = 0;

    internal void SpendOnBatch(long bytes) => Spend(ref _batch, bytes);

    internal void SpendOnPart(long bytes) => Spend(ref _part, bytes);

    /// <summary>Makes what the batch took a dictionary's, which stays.</summary>
    internal void KeepAsDictionary(long bytes)
    {
        BeginBatch();
        Spend(ref _dictionaries, bytes);
    }

    internal void ReleaseDictionary(long bytes) => _dictionaries -= bytes;

    private void Spend(ref long what, long bytes)
    {
        what += bytes;
        _total += bytes;
        if (_dictionaries + _batch + _part > _largest)
            throw new LimitException($"a record batch with its dictionaries takes more than {_largest} bytes in memory");
        if (_total > _greatestTotal)
            throw new LimitException($"it unfolds to more than {_greatestTotal} bytes");
    }
}
