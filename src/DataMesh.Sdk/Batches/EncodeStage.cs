using System.Buffers;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>Turns records into record batches of a fixed number of rows, whose memory is used again as soon as they are disposed.</summary>
internal static class EncodeStage
{
    public static async IAsyncEnumerable<RecordBatch> RunAsync<T>(
        IAsyncEnumerable<T> rows, Func<EncoderOptions, RecordBatchEncoder<T>> create, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using BatchMemory memory = new();
        RecordBatchEncoder<T> encoder = create(new EncoderOptions { Allocator = memory });
        T[] chunk = ArrayPool<T>.Shared.Rent(batchRows);
        int filled = 0;
        long encoded = 0;
        try
        {
            await foreach (T row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                chunk[filled++] = row;
                if (filled < batchRows)
                    continue;
                yield return encoder.Encode(chunk.AsSpan(0, filled), encoded);
                encoded += filled;
                filled = 0;
            }
            if (filled > 0)
                yield return encoder.Encode(chunk.AsSpan(0, filled), encoded);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(chunk, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }

    /// <summary>An array is encoded where it lies; the rows of anything else are gathered in one buffer, which is used again.</summary>
    public static IAsyncEnumerable<RecordBatch> RunAsync<T>(IEnumerable<T> rows, Func<EncoderOptions, RecordBatchEncoder<T>> create, int batchRows, CancellationToken cancellationToken) =>
        rows is T[] array ? RunAsync(array, create, batchRows, cancellationToken) : GatherAsync(rows, create, batchRows, cancellationToken);

#pragma warning disable CS1998 // A synchronous source has nothing to await; the stream of batches is asynchronous all the same.
    private static async IAsyncEnumerable<RecordBatch> RunAsync<T>(T[] rows, Func<EncoderOptions, RecordBatchEncoder<T>> create, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using BatchMemory memory = new();
        RecordBatchEncoder<T> encoder = create(new EncoderOptions { Allocator = memory });
        for (int first = 0; first < rows.Length; first += batchRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return encoder.Encode(new ReadOnlySpan<T>(rows, first, Math.Min(batchRows, rows.Length - first)), first);
        }
    }

    private static async IAsyncEnumerable<RecordBatch> GatherAsync<T>(IEnumerable<T> rows, Func<EncoderOptions, RecordBatchEncoder<T>> create, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
    {
        using BatchMemory memory = new();
        RecordBatchEncoder<T> encoder = create(new EncoderOptions { Allocator = memory });
        T[] chunk = ArrayPool<T>.Shared.Rent(batchRows);
        long encoded = 0;
        try
        {
            using IEnumerator<T> source = rows.GetEnumerator();
            while (Fill(chunk.AsSpan(0, batchRows), source) is > 0 and int filled)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return encoder.Encode(chunk.AsSpan(0, filled), encoded);
                encoded += filled;
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(chunk, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }

    private static int Fill<T>(Span<T> chunk, IEnumerator<T> source)
    {
        int filled = 0;
        while (filled < chunk.Length && source.MoveNext())
            chunk[filled++] = source.Current;
        return filled;
    }
}
