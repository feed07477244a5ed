using Apache.Arrow;

namespace DataMesh.Adapters;

/// <summary>Encodes one column of one row group, page by page. Not thread-safe.</summary>
internal abstract class ColumnEncoder(StoredField column, PageCompressor compressor) : IAsyncDisposable
{
    private readonly BytesRows _repetitions = new(int.MaxValue);
    private readonly BytesRows _definitions = new(int.MaxValue);
    private readonly BytesRows _page = new(int.MaxValue);
    private int[] _levels = [];

    internal ChunkBuffer Chunk { get; } = new(compressor);

    /// <summary>Rows in the page being filled, nulls included; below lists and maps the levels.</summary>
    protected int Rows { get; private set; }

    /// <summary>Rows in the chunk, nulls included; below lists and maps the levels.</summary>
    internal long LevelCount { get; private set; }

    protected StoredField Column => column;

    /// <summary>Values in the page being filled.</summary>
    protected abstract int Values { get; }

    /// <summary>Bytes of values in the page being filled.</summary>
    protected abstract long PendingBytes { get; }

    /// <summary>Adds rows. The array stays the caller's.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="pageBytes">Bytes of values after which a page ends.</param>
    /// <param name="cancellationToken">Cancels the encoding.</param>
    internal async Task AddAsync(IArrowArray rows, int pageBytes, CancellationToken cancellationToken)
    {
        await PrepareAsync(rows, cancellationToken).ConfigureAwait(false);
        AddLevels(rows);
        AppendValid(rows);
        if (PendingBytes >= pageBytes)
            await EndPageAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds what rows of a struct, list or map have in this leaf.</summary>
    internal async Task AddAsync(LeafRows rows, int pageBytes, CancellationToken cancellationToken)
    {
        await PrepareAsync(rows.Values, cancellationToken).ConfigureAwait(false);
        _repetitions.Add(rows.Repetitions);
        _definitions.Add(rows.Definitions);
        Count(rows.Definitions.Length);
        Append(rows.Values, 0, rows.Values.Length);
        if (PendingBytes + _definitions.Length >= pageBytes && !KeepsOnePage)
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
        _repetitions.Dispose();
        _definitions.Dispose();
        _page.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>True when the page goes on to the end of the row group.</summary>
    protected virtual bool KeepsOnePage => false;

    /// <summary>Looks at rows before they are added.</summary>
    protected virtual Task PrepareAsync(IArrowArray rows, CancellationToken cancellationToken) => Task.CompletedTask;

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
        if (column.IsNested)
        {
            await EndNestedPageAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        ReadOnlyMemory<int>? levels = column.IsRequired ? null : _levels.AsMemory(0, Rows);
        foreach ((ParquetPageHeader header, ReadOnlyMemory<byte> bytes) in await EncodeAsync(levels, cancellationToken).ConfigureAwait(false))
            if (header.Kind == ParquetPageKind.Dictionary)
                Chunk.AddDictionary(header.ValueCount, bytes.Span);
            else
                Chunk.AddData(Rows, EncodingOf(header), bytes.Span);
        Rows = 0;
    }

    // Parquet.Net writes the values; the levels before them are ours.
    private async Task EndNestedPageAsync(CancellationToken cancellationToken)
    {
        _page.Clear();
        LevelEncoder.Write(_page, _repetitions.Bytes.AsSpan(0, _repetitions.Length), column.Levels.MaxRepetition);
        LevelEncoder.Write(_page, _definitions.Bytes.AsSpan(0, _definitions.Length), column.Levels.MaxDefinition);
        ParquetEncoding encoding = ParquetEncoding.Plain;
        if (Values > 0)
            foreach ((ParquetPageHeader header, ReadOnlyMemory<byte> bytes) in await EncodeAsync(null, cancellationToken).ConfigureAwait(false))
                if (header.Kind == ParquetPageKind.Dictionary)
                    Chunk.AddDictionary(header.ValueCount, bytes.Span);
                else
                {
                    encoding = EncodingOf(header);
                    _page.Add(bytes.Span);
                }
        Chunk.AddData(Rows, encoding, _page.Bytes.AsSpan(0, _page.Length));
        _repetitions.Clear();
        _definitions.Clear();
        Rows = 0;
    }

    private static ParquetEncoding EncodingOf(ParquetPageHeader header) => header.Encoding == ParquetEncoding.PlainDictionary ? ParquetEncoding.RleDictionary : header.Encoding;

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
        Count(rows.Length);
    }

    private void Count(int levels)
    {
        Rows += levels;
        LevelCount += levels;
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
