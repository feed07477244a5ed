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
                    if (schema is null || !HasSameColumns(schema, batch.Schema))
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

    // A decoder keeps what it has learnt about repeated texts, so it lives as long as the columns stay the same.
    private static bool HasSameColumns(Schema one, Schema other)
    {
        if (ReferenceEquals(one, other))
            return true;
        if (one.FieldsList.Count != other.FieldsList.Count)
            return false;
        for (int i = 0; i < one.FieldsList.Count; i++)
            if (!string.Equals(one.FieldsList[i].Name, other.FieldsList[i].Name, StringComparison.Ordinal) || one.FieldsList[i].DataType.TypeId != other.FieldsList[i].DataType.TypeId)
                return false;
        return true;
    }
}
