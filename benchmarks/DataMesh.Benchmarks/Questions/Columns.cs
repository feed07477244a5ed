using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Benchmarks;

/// <summary>Sums of Arrow columns of whole numbers, rows without a value left out.</summary>
internal static class Columns
{
    public static long Sum(RecordBatch batch)
    {
        long sum = 0;
        foreach (IArrowArray column in batch.Arrays)
            sum += column switch
            {
                Int64Array numbers => Sum<long>(numbers),
                Int32Array numbers => Sum<int>(numbers),
                _ => throw new NotSupportedException($"Columns of the type '{column.Data.DataType.Name}' are not summed."),
            };
        return sum;
    }

    public static async Task<Outcome> SumAsync(IAsyncEnumerable<RecordBatch> batches, Func<RecordBatch, long> sum)
    {
        long rows = 0, total = 0;
        await foreach (RecordBatch batch in batches)
            using (batch)
            {
                rows += batch.Length;
                total += sum(batch);
            }
        return new Outcome(rows, total);
    }

    private static long Sum<T>(Apache.Arrow.Array array)
        where T : unmanaged
    {
        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(array.Data.Buffers[1].Span).Slice(array.Data.Offset, array.Length);
        long sum = 0;
        for (int i = 0; i < values.Length; i++)
            if (array.NullCount == 0 || array.IsValid(i))
                sum += Widen(values[i]);
        return sum;
    }

    private static long Widen<T>(T value)
        where T : unmanaged => value is long wide ? wide : (int)(object)value;
}
