using DataMesh;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps a mesh in the memory of the process.</summary>
public static class InMemoryBuilderExtensions
{
    /// <summary>Fills the store and table slots with memory: for tests and experiments, nothing survives the process. Its clock is the container's <see cref="TimeProvider"/>.</summary>
    /// <exception cref="InvalidOperationException">The mesh has a store or a table format already.</exception>
    public static IDataMeshBuilder UseInMemory(this IDataMeshBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .Use<ObjectStore>(nameof(UseInMemory), provider => new InMemoryObjectStore(provider.GetService<TimeProvider>()))
            .Use<TableFormat>(nameof(UseInMemory), provider => new InMemoryTableFormat(provider.GetService<TimeProvider>()));
    }
}
