using DataMesh;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps a mesh in a local folder.</summary>
public static class LocalFilesBuilderExtensions
{
    /// <summary>Fills the store slot with a local folder.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="folder">The folder; relative to the current directory of this call unless absolute. It is created when something is written.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The mesh has a store already.</exception>
    public static IDataMeshBuilder UseLocalFiles(this IDataMeshBuilder builder, string folder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string absolute = Path.GetFullPath(folder);
        return builder.Use<ObjectStore>(nameof(UseLocalFiles), _ => new LocalFilesObjectStore(absolute));
    }
}
