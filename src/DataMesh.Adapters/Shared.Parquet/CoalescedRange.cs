namespace DataMesh.Adapters;

/// <summary>A part of a file that is read with one request: column chunks that lie side by side.</summary>
internal readonly record struct CoalescedRange(long Start, long End)
{
    // Bytes between two chunks that cost less than another request, and what one request reads at most unless a single chunk is larger.
    private const long MaximumGap = 256 * 1024;
    private const long MaximumLength = 8 * 1024 * 1024;

    internal int Length => checked((int)(End - Start));

    /// <summary>The ranges of chunks, each row group by itself, ascending.</summary>
    internal static List<CoalescedRange> Of(IEnumerable<ParquetRowGroup> groups, int[] leaves)
    {
        List<CoalescedRange> ranges = [];
        foreach (ParquetRowGroup group in groups)
        {
            CoalescedRange? open = null;
            foreach (ParquetChunk chunk in leaves.Select(leaf => group.Chunks[leaf]).OrderBy(chunk => chunk.Offset))
            {
                long end = chunk.Offset + chunk.StoredBytes;
                if (open is { } range && chunk.Offset - range.End <= MaximumGap && end - range.Start <= MaximumLength)
                {
                    open = new CoalescedRange(range.Start, Math.Max(range.End, end));
                    continue;
                }
                if (open is { } done)
                    ranges.Add(done);
                open = new CoalescedRange(chunk.Offset, end);
            }
            if (open is { } last)
                ranges.Add(last);
        }
        return ranges;
    }

    internal bool Holds(long start, int count) => Start <= start && start + count <= End;
}
