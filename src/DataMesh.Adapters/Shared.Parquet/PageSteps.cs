using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Adapters;

/// <summary>
/// Cuts what goes to a writer at once. Writers end pages between steps only: a thousand long texts that compress well would be one page of many megabytes in a
/// small file, which <see cref="DecodeBudget"/> refuses to read.
/// </summary>
internal static class PageSteps
{
    private const int MostBytes = 4 << 20;

    /// <summary>The first of some rows, as many as have no more than four megabytes in any column of texts or bytes; at least one.</summary>
    internal static int RowsOf(RecordBatch batch, int start, int count)
    {
        foreach (IArrowArray column in batch.Arrays)
            if (column is BinaryArray)
                count = RowsOf(column.Data, start, count);
        return count;
    }

    private static int RowsOf(ArrayData data, int start, int count)
    {
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset + start, count + 1);
        if (offsets[count] - offsets[0] <= MostBytes)
            return count;
        int fitting = offsets.BinarySearch(offsets[0] + MostBytes + 1);
        return Math.Max(1, (fitting < 0 ? ~fitting : fitting) - 1);
    }
}
