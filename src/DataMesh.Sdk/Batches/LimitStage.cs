using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Ends a stream after a number of rows.</summary>
internal static class LimitStage
{
    public static async IAsyncEnumerable<RecordBatch> RunAsync(IAsyncEnumerable<RecordBatch> rows, long limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (limit <= 0)
            yield break;
        await foreach (RecordBatch batch in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (batch.Length < limit)
            {
                limit -= batch.Length;
                yield return batch;
                continue;
            }
            yield return batch.Length == limit ? batch : Cut(batch, (int)limit);
            yield break;
        }
    }

    private static RecordBatch Cut(RecordBatch batch, int count)
    {
        using (batch)
            return BatchSelection.Take(batch, [.. Enumerable.Range(0, count)]);
    }
}
