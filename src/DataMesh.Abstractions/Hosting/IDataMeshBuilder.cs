using Microsoft.Extensions.DependencyInjection;

namespace DataMesh;

/// <summary>Collects what a mesh is made of. Everything else is an extension method: <c>Use…</c> fills a slot, <c>Add…</c> adds one more.</summary>
public interface IDataMeshBuilder
{
    /// <summary>The services of the application.</summary>
    IServiceCollection Services { get; }
}
