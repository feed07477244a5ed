using DataMesh;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Arrow files.</summary>
public static class ArrowBuilderExtensions
{
    /// <summary>The key under which <see cref="AddArrowFiles"/> registers the <see cref="FileFormat"/>.</summary>
    public const string ArrowFilesKey = "arrow";

    /// <summary>
    /// Adds Arrow IPC files for exports and inputs, as a <see cref="FileFormat"/> with the key <see cref="ArrowFilesKey"/>. It does not become the format of
    /// the mesh's tables: Iceberg knows no Arrow files. Safe to repeat.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the options; null: the defaults.</param>
    /// <returns>The builder.</returns>
    public static IDataMeshBuilder AddArrowFiles(this IDataMeshBuilder builder, Action<ArrowFileOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddKeyedSingleton<FileFormat>(ArrowFilesKey, (services, _) => new ArrowFileFormat(
            services.GetRequiredService<IOptions<ArrowFileOptions>>().Value, services.GetService<ILogger<ArrowFileFormat>>()));
        OptionsBuilder<ArrowFileOptions> options = builder.Services.AddOptionsWithValidateOnStart<ArrowFileOptions, ArrowFileOptionsValidator>();
        if (configure is not null)
            options.Configure(configure);
        return builder;
    }
}
