using System.Buffers;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>Turns record batches into records.</summary>
internal static class DecodeStage
{
    public static async IAsyncEnumerable<T> RunAsync<T>(
        IAsyncEnumerable<RecordBatch> batches, Func<Schema, RecordBatchDecoder<T>> createDecoder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RecordBatchDecoder<T>? decoder = null;
        Schema? schema = null;
        await foreach (RecordBatch batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
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
                    yield return rows[i];
            }
            finally
            {
                ArrayPool<T>.Shared.Return(rows, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());
            }
        }
    }
}
