using System.Buffers;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Keeps the rows for which a filter is true, drops the columns that only the filter needed, and evens out the batches.</summary>
internal static class FilterStage
{
    /// <param name="rows">The batches, taken over.</param>
    /// <param name="filter">The filter; null keeps every row.</param>
    /// <param name="outputColumns">How many columns, from the first, are returned.</param>
    /// <param name="batchRows">The size of every batch but the last.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    public static async IAsyncEnumerable<RecordBatch> RunAsync(
        IAsyncEnumerable<RecordBatch> rows, Filter? filter, int outputColumns, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FilterEvaluator? evaluator = null;
        Schema? schema = null;
        using BatchBuffer buffer = new(batchRows);
        await foreach (RecordBatch batch in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (filter is not null && (schema is null || !BatchColumns.AreSame(schema, batch.Schema)))
                evaluator = FilterEvaluator.Create(filter, schema = batch.Schema);
            RecordBatch? kept = evaluator is null ? batch : Keep(batch, evaluator, outputColumns);
            if (kept is null)
                continue;
            foreach (RecordBatch full in buffer.Add(kept))
                yield return full;
        }
        if (buffer.Flush() is { } rest)
            yield return rest;
    }

    private static RecordBatch? Keep(RecordBatch batch, FilterEvaluator evaluator, int outputColumns)
    {
        TruthValue[] truth = ArrayPool<TruthValue>.Shared.Rent(batch.Length);
        int[] ordinals = ArrayPool<int>.Shared.Rent(batch.Length);
        try
        {
            evaluator.Evaluate(batch, truth.AsSpan(0, batch.Length));
            int count = BatchSelection.Select(truth.AsSpan(0, batch.Length), ordinals);
            if (count == batch.Length)
                return BatchColumns.TakeFirst(batch, outputColumns);
            using (batch)
            {
                if (count == 0)
                    return null;
                RecordBatch output = BatchColumns.TakeFirst(batch, outputColumns, share: true);
                return BatchSelection.Take(output, ordinals.AsSpan(0, count));
            }
        }
        catch
        {
            batch.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<TruthValue>.Shared.Return(truth);
            ArrayPool<int>.Shared.Return(ordinals);
        }
    }
}
