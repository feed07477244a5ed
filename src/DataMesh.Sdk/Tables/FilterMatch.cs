using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The rows for which a condition is true.</summary>
internal sealed class FilterMatch(Filter filter) : IRowMatch
{
    private Schema? _schema;
    private FilterEvaluator? _evaluator;

    public Filter Bounds => filter;

    public IReadOnlyList<string> Columns { get; } = [.. filter.GetColumns()];

    public List<int> Others(RecordBatch batch)
    {
        if (_schema is null || !BatchColumns.AreSame(_schema, batch.Schema))
            _evaluator = FilterEvaluator.Create(filter, _schema = batch.Schema);
        TruthValue[] truth = new TruthValue[batch.Length];
        _evaluator!.Evaluate(batch, truth);
        return [.. Enumerable.Range(0, truth.Length).Where(row => truth[row] != TruthValue.True)];
    }
}
