using Microsoft.Extensions.DependencyInjection;

namespace DataMesh;

internal sealed class DataMeshBuilder(IServiceCollection services) : IDataMeshBuilder
{
    public IServiceCollection Services { get; } = services;
}
