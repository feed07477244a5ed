using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>
/// Cuts what goes to a writer at once. Writers end pages between steps only: a thousand long texts that compress well would be one page of many megabytes in a
/// small file, which <see cref="DecodeBudget"/> refuses to read.
/// </summary>
internal static class PageSteps
{
    private const int MostBytes = 4 << 20;

    /// <summary>The first of some rows, as many as have no more than four megabytes in any column of texts or bytes, also below structs, lists and maps; at least one.</summary>
    internal static int RowsOf(RecordBatch batch, int start, int count)
    {
        foreach (IArrowArray column in batch.Arrays)
            count = Math.Max(1, RowsOf(column.Data, start, count));
        return count;
    }

    private static int RowsOf(ArrayData data, int start, int count) => data.DataType switch
    {
        StringType or BinaryType => RowsWithin(OffsetsOf(data, start, count), MostBytes),
        StructType => data.Children.Aggregate(count, (fitting, child) => RowsOf(child, data.Offset + start, fitting)),
        ListType or MapType => OfLists(data.Children[0], OffsetsOf(data, start, count)),
        _ => count,
    };

    private static int OfLists(ArrayData items, ReadOnlySpan<int> offsets) => RowsWithin(offsets, RowsOf(items, offsets[0], offsets[^1] - offsets[0]));

    private static ReadOnlySpan<int> OffsetsOf(ArrayData data, int start, int count) => count == 0 ? [0] : MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset + start, count + 1);

    // The rows whose bytes or items are no more than so many.
    private static int RowsWithin(ReadOnlySpan<int> offsets, int most)
    {
        int low = 0, high = offsets.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            (low, high) = offsets[middle] - offsets[0] <= most ? (middle, high) : (low, middle - 1);
        }
        return low;
    }
}
