using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Says which stored rows are meant.</summary>
internal interface IRowMatch
{
    /// <summary>A condition that every row that is meant fulfils.</summary>
    Filter Bounds { get; }

    /// <summary>The columns that it looks at.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The ordinals of the rows that are not meant.</summary>
    List<int> Others(RecordBatch batch);
}

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

/// <summary>The rows of given keys.</summary>
internal sealed class KeyMatch : IRowMatch
{
    private readonly KeyTable _keys = new();

    /// <param name="batches">The keys; they stay the caller's.</param>
    /// <param name="schema">The table's columns.</param>
    /// <param name="key">The key columns.</param>
    public KeyMatch(IReadOnlyList<RecordBatch> batches, Schema schema, IReadOnlyList<string> key)
    {
        Columns = key;
        Schema keys = new([.. key.Select(schema.GetFieldByName)], null);
        Bounds = KeyBounds.Of([.. batches.Select(batch => new RecordBatch(keys, key.Select(name => batch.Column(name)), batch.Length))], keys, key);
        foreach (RecordBatch batch in batches)
        {
            KeyReader reader = new(batch, key);
            for (int row = 0; row < batch.Length; row++)
                _keys.Set(reader.Read(row), row);
        }
    }

    public Filter Bounds { get; }

    public IReadOnlyList<string> Columns { get; }

    public List<int> Others(RecordBatch batch)
    {
        KeyReader reader = new(batch, Columns);
        List<int> others = new(batch.Length);
        for (int row = 0; row < batch.Length; row++)
            if (!_keys.Contains(reader.Read(row)))
                others.Add(row);
        return others;
    }
}
