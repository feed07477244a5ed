using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Loads the buffers of some columns of a record batch with few requests, and decompresses them.</summary>
internal sealed class IpcBuffers(IpcSource source, ReadBudget budget)
{
    // Bytes between two buffers that cost less than another request, and what one request reads at most unless a single buffer is larger.
    private const long MaximumGap = 64 * 1024;
    private const long MaximumLength = 8 * 1024 * 1024;

    private readonly BufferDecompressor _decompressor = new(budget);

    /// <summary>The buffers at their places in the batch; those of other columns are empty.</summary>
    internal async Task<ArrowBuffer[]> LoadAsync(IpcMessage batch, IEnumerable<int> ordinals, CancellationToken cancellationToken)
    {
        int[] wanted = [.. ordinals.Where(i => batch.Buffers[2 * i + 1] > 0).OrderBy(i => batch.Buffers[2 * i])];
        List<(long Start, long End)> ranges = Coalesce(batch, wanted);
        List<RangeRead> reads = new(ranges.Count);
        foreach ((long start, long end) in ranges)
        {
            budget.SpendOnBatch(end - start);
            if (end - start > System.Array.MaxLength)
                throw new LimitException($"a buffer has {end - start} bytes");
            reads.Add(new RangeRead(batch.BodyStart + start, GC.AllocateUninitializedArray<byte>((int)(end - start))));
        }
        if (reads.Count > 0)
            await source.Store.ReadRangesAsync(source.Path, reads, cancellationToken).ConfigureAwait(false);
        ArrowBuffer[] buffers = new ArrowBuffer[batch.Buffers.Length / 2];
        System.Array.Fill(buffers, ArrowBuffer.Empty);
        int range = 0;
        foreach (int i in wanted)
        {
            long offset = batch.Buffers[2 * i], length = batch.Buffers[2 * i + 1];
            while (offset + length > ranges[range].End)
                range++;
            ReadOnlyMemory<byte> stored = reads[range].Destination.Slice((int)(offset - ranges[range].Start), (int)length);
            buffers[i] = new ArrowBuffer(batch.Compression == IpcCompression.None ? stored : _decompressor.Decompress(batch.Compression, stored));
        }
        return buffers;
    }

    private static List<(long Start, long End)> Coalesce(IpcMessage batch, int[] ascending)
    {
        List<(long Start, long End)> ranges = [];
        foreach (int i in ascending)
        {
            long start = batch.Buffers[2 * i], end = start + batch.Buffers[2 * i + 1];
            if (ranges.Count > 0 && ranges[^1] is var last && (end <= last.End || start < last.End || (start - last.End <= MaximumGap && end - last.Start <= MaximumLength)))
                ranges[^1] = (last.Start, Math.Max(last.End, end));
            else
                ranges.Add((start, end));
        }
        return ranges;
    }
}
