namespace DataMesh;

/// <summary>The code of a derived output port. One DI scope per run; inputs are <see cref="IInputPort{T}"/> constructor parameters, declared by the product's <c>Input</c>.</summary>
/// <typeparam name="T">The record of the derived port.</typeparam>
public abstract class Transformation<T>
    where T : IDataSchema<T>
{
    /// <summary>Yields the rows of the derived port.</summary>
    public abstract IAsyncEnumerable<T> RunAsync(TransformationRun run, CancellationToken cancellationToken);
}
