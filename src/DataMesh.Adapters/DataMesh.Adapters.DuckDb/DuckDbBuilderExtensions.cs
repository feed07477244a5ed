using DataMesh;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers DuckDB.</summary>
public static class DuckDbBuilderExtensions
{
    /// <summary>Runs SQL with DuckDB, inside the process and without access to anything but the relations of a statement.</summary>
    /// <exception cref="InvalidOperationException">A query engine is registered already.</exception>
    public static IDataMeshBuilder UseDuckDb(this IDataMeshBuilder builder, Action<DuckDbOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(service => service.ServiceType == typeof(QueryEngine)))
            throw new InvalidOperationException("A query engine is registered already. Call UseDuckDb once, and no other query engine beside it.");
        OptionsBuilder<DuckDbOptions> options = builder.Services.AddOptionsWithValidateOnStart<DuckDbOptions, DuckDbOptionsValidator>();
        if (configure is not null)
            options.Configure(configure);
        builder.Services.AddSingleton<QueryEngine>(services => new DuckDbQueryEngine(services.GetRequiredService<IOptions<DuckDbOptions>>().Value));
        return builder;
    }
}
