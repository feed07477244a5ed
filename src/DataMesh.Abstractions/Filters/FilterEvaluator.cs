using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Evaluates a filter over record batches of one schema, vectorised, with three-valued logic.</summary>
/// <remarks>Thread-safe. Honours slice offsets and dictionary-encoded texts; each entry of a dictionary is tested once per batch.</remarks>
public sealed class FilterEvaluator
{
    private readonly Schema _schema;
    private readonly TruthNode _root;
    private readonly BoundColumn[] _columns;

    private FilterEvaluator(Schema schema, TruthNode root, BoundColumn[] columns)
    {
        _schema = schema;
        _root = root;
        _columns = columns;
    }

    /// <summary>Binds a filter to a schema.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="schema">The schema of the batches; columns are found by name.</param>
    /// <param name="principal">Whose attributes the filter refers to; null: all attributes are null.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: a column does not exist, or operands of kinds without a common order are compared.</exception>
    public static FilterEvaluator Create(Filter filter, Schema schema, MeshPrincipal? principal = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(schema);
        FilterBinder binder = new(schema, principal);
        TruthNode root = binder.Bind(filter);
        return new(schema, root, [.. binder.Columns.Values]);
    }

    /// <summary>Evaluates the filter on every row.</summary>
    /// <param name="batch">A batch of the schema; a text column may be dictionary-encoded although the schema says otherwise, and the other way round.</param>
    /// <param name="truth">Receives one truth value per row; at least as long as the batch.</param>
    /// <exception cref="ArgumentException">The batch has another schema, or <paramref name="truth"/> is too short.</exception>
    public void Evaluate(RecordBatch batch, Span<TruthValue> truth)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (truth.Length < batch.Length)
            throw new ArgumentException($"The destination holds {truth.Length} truth values and the batch has {batch.Length} rows.", nameof(truth));
        if (!ReferenceEquals(batch.Schema, _schema))
            RequireSameColumns(batch.Schema);
        if (batch.Length > 0)
            _root.Evaluate(batch, truth[..batch.Length]);
    }

    private void RequireSameColumns(Schema schema)
    {
        foreach (BoundColumn column in _columns)
        {
            if (column.Ordinal >= schema.FieldsList.Count || BoundColumn.Find(schema, column.Name) != column)
                throw new ArgumentException($"The filter was bound to a schema whose column {column.Ordinal} is '{column.Name}' of {column.Type}; the batch's is not. Create an evaluator for the batch's schema.", nameof(schema));
        }
    }
}
