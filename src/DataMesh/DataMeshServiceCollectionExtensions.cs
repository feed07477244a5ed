using DataMesh;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a mesh with batteries: Parquet files, Iceberg tables and DuckDB, unless the application chooses others.</summary>
public static class DataMeshServiceCollectionExtensions
{
    /// <summary>Adds a mesh over a root, for example a folder: <c>services.AddDataMesh("./mesh", m => m.AddProduct…)</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="root">A folder, or a <c>file://</c> URI.</param>
    /// <param name="configure">Declares what the node owns and who it is; null for a node that only reads.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">No referenced package provides a store for the root.</exception>
    public static IServiceCollection AddDataMesh(this IServiceCollection services, string root, Action<IDataMeshBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        return services.AddDataMesh(builder =>
        {
            builder.UseLocalFiles(RootFolder.Parse(root));
            configure?.Invoke(builder);
        });
    }

    /// <summary>Adds a mesh whose store the application chooses by a <c>Use…</c> call.</summary>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDataMesh(this IServiceCollection services, Action<IDataMeshBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddDataMeshCore(builder =>
        {
            configure(builder);
            if (IsEmpty<FileFormat>(services))
                builder.UseParquetSharp();
            if (IsEmpty<TableFormat>(services))
                builder.UseIceberg();
            if (IsEmpty<QueryEngine>(services))
                builder.UseDuckDb();
        });
    }

    /// <summary>Adds a mesh from the section <c>DataMesh</c>: <c>Root</c>, and optionally <c>Environment</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The application's configuration.</param>
    /// <param name="configure">Declares what the node owns and who it is; null for a node that only reads.</param>
    /// <returns>The services.</returns>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidConfiguration"/>: the root is missing.</exception>
    public static IServiceCollection AddDataMesh(this IServiceCollection services, IConfiguration configuration, Action<IDataMeshBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        string root = configuration["DataMesh:Root"] is { Length: > 0 } value ? value : throw new DataMeshException(DataMeshErrorKind.InvalidConfiguration,
            "The configuration has no 'DataMesh:Root': set it to the folder of the mesh, for example \"DataMesh\": { \"Root\": \"./mesh\" }, or pass the root to AddDataMesh.");
        return services.AddDataMesh(root, builder =>
        {
            if (configuration["DataMesh:Environment"] is { Length: > 0 } environment)
                builder.UseEnvironment(environment);
            configure?.Invoke(builder);
        });
    }

    private static bool IsEmpty<T>(IServiceCollection services) => services.All(s => s.ServiceType != typeof(T));
}
