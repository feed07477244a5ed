namespace DataMesh.Adapters;

/// <summary>Lets so many statements run at once; others wait for their turn. Thread-safe.</summary>
internal sealed class StatementTurns(DuckDbOptions options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.MaximumStatements);

    /// <exception cref="DataMeshException">Kind LimitExceeded: no turn came in time.</exception>
    internal async Task TakeAsync(CancellationToken cancellationToken)
    {
        if (!await _free.WaitAsync(options.MaximumWait, cancellationToken).ConfigureAwait(false))
            throw DuckDbErrors.TooMany(options);
    }

    internal void GiveBack() => _free.Release();

    public void Dispose() => _free.Dispose();
}
