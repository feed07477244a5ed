using DataMesh;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Parquet without native code.</summary>
public static class ManagedParquetBuilderExtensions
{
    /// <summary>Stores data files as Parquet in managed code only, for platforms where the native library of <c>UseParquetSharp()</c> does not load.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null: the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The mesh already has a file format.</exception>
    public static IDataMeshBuilder UseManagedParquet(this IDataMeshBuilder builder, Action<ManagedParquetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Use<FileFormat>(nameof(UseManagedParquet), services => new ManagedParquetFileFormat(
            services.GetRequiredService<IOptions<ManagedParquetOptions>>().Value, services.GetService<ILogger<ManagedParquetFileFormat>>()));
        OptionsBuilder<ManagedParquetOptions> options = builder.Services.AddOptionsWithValidateOnStart<ManagedParquetOptions, ManagedParquetOptionsValidator>();
        if (configure is not null)
            options.Configure(configure);
        return builder;
    }
}
