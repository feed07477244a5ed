using Apache.Arrow;

namespace DataMesh;

/// <summary>The mesh as one principal sees it.</summary>
internal sealed class MeshNode(MeshRuntime runtime, MeshPrincipal? principal) : IDataMesh
{
    public MeshPrincipal? Principal => principal;

    public IMeshCatalog Catalog { get; } = new MeshCatalog(runtime, principal);

    public IMeshAccess Access { get; } = new MeshAccess(runtime, principal);

    public IMeshLifecycle Lifecycle { get; } = new MeshLifecycle(runtime, principal);

    public IChangeCursorStore Cursors { get; } = runtime.Services.Cursors ?? new CursorFiles(runtime, principal);

    public IDataMesh As(MeshPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return new MeshNode(runtime, principal);
    }

    public IOutputPort<T> Output<T>(PortName port)
        where T : IDataSchema<T> => new OutputPort<T>(runtime, runtime.FindOutput<T>(port), principal);

    public async Task<IInputPort<T>> OpenAsync<T>(PortReference source, Purpose purpose = default, CancellationToken cancellationToken = default)
        where T : IDataSchema<T>
    {
        InputPort<T> port = new(runtime, await CheckAsync(source, purpose, cancellationToken).ConfigureAwait(false), principal, purpose);
        await port.DemandFitAsync(cancellationToken).ConfigureAwait(false);
        return port;
    }

    public async Task<IInputPort> OpenAsync(PortReference source, Purpose purpose = default, CancellationToken cancellationToken = default) =>
        new InputPort(runtime, await CheckAsync(source, purpose, cancellationToken).ConfigureAwait(false), principal, purpose);

    public IAsyncEnumerable<T> QueryAsync<T>(SqlStatement sql, CancellationToken cancellationToken = default)
        where T : IDataSchema<T>
    {
        ArgumentNullException.ThrowIfNull(sql);
        return runtime.Queries.RunAsync<T>(sql, cancellationToken);
    }

    public IAsyncEnumerable<RecordBatch> QueryBatchesAsync(SqlStatement sql, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return runtime.Queries.RunAsync(sql, cancellationToken);
    }

    public Task<T> QueryScalarAsync<T>(SqlStatement sql, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return ScalarResult.ReadAsync<T>(runtime.Queries.RunAsync(sql, cancellationToken), cancellationToken);
    }

    public Task<RunResult> PublishRunAsync(Action<RunBuilder> ports, RunOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(options);
        return runtime.Runs.PublishAsync(ports, options, cancellationToken);
    }

    public IAsyncEnumerable<ProductRun> ListRunsAsync(ProductName product, Purpose purpose = default, CancellationToken cancellationToken = default)
    {
        if (product == default)
            throw new ArgumentException("The default value names no product.", nameof(product));
        return runtime.Runs.ListAsync(product, principal, purpose, cancellationToken);
    }

    public Task<PublishResult> RefreshAsync(PortName derived, CancellationToken cancellationToken = default) => runtime.Refreshes.RunAsync(runtime.FindOutput(derived), RefreshWhen.Always, cancellationToken);

    public Task<PublishResult> RefreshIfChangedAsync(PortName derived, CancellationToken cancellationToken = default) => runtime.Refreshes.RunAsync(runtime.FindOutput(derived), RefreshWhen.RowsMayChange, cancellationToken);

    public Task<PublishResult> BackfillAsync(PortName derived, IReadOnlyCollection<ScalarValue> partitions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        return runtime.Refreshes.BackfillAsync(runtime.FindOutput(derived), partitions, cancellationToken);
    }

    public IAsyncEnumerable<RefreshRun> ListRefreshesAsync(PortName derived, CancellationToken cancellationToken = default) => runtime.Refreshes.ListAsync(runtime.FindOutput(derived), cancellationToken);

    public Task RegisterAsync(CancellationToken cancellationToken = default) => runtime.RegisterAsync(cancellationToken);

    // A handle keeps the major version it was opened with, so that a new major never changes what a running process reads.
    private async Task<PortReference> CheckAsync(PortReference source, Purpose purpose, CancellationToken cancellationToken)
    {
        runtime.Services.Tables.Rehearse();
        (PortBinding port, AccessDecision decision) = await new InputPort(runtime, source, principal, purpose).DemandAsync(cancellationToken).ConfigureAwait(false);
        if (source.Major is null && decision.Principal?.Product != port.Product.Descriptor.Id)
            Log.UnpinnedReference(runtime.Services.Logger, port.Name.ToString(), port.Reference.ToString());
        return port.Reference;
    }
}
