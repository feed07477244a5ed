using System.Runtime.CompilerServices;
using Apache.Arrow;
using Parquet.Schema;

namespace DataMesh.Adapters;

/// <summary>Columns whose values become structures that Parquet.Net knows.</summary>
internal abstract class ValueEncoder<T>(StoredField field, DataField data, PageCompressor compressor) : ColumnEncoder(field, compressor)
    where T : struct
{
    private readonly PageEncoder _encoder = new(data, withDictionary: false);
    private T[] _values = [];
    private int _count;

    protected override int Values => _count;

    protected override long PendingBytes => (long)_count * Unsafe.SizeOf<T>();

    public override async ValueTask DisposeAsync()
    {
        await _encoder.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Converts values from an Arrow buffer.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="first">The first value in the buffer: the offset of a slice is added already.</param>
    /// <param name="target">Where they go.</param>
    protected abstract void Convert(ArrayData data, int first, Span<T> target);

    protected override void Append(IArrowArray rows, int start, int count)
    {
        Reserve(ref _values, _count + count);
        Convert(rows.Data, rows.Data.Offset + start, _values.AsSpan(_count, count));
        _count += count;
    }

    protected override ValueTask<IReadOnlyList<(ParquetPageHeader Header, ReadOnlyMemory<byte> Bytes)>> EncodeAsync(ReadOnlyMemory<int>? levels, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<T> values = _values.AsMemory(0, _count);
        _count = 0;
        return _encoder.EncodeAsync(values, levels, cancellationToken);
    }
}
