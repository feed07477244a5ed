using Apache.Arrow;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataMesh;

/// <summary>A mesh node without a host: for console programs, scripts and tests. Thread-safe; dispose it when every read has ended.</summary>
/// <remarks>In a hosted application use <c>builder.Services.AddDataMesh(…)</c> and inject <see cref="IDataMesh"/>.</remarks>
public sealed class Mesh : IDataMesh, IAsyncDisposable, IDisposable
{
    private readonly ServiceProvider _services;
    private readonly IDataMesh _mesh;

    private Mesh(ServiceProvider services)
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

    /// <summary>Creates a node over a root, for example a folder: <c>Mesh.Create("./mesh", m => m.AddProduct…)</c>.</summary>
    /// <param name="root">A folder, or a <c>file://</c> URI.</param>
    /// <param name="configure">Declares what the node owns and who it is; null for a node that only reads.</param>
    /// <exception cref="ArgumentException">No referenced package provides a store for the root.</exception>
    /// <exception cref="DataMeshException">The configuration is not valid, or a native library does not load on this platform.</exception>
    public static Mesh Create(string root, Action<IDataMeshBuilder>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        return Build(services => services.AddDataMesh(root, configure));
    }

    /// <summary>Creates a node whose store the application chooses: <c>Mesh.Create(m => m.UseLocalFiles("./mesh"))</c>.</summary>
    /// <exception cref="DataMeshException">The configuration is not valid, or a native library does not load on this platform.</exception>
    public static Mesh Create(Action<IDataMeshBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Build(services => services.AddDataMesh(configure));
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

    /// <summary>Releases the node. Reads that are still running fail.</summary>
    public void Dispose() => _services.Dispose();

    /// <summary>Releases the node. Reads that are still running fail.</summary>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static Mesh Build(Action<IServiceCollection> add)
    {
        ServiceCollection services = new();
        add(services);
        ServiceProvider provider = services.BuildServiceProvider();
        try
        {
            provider.GetService<IStartupValidator>()?.Validate();
            return new Mesh(provider);
        }
        catch
        {
            provider.Dispose();
            throw;
        }
    }
}
