using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Parquet.Schema;

namespace DataMesh.Adapters;

/// <summary>Columns of texts and bytes; texts that repeat share one dictionary in the row group.</summary>
internal sealed class BytesEncoder(StoredField field, DataField plain, DataField text, bool withDictionary, PageCompressor compressor) : ColumnEncoder(field, compressor)
{
    private readonly PageEncoder _plainEncoder = new(plain, withDictionary: false);
    private readonly PageEncoder _textEncoder = new(text, withDictionary: true);
    private readonly BytesRows _bytes = new(int.MaxValue);
    private TextDictionary? _dictionary = withDictionary ? new() : null;
    private int[] _ends = [];
    private int[] _indices = [];
    private int _count;

    protected override int Values => _count;

    // A dictionary belongs to a whole chunk: with one, the page is as long as the row group.
    protected override bool KeepsOnePage => _dictionary is not null;

    protected override long PendingBytes => _dictionary is null ? _bytes.Length : 0;

    public override async ValueTask DisposeAsync()
    {
        _bytes.Dispose();
        await _plainEncoder.DisposeAsync().ConfigureAwait(false);
        await _textEncoder.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    // Rows that do not fit the dictionary end its page; the rest of the row group goes without.
    protected override async Task PrepareAsync(IArrowArray rows, CancellationToken cancellationToken)
    {
        if (_dictionary is null || TryIndex(rows, _dictionary))
            return;
        await EndAsync(cancellationToken).ConfigureAwait(false);
        _dictionary = null;
    }

    protected override void Append(IArrowArray rows, int start, int count)
    {
        if (_dictionary is null)
        {
            Reserve(ref _ends, _count + count);
            ReadOnlySpan<int> offsets = Offsets(rows);
            ReadOnlySpan<byte> bytes = rows.Data.Buffers[2].Span;
            for (int i = 0; i < count; i++)
            {
                _bytes.Add(bytes[offsets[start + i]..offsets[start + i + 1]]);
                _ends[_count + i] = _bytes.Length;
            }
        }
        _count += count;
    }

    protected override async ValueTask<IReadOnlyList<(ParquetPageHeader Header, ReadOnlyMemory<byte> Bytes)>> EncodeAsync(ReadOnlyMemory<int>? levels, CancellationToken cancellationToken)
    {
        int count = _count;
        _count = 0;
        if (_dictionary is null)
        {
            ReadOnlyMemory<byte>[] values = ArrayPool<ReadOnlyMemory<byte>>.Shared.Rent(count);
            for (int i = 0, start = 0; i < count; start = _ends[i++])
                values[i] = _bytes.Bytes.AsMemory(start, _ends[i] - start);
            var pages = await _plainEncoder.EncodeAsync<ReadOnlyMemory<byte>>(values.AsMemory(0, count), levels, cancellationToken).ConfigureAwait(false);
            ArrayPool<ReadOnlyMemory<byte>>.Shared.Return(values, clearArray: true);
            _bytes.Clear();
            return pages;
        }
        ReadOnlyMemory<char>[] texts = ArrayPool<ReadOnlyMemory<char>>.Shared.Rent(count);
        ReadOnlyMemory<char>[] entries = [.. _dictionary.Entries.Select(entry => Encoding.UTF8.GetString(entry).AsMemory())];
        for (int i = 0; i < count; i++)
            texts[i] = entries[_indices[i]];
        var encoded = await _textEncoder.EncodeAsync<ReadOnlyMemory<char>>(texts.AsMemory(0, count), levels, cancellationToken).ConfigureAwait(false);
        ArrayPool<ReadOnlyMemory<char>>.Shared.Return(texts, clearArray: true);
        return encoded;
    }

    private bool TryIndex(IArrowArray rows, TextDictionary dictionary)
    {
        Reserve(ref _indices, _count + rows.Length);
        ReadOnlySpan<int> offsets = Offsets(rows);
        ReadOnlySpan<byte> bytes = rows.Data.Buffers[2].Span;
        bool hasNulls = rows.NullCount > 0;
        for (int row = 0, at = _count; row < rows.Length; row++)
            if ((!hasNulls || rows.IsValid(row)) && !dictionary.TryAdd(bytes[offsets[row]..offsets[row + 1]], out _indices[at++]))
                return false;
        return true;
    }

    private static ReadOnlySpan<int> Offsets(IArrowArray rows) => MemoryMarshal.Cast<byte, int>(rows.Data.Buffers[1].Span).Slice(rows.Data.Offset, rows.Length + 1);
}
