using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Runs SQL with DuckDB inside the process. Each statement has an instance to itself while it runs, sealed for the files it was granted; another statement gets it only when nothing of the first is left.</summary>
/// <remarks>
/// Thread-safe. Statements of one engine share the gate that checks them and the guard, a trusted instance that reads granted files under a policy; neither runs a statement.
/// </remarks>
public sealed class DuckDbQueryEngine : QueryEngine
{
    private readonly EngineParts _parts;

    /// <summary>Creates an engine.</summary>
    /// <param name="options">What a statement may use; later changes of the object have no effect. Null: the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public DuckDbQueryEngine(DuckDbOptions? options = null)
    {
        options ??= new DuckDbOptions();
        if (new DuckDbOptionsValidator().Validate(null, options) is { Failed: true } result)
            throw new ArgumentException(result.FailureMessage, nameof(options));
        _parts = new EngineParts(options.Clone());
    }

    /// <inheritdoc/>
    public override QueryEngineCapabilities Capabilities { get; } = new() { Dialect = "duckdb", Sandboxed = true, ReadsDirectFiles = true };

    /// <inheritdoc/>
    /// <remarks>
    /// The task completes when the result's columns are known, which for sorts and groups is near the end of the work.
    /// The token also ends the returned run, as long as it is not disposed.
    /// </remarks>
    /// <exception cref="DataMeshException">
    /// Kind InvalidRequest: the statement is refused. Kind LimitExceeded: it takes longer than <see cref="DuckDbOptions.TimeLimit"/>, or too many run already. Kind NativeLibraryMissing: DuckDB does not run on this platform. Exceptions of a relation pass as they are.
    /// </exception>
    public override async Task<QueryRun> StartAsync(QueryPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.BatchRows, 1);
        cancellationToken.ThrowIfCancellationRequested();
        await _parts.Turns.TakeAsync(cancellationToken).ConfigureAwait(false);
        DuckDbQueryRun run = new(new DuckDbWork(_parts, plan), _parts, cancellationToken);
        try
        {
            await run.StartedAsync().ConfigureAwait(false);
            return run;
        }
        catch
        {
            await run.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _parts.Dispose();
        base.Dispose(disposing);
    }
}
