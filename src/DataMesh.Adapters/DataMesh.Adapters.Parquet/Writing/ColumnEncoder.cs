using Apache.Arrow;

namespace DataMesh.Adapters;

/// <summary>Encodes one column of one row group, page by page. Not thread-safe.</summary>
internal abstract class ColumnEncoder(StoredField column, PageCompressor compressor) : IAsyncDisposable
{
    private int[] _levels = [];

    internal ChunkBuffer Chunk { get; } = new(compressor);

    /// <summary>Rows in the page being filled, nulls included.</summary>
    protected int Rows { get; private set; }

    protected StoredField Column => column;

    /// <summary>Bytes of values in the page being filled.</summary>
    protected abstract long PendingBytes { get; }

    /// <summary>Adds rows. The array stays the caller's.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="pageBytes">Bytes of values after which a page ends.</param>
    /// <param name="cancellationToken">Cancels the encoding.</param>
    internal virtual async Task AddAsync(IArrowArray rows, int pageBytes, CancellationToken cancellationToken)
    {
        AddLevels(rows);
        AppendValid(rows);
        if (PendingBytes >= pageBytes)
            await EndPageAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the last page.</summary>
    internal async Task EndAsync(CancellationToken cancellationToken)
    {
        if (Rows > 0)
            await EndPageAsync(cancellationToken).ConfigureAwait(false);
    }

    public virtual ValueTask DisposeAsync()
    {
        Chunk.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Appends the values of rows that all are valid.</summary>
    protected abstract void Append(IArrowArray rows, int start, int count);

    /// <summary>Encodes and forgets what was appended.</summary>
    protected abstract ValueTask<IReadOnlyList<(ParquetPageHeader Header, ReadOnlyMemory<byte> Bytes)>> EncodeAsync(ReadOnlyMemory<int>? levels, CancellationToken cancellationToken);

    /// <summary>Grows an array so that it holds more elements.</summary>
    protected static void Reserve<T>(ref T[] array, int length)
    {
        if (array.Length < length)
            System.Array.Resize(ref array, Math.Max(length, 2 * array.Length));
    }

    private async Task EndPageAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<int>? levels = column.IsRequired ? null : _levels.AsMemory(0, Rows);
        foreach ((ParquetPageHeader header, ReadOnlyMemory<byte> bytes) in await EncodeAsync(levels, cancellationToken).ConfigureAwait(false))
            if (header.Kind == ParquetPageKind.Dictionary)
                Chunk.AddDictionary(header.ValueCount, bytes.Span);
            else
                Chunk.AddData(Rows, header.Encoding == ParquetEncoding.PlainDictionary ? ParquetEncoding.RleDictionary : header.Encoding, bytes.Span);
        Rows = 0;
    }

    private void AddLevels(IArrowArray rows)
    {
        if (!column.IsRequired)
        {
            Reserve(ref _levels, Rows + rows.Length);
            Span<int> levels = _levels.AsSpan(Rows, rows.Length);
            levels.Fill(1);
            if (rows.NullCount > 0)
                for (int i = 0; i < levels.Length; i++)
                    levels[i] = rows.IsValid(i) ? 1 : 0;
        }
        Rows += rows.Length;
    }

    private void AppendValid(IArrowArray rows)
    {
        if (rows.NullCount == 0)
        {
            Append(rows, 0, rows.Length);
            return;
        }
        for (int start = 0; start < rows.Length;)
        {
            int end = start;
            while (end < rows.Length && rows.IsValid(end))
                end++;
            if (end > start)
                Append(rows, start, end - start);
            start = end + 1;
        }
    }
}
