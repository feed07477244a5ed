using DataMesh;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Iceberg.</summary>
public static class IcebergBuilderExtensions
{
    /// <summary>Stores tables as Apache Iceberg, format version 2, with data files of the registered <see cref="FileFormat"/>.</summary>
    /// <param name="builder">The mesh.</param>
    /// <param name="configure">Sets options; null: the defaults.</param>
    /// <exception cref="InvalidOperationException">A table format is registered already.</exception>
    public static IDataMeshBuilder UseIceberg(this IDataMeshBuilder builder, Action<IcebergOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(TableFormat)))
            throw new InvalidOperationException("Cannot use Iceberg: a table format is registered already, and a mesh has one. Remove the other Use… call.");
        OptionsBuilder<IcebergOptions> options = builder.Services.AddOptions<IcebergOptions>();
        if (configure is not null)
            options.Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IcebergOptions>, IcebergOptionsValidator>());
        builder.Services.AddSingleton<TableFormat>(services => new IcebergTableFormat(
            services.GetService<FileFormat>() ?? throw new InvalidOperationException("Iceberg needs a file format for its data files: add UseParquetSharp() or UseManagedParquet()."),
            services.GetRequiredService<IOptions<IcebergOptions>>().Value,
            services.GetService<TimeProvider>(),
            services.GetService<ILogger<IcebergTableFormat>>()));
        return builder;
    }
}
