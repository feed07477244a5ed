using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataMesh.Testing;

/// <summary>A whole mesh node in the memory of the process, for tests of producers and consumers: it registers, publishes, decides and enforces as any other. Thread-safe.</summary>
/// <remarks>
/// Nothing is shared between two of them and nothing survives one. SQL needs an engine: reference its package and call its <c>Use</c> method in the configuration.
/// Keyed hashes use a fixed key that is no secret, unless the configuration gives keys.
/// </remarks>
public sealed class InMemoryMesh : IDataMesh, IAsyncDisposable, IDisposable
{
    private readonly ServiceProvider _services;
    private readonly IDataMesh _mesh;

    private InMemoryMesh(ServiceProvider services)
    {
        _services = services;
        _mesh = services.GetRequiredService<IDataMesh>();
    }

    /// <inheritdoc/>
    public MeshPrincipal? Principal => _mesh.Principal;

    /// <inheritdoc/>
    public IMeshCatalog Catalog => _mesh.Catalog;

    /// <inheritdoc/>
    public IMeshAccess Access => _mesh.Access;

    /// <inheritdoc/>
    public IMeshLifecycle Lifecycle => _mesh.Lifecycle;

    /// <summary>The container, for what the code under test has injected: <see cref="IOutputPort{T}"/>, inputs, the application's own services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Creates a node.</summary>
    /// <param name="configure">Declares what it owns and who it is, as in the application. The store and the table format are there already.</param>
    /// <param name="time">The clock of snapshots, terms, retention and audit records; null: the system's. One that a test moves makes an agreement end.</param>
    /// <exception cref="DataMeshException">A definition is not valid.</exception>
    public static InMemoryMesh Create(Action<IDataMeshBuilder> configure, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ServiceCollection services = new();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddDataMeshCore(builder => Configure(builder.UseInMemory(), configure));
        ServiceProvider provider = services.BuildServiceProvider();
        try
        {
            provider.GetService<IStartupValidator>()?.Validate();
            return new InMemoryMesh(provider);
        }
        catch
        {
            provider.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IChangeCursorStore Cursors => _mesh.Cursors;

    /// <inheritdoc/>
    public IDataMesh As(MeshPrincipal principal) => _mesh.As(principal);

    /// <inheritdoc/>
    public IOutputPort<T> Output<T>(PortName port)
        where T : IDataSchema<T> => _mesh.Output<T>(port);

    /// <inheritdoc/>
    public Task<IInputPort<T>> OpenAsync<T>(PortReference source, Purpose purpose = default, CancellationToken cancellationToken = default)
        where T : IDataSchema<T> => _mesh.OpenAsync<T>(source, purpose, cancellationToken);

    /// <inheritdoc/>
    public Task<IInputPort> OpenAsync(PortReference source, Purpose purpose = default, CancellationToken cancellationToken = default) =>
        _mesh.OpenAsync(source, purpose, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<T> QueryAsync<T>(SqlStatement sql, CancellationToken cancellationToken = default)
        where T : IDataSchema<T> => _mesh.QueryAsync<T>(sql, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordBatch> QueryBatchesAsync(SqlStatement sql, CancellationToken cancellationToken = default) => _mesh.QueryBatchesAsync(sql, cancellationToken);

    /// <inheritdoc/>
    public Task<T> QueryScalarAsync<T>(SqlStatement sql, CancellationToken cancellationToken = default) => _mesh.QueryScalarAsync<T>(sql, cancellationToken);

    /// <inheritdoc/>
    public Task<RunResult> PublishRunAsync(Action<RunBuilder> ports, RunOptions options, CancellationToken cancellationToken = default) => _mesh.PublishRunAsync(ports, options, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ProductRun> ListRunsAsync(ProductName product, Purpose purpose = default, CancellationToken cancellationToken = default) => _mesh.ListRunsAsync(product, purpose, cancellationToken);

    /// <inheritdoc/>
    public Task<PublishResult> RefreshAsync(PortName derived, CancellationToken cancellationToken = default) => _mesh.RefreshAsync(derived, cancellationToken);

    /// <inheritdoc/>
    public Task<PublishResult> RefreshIfChangedAsync(PortName derived, CancellationToken cancellationToken = default) => _mesh.RefreshIfChangedAsync(derived, cancellationToken);

    /// <inheritdoc/>
    public Task<PublishResult> BackfillAsync(PortName derived, IReadOnlyCollection<ScalarValue> partitions, CancellationToken cancellationToken = default) => _mesh.BackfillAsync(derived, partitions, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RefreshRun> ListRefreshesAsync(PortName derived, CancellationToken cancellationToken = default) => _mesh.ListRefreshesAsync(derived, cancellationToken);

    /// <inheritdoc/>
    public Task RegisterAsync(CancellationToken cancellationToken = default) => _mesh.RegisterAsync(cancellationToken);

    /// <summary>Releases the node with everything in it. Reads that are still running fail.</summary>
    public void Dispose() => _services.Dispose();

    /// <summary>Releases the node with everything in it. Reads that are still running fail.</summary>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static void Configure(IDataMeshBuilder builder, Action<IDataMeshBuilder> configure)
    {
        configure(builder);
        if (builder.Services.All(s => s.ServiceType != typeof(IMaskKeyProvider)))
            builder.UseMaskKeys(TestKeys.Master);
    }
}
