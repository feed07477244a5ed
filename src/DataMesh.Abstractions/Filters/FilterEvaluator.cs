using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Evaluates a filter over record batches of one schema, vectorised, with three-valued logic.</summary>
/// <remarks>Thread-safe. Honours slice offsets and dictionary-encoded texts.</remarks>
public sealed class FilterEvaluator
{
    private FilterEvaluator() { }

    /// <summary>Binds a filter to a schema.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="schema">The schema of the batches; columns are found by name.</param>
    /// <param name="principal">Whose attributes the filter refers to; null: all attributes are null.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: a column does not exist, or operands of kinds without a common order are compared.</exception>
    public static FilterEvaluator Create(Filter filter, Schema schema, MeshPrincipal? principal = null) => throw new NotImplementedException();

    /// <summary>Evaluates the filter on every row.</summary>
    /// <param name="batch">A batch of the schema.</param>
    /// <param name="truth">Receives one truth value per row; at least as long as the batch.</param>
    public void Evaluate(RecordBatch batch, Span<TruthValue> truth) => throw new NotImplementedException();
}
