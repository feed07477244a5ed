namespace DataMesh.Adapters;

/// <summary>How many bytes the decompressed pages of one read may hold at a time. A small file that asks for more is no file somebody needs. Thread-safe.</summary>
/// <remarks>DuckDB ends pages of texts at 100 MB, and pages of hundreds of columns are held side by side: what compresses well must stay readable.</remarks>
internal sealed class DecodeBudget(long fileLength)
{
    private const long AnyFile = 128L << 20;
    private const int TimesFile = 16;
    private const long RowsOfAnyFile = 1 << 20;
    private const long RowsPerByte = 1 << 14;

    private readonly long _limit = LimitOf(fileLength);
    private long _taken;

    /// <summary>The greatest number of bytes for a file of this length.</summary>
    internal static long LimitOf(long fileLength) => AnyFile + TimesFile * fileLength;

    /// <summary>True when a file of this length can have that many rows: pages have headers, and writers end pages.</summary>
    internal static bool CanHold(long fileLength, long rows) => rows <= RowsOfAnyFile + RowsPerByte * fileLength;

    /// <exception cref="InvalidDataException">The budget is used up.</exception>
    internal void Take(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= _limit || bytes <= 0)
            return;
        Interlocked.Add(ref _taken, -bytes);
        throw Exceeded(_limit);
    }

    /// <summary>Refuses what alone is larger than the budget, without taking it.</summary>
    /// <exception cref="InvalidDataException">It is.</exception>
    internal void Demand(long bytes)
    {
        if (bytes > _limit)
            throw Exceeded(_limit);
    }

    internal static InvalidDataException Exceeded(long limit) => new($"its pages need more than {limit} bytes at a time, which is out of proportion to its size");
}
