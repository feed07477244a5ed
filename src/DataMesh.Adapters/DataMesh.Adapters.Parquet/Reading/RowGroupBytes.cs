using System.Buffers;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>The stored bytes of the wanted columns of one row group, read as whole ranges into pooled memory.</summary>
internal sealed class RowGroupBytes : IDisposable
{
    private readonly List<CoalescedRange> _ranges;
    private readonly byte[][] _buffers;

    private RowGroupBytes(List<CoalescedRange> ranges)
    {
        _ranges = ranges;
        _buffers = [.. ranges.Select(range => ArrayPool<byte>.Shared.Rent(range.Length))];
    }

    internal static async Task<RowGroupBytes> ReadAsync(ObjectStore store, ObjectPath path, ParquetRowGroup group, int[] leaves, CancellationToken cancellationToken)
    {
        List<CoalescedRange> ranges = CoalescedRange.Of([group], leaves);
        if (ranges.Exists(range => range.End - range.Start > System.Array.MaxLength))
            throw ParquetErrors.Damaged(path, "read", "a column of a row group has more than 2 GB");
        RowGroupBytes bytes = new(ranges);
        try
        {
            await store.ReadRangesAsync(path, [.. ranges.Select((range, i) => new RangeRead(range.Start, bytes._buffers[i].AsMemory(0, range.Length)))], cancellationToken).ConfigureAwait(false);
            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    internal ReadOnlyMemory<byte> Of(ParquetChunk chunk)
    {
        int at = _ranges.FindIndex(range => range.Start <= chunk.Offset && chunk.Offset + chunk.StoredBytes <= range.End);
        return _buffers[at].AsMemory((int)(chunk.Offset - _ranges[at].Start), (int)chunk.StoredBytes);
    }

    public void Dispose()
    {
        foreach (byte[] buffer in _buffers)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
