using System.Buffers;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>Turns records into record batches of a fixed number of rows.</summary>
internal static class EncodeStage
{
    public static async IAsyncEnumerable<RecordBatch> RunAsync<T>(
        IAsyncEnumerable<T> rows, RecordBatchEncoder<T> encoder, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
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

#pragma warning disable CS1998 // A synchronous source has nothing to await; the stream of batches is asynchronous all the same.
    public static async IAsyncEnumerable<RecordBatch> RunAsync<T>(
        IEnumerable<T> rows, RecordBatchEncoder<T> encoder, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
    {
        long encoded = 0;
        foreach (T[] chunk in rows.Chunk(batchRows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return encoder.Encode(chunk, encoded);
            encoded += chunk.Length;
        }
    }
}
