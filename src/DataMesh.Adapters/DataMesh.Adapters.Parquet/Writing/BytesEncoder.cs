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

    // A dictionary belongs to a whole chunk: with one, the page is as long as the row group.
    protected override long PendingBytes => _dictionary is null ? _bytes.Length : 0;

    public override async ValueTask DisposeAsync()
    {
        _bytes.Dispose();
        await _plainEncoder.DisposeAsync().ConfigureAwait(false);
        await _textEncoder.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Append(IArrowArray rows, int start, int count)
    {
        ArrayData data = rows.Data;
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset + start, count + 1);
        ReadOnlySpan<byte> bytes = data.Buffers[2].Span;
        Reserve(ref _dictionary is null ? ref _ends : ref _indices, _count + count);
        for (int i = 0; i < count; i++)
            Append(bytes[offsets[i]..offsets[i + 1]], _count + count - i);
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

    private void Append(ReadOnlySpan<byte> value, int room)
    {
        if (_dictionary is not null && _dictionary.TryAdd(value, out int index))
        {
            _indices[_count++] = index;
            return;
        }
        if (_dictionary is not null)
            GiveUpDictionary(room);
        _bytes.Add(value);
        _ends[_count++] = _bytes.Length;
    }

    private void GiveUpDictionary(int room)
    {
        IReadOnlyList<byte[]> entries = _dictionary!.Entries;
        _dictionary = null;
        Reserve(ref _ends, _count + room);
        for (int i = 0; i < _count; i++)
        {
            _bytes.Add(entries[_indices[i]]);
            _ends[i] = _bytes.Length;
        }
    }
}
