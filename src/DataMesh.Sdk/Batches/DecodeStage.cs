using System.Buffers;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>Turns record batches into records.</summary>
internal static class DecodeStage
{
    /// <param name="services">The mesh's services.</param>
    /// <param name="open">Opens the batches, guarded by the watch, which is asked again for every record.</param>
    /// <param name="createDecoder">Creates the decoder of a schema.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    public static async IAsyncEnumerable<T> RunAsync<T>(
        MeshServices services, Func<AccessWatch, CancellationToken, IAsyncEnumerable<RecordBatch>> open, Func<Schema, RecordBatchDecoder<T>> createDecoder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AccessWatch watch = new(services);
        await using ConfiguredAsyncDisposable watching = watch.ConfigureAwait(false);
        RecordBatchDecoder<T>? decoder = null;
        Schema? schema = null;
        await foreach (RecordBatch batch in open(watch, cancellationToken).ConfigureAwait(false))
        {
            T[] rows = ArrayPool<T>.Shared.Rent(batch.Length);
            try
            {
                int count = batch.Length;
                using (batch)
                {
                    // A decoder keeps what it has learnt about repeated texts, so it lives as long as the columns stay the same.
                    if (schema is null || !BatchColumns.AreSame(schema, batch.Schema))
                    {
                        schema = batch.Schema;
                        decoder = createDecoder(schema);
                    }
                    decoder!.Decode(batch, rows);
                }
                for (int i = 0; i < count; i++)
                {
                    if (watch.IsDue)
                        await watch.ConfirmAsync().ConfigureAwait(false);
                    yield return rows[i];
                }
            }
            finally
            {
                ArrayPool<T>.Shared.Return(rows, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());
            }
        }
    }
}
