using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataMesh;

/// <summary>Makes declared output ports injectable: by port name as the key, and without a key where the record type is declared once.</summary>
internal static class OutputPortServices
{
    internal static void Add<T>(IServiceCollection services, PortDeclaration<T> declaration)
        where T : IDataSchema<T>
    {
        string key = declaration.Name.ToString();
        services.AddKeyedSingleton<IOutputPort<T>>(key, (provider, _) => new OutputPort<T>(provider.GetRequiredService<MeshRuntime>(), declaration, provider.GetService<DefaultPrincipal>()?.Value));
        services.TryAddSingleton<IOutputPort<T>>(provider => Resolve<T>(provider));
    }

    private static IOutputPort<T> Resolve<T>(IServiceProvider provider)
        where T : IDataSchema<T>
    {
        string[] keys = [.. provider.GetServices<ProductDeclaration>().SelectMany(p => p.Outputs).Where(o => o.Record == typeof(T)).Select(o => o.Name.ToString())];
        return keys is [string only]
            ? provider.GetRequiredKeyedService<IOutputPort<T>>(only)
            : throw new InvalidOperationException(
                $"IOutputPort<{typeof(T).Name}> is ambiguous: {keys.Length} ports publish this record ('{string.Join("', '", keys)}'). Inject one by its key: [FromKeyedServices(\"{keys.FirstOrDefault()}\")].");
    }
}
