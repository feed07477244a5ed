using System.Buffers;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>Turns record batches into records.</summary>
internal static class DecodeStage
{
    // The first record waits for its part only, not for its whole batch, and records are looked at while they are in the cache.
    // More of them would outlive a collection that falls between, and be copied by it.
    private const int PartRows = 1_024;

    /// <param name="services">The mesh's services.</param>
    /// <param name="open">Opens the batches, guarded by the watch, which is asked again for every record.</param>
    /// <param name="createDecoder">Creates the decoder of a schema.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    public static IAsyncEnumerable<T> RunAsync<T>(
        MeshServices services, Func<AccessWatch, CancellationToken, IAsyncEnumerable<RecordBatch>> open, Func<Schema, RecordBatchDecoder<T>> createDecoder, CancellationToken cancellationToken) =>
        new RecordStream<T>(DecodeAsync(services, open, createDecoder, cancellationToken));

    private static async IAsyncEnumerable<RecordPart<T>> DecodeAsync<T>(
        MeshServices services, Func<AccessWatch, CancellationToken, IAsyncEnumerable<RecordBatch>> open, Func<Schema, RecordBatchDecoder<T>> createDecoder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AccessWatch watch = new(services);
        await using ConfiguredAsyncDisposable watching = watch.ConfigureAwait(false);
        RecordBatchDecoder<T>? decoder = null;
        Schema? schema = null;
        await foreach (RecordBatch next in open(watch, cancellationToken).ConfigureAwait(false))
        {
            using RecordBatch batch = next;
            // A decoder keeps what it has learnt about repeated texts, so it lives as long as the columns stay the same.
            if (schema is null || !BatchColumns.AreSame(schema, batch.Schema))
            {
                schema = batch.Schema;
                decoder = createDecoder(schema);
            }
            T[] rows = ArrayPool<T>.Shared.Rent(Math.Min(batch.Length, PartRows));
            try
            {
                for (int start = 0; start < batch.Length; start += PartRows)
                {
                    int count = Math.Min(batch.Length - start, PartRows);
                    decoder!.Decode(BatchBuffer.Slice(batch, start, count), rows);
                    yield return new RecordPart<T>(rows, count, watch);
                }
            }
            finally
            {
                ArrayPool<T>.Shared.Return(rows, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());
            }
        }
    }
}
