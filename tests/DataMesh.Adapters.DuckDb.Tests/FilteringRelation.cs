using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>A relation that leaves out what it may, and records what that was.</summary>
internal sealed class FilteringRelation(TestRelation inner) : QueryRelation
{
    public override string Name => inner.Name;

    public override Schema Schema => inner.Schema;

    internal ConcurrentQueue<string> Filters { get; } = [];

    public override async IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Filters.Enqueue(filter?.ToString() ?? "");
        string[] output = [.. columns ?? [.. Schema.FieldsList.Select(f => f.Name)]];
        string[] all = [.. output.Union(filter?.GetColumns() ?? (IEnumerable<string>)[])];
        await foreach (RecordBatch batch in inner.OpenAsync(all, null, cancellationToken).WithCancellation(cancellationToken))
        {
            RecordBatch projected = new(Schema.Project(output), output.Select(batch.Column), batch.Length);
            if (filter is null)
            {
                yield return projected;
                continue;
            }
            TruthValue[] truth = new TruthValue[batch.Length];
            FilterEvaluator.Create(filter, batch.Schema).Evaluate(batch, truth);
            yield return BatchSelection.Take(projected, [.. Enumerable.Range(0, truth.Length).Where(i => truth[i] == TruthValue.True)]);
        }
    }
}
