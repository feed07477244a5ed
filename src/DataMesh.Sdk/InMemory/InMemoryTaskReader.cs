using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Reads one scan task: copies the rows and columns that are asked for.</summary>
internal sealed class InMemoryTaskReader(ScanTask task, FileReadRequest request)
{
    public async IAsyncEnumerable<RecordBatch> ReadAsync(IReadOnlyList<RecordBatch> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        FilterEvaluator? evaluator = request.Filter is null ? null : FilterEvaluator.Create(request.Filter, task.Schema);
        string[] all = [.. task.Schema.FieldsList.Select(field => field.Name)];
        foreach (RecordBatch stored in batches)
        {
            int[] rows = Select(evaluator, Project(stored, all));
            RecordBatch projected = Project(stored, request.Columns ?? all);
            for (int start = 0; start < rows.Length; start += request.BatchRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return BatchSelection.Take(projected, rows.AsSpan(start, Math.Min(request.BatchRows, rows.Length - start)), request.Allocator);
            }
        }
    }

    private static int[] Select(FilterEvaluator? evaluator, RecordBatch batch)
    {
        if (evaluator is null)
            return [.. Enumerable.Range(0, batch.Length)];
        TruthValue[] truth = new TruthValue[batch.Length];
        int[] rows = new int[batch.Length];
        evaluator.Evaluate(batch, truth);
        return rows[..BatchSelection.Select(truth, rows)];
    }

    // Shares the stored arrays; columns are found by field id. A column that is dictionary-encoded says so in its field.
    private RecordBatch Project(RecordBatch stored, IReadOnlyList<string> columns)
    {
        List<Field> fields = [];
        List<IArrowArray> arrays = [];
        foreach (string name in columns)
        {
            Field field = task.Schema.FieldsList.FirstOrDefault(f => f.Name == name) ?? throw new DataMeshException(
                DataMeshErrorKind.InvalidRequest, $"Cannot read column '{name}' of the table '{task.Table}': it has no such column. Name one of {string.Join(", ", task.Schema.FieldsList.Select(f => $"'{f.Name}'"))}.");
            int? id = field.GetFieldId();
            int index = stored.Schema.FieldsList.ToList().FindIndex(f => f.GetFieldId() == id);
            if (index < 0)
                throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot read column '{name}' of the data file '{task.File.Path}': the file has no column with the field id {id}. Plan the scan with the state that the file belongs to.");
            arrays.Add(stored.Column(index));
            fields.Add(field.WithEncodings(stored.Column(index).Data.DataType));
        }
        return new RecordBatch(new Schema(fields, task.Schema.Metadata), arrays, stored.Length);
    }
}
