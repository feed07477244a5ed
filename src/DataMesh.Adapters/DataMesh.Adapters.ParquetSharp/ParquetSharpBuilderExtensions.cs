using DataMesh;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers ParquetSharp.</summary>
public static class ParquetSharpBuilderExtensions
{
    /// <summary>Stores data files as Parquet, through ParquetSharp. A host that starts where its native library does not load fails at its start.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null: the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The mesh already has a file format.</exception>
    public static IDataMeshBuilder UseParquetSharp(this IDataMeshBuilder builder, Action<ParquetSharpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Use<FileFormat>(nameof(UseParquetSharp), services => new ParquetSharpFileFormat(
            services.GetRequiredService<IOptions<ParquetSharpOptions>>().Value, services.GetService<ILogger<ParquetSharpFileFormat>>()));
        OptionsBuilder<ParquetSharpOptions> options = builder.Services.AddOptionsWithValidateOnStart<ParquetSharpOptions, ParquetSharpOptionsValidator>();
        if (configure is not null)
            options.Configure(configure);
        return builder;
    }
}
