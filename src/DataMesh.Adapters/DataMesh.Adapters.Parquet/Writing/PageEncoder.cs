using Parquet;
using Parquet.Schema;

namespace DataMesh.Adapters;

/// <summary>Values to page bytes, through the low-level writer of Parquet.Net. Its headers, statistics and footer are dropped: see docs/decisions/0014.</summary>
internal sealed class PageEncoder(DataField field, bool withDictionary) : IAsyncDisposable
{
    private readonly MemoryStream _captured = new();
    private ParquetWriter? _writer;

    /// <summary>Encodes one page, after a dictionary page when there is one.</summary>
    /// <param name="values">The values that are not null.</param>
    /// <param name="levels">1 for each value, 0 for each null; null for a required column.</param>
    /// <param name="cancellationToken">Cancels the encoding.</param>
    internal async ValueTask<IReadOnlyList<(ParquetPageHeader Header, ReadOnlyMemory<byte> Bytes)>> EncodeAsync<T>(ReadOnlyMemory<T> values, ReadOnlyMemory<int>? levels, CancellationToken cancellationToken)
        where T : struct
    {
        _writer ??= await CreateWriterAsync(cancellationToken).ConfigureAwait(false);
        _captured.SetLength(0);
        using (ParquetRowGroupWriter group = _writer.CreateRowGroup())
            await group.WriteAllPartsAsync(field, values, levels, null, cancellationToken).ConfigureAwait(false);
        return Split();
    }

    public async ValueTask DisposeAsync()
    {
        // Disposing writes Parquet.Net's footer, into memory that nobody reads.
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        await _captured.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<ParquetWriter> CreateWriterAsync(CancellationToken cancellationToken)
    {
        ParquetOptions options = new() { CompressionMethod = CompressionMethod.None, DictionaryEncodingThreshold = 1 };
        if (withDictionary)
            options.ColumnEncodingHints[field.Name] = EncodingHint.Dictionary;
        return await ParquetWriter.CreateAsync(new ParquetSchema(field), _captured, options, false, cancellationToken).ConfigureAwait(false);
    }

    private List<(ParquetPageHeader Header, ReadOnlyMemory<byte> Bytes)> Split()
    {
        ReadOnlyMemory<byte> rest = _captured.GetBuffer().AsMemory(0, (int)_captured.Length);
        List<(ParquetPageHeader, ReadOnlyMemory<byte>)> pages = [];
        while (!rest.IsEmpty)
        {
            ParquetPageHeader header = ParquetPageHeaderParser.Parse(rest.Span);
            pages.Add((header, rest.Slice(header.HeaderBytes, header.StoredBytes)));
            rest = rest[(header.HeaderBytes + header.StoredBytes)..];
        }
        return pages;
    }
}
