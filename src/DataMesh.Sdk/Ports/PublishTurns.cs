using System.Collections.Concurrent;

namespace DataMesh;

/// <summary>
/// Lets publishes that depend on the rows that are there take turns within the process: they would only exclude one another. Appends never wait;
/// other processes are kept apart by the commit alone.
/// </summary>
internal sealed class PublishTurns
{
    private readonly ConcurrentDictionary<PortReference, SemaphoreSlim> _gates = new();

    public Task<T> RunAsync<T>(PortBinding port, Func<Task<T>> publish, CancellationToken cancellationToken) => RunAsync(port, always: false, publish, cancellationToken);

    /// <summary>One publish to several ports: a turn at each, in the order of their names, so that two of them never wait for each other.</summary>
    public Task<T> RunAsync<T>(IEnumerable<PortBinding> ports, Func<Task<T>> publish, CancellationToken cancellationToken) =>
        ports.OrderByDescending(p => p.Reference.ToString(), StringComparer.Ordinal).Aggregate(publish, (inner, port) => () => RunAsync(port, inner, cancellationToken))();

    /// <param name="port">The port.</param>
    /// <param name="always">True to take a turn for an append as well.</param>
    /// <param name="publish">The publish.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public async Task<T> RunAsync<T>(PortBinding port, bool always, Func<Task<T>> publish, CancellationToken cancellationToken)
    {
        if (!always && port.Contract.Mode == PublishMode.Append && !QualityAssessment.DependsOnPort(port.Contract))
            return await publish().ConfigureAwait(false);
        SemaphoreSlim gate = _gates.GetOrAdd(port.Reference, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await publish().ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }
}
