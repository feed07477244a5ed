using Microsoft.Extensions.DependencyInjection;

namespace DataMesh;

/// <summary>The inputs of the product whose transformation runs in this DI scope; none outside a run.</summary>
internal sealed class TransformationInputs
{
    private IReadOnlyList<(InputDeclaration Declaration, InputPort Port)> _inputs = [];
    private ProductName _product;

    public void Begin(ProductName product, IReadOnlyList<(InputDeclaration Declaration, InputPort Port)> inputs)
    {
        _product = product;
        _inputs = inputs;
    }

    /// <summary>What <see cref="IInputPort{T}"/> resolves to: the running product's input, otherwise the application's own.</summary>
    public static IInputPort<T> Resolve<T>(IServiceProvider provider)
        where T : IDataSchema<T>
    {
        TransformationInputs scope = provider.GetRequiredService<TransformationInputs>();
        if (scope._inputs.Count > 0)
        {
            InputPort[] matches = [.. scope._inputs.Where(i => i.Declaration.Record == typeof(T)).Select(i => i.Port)];
            return matches is [IInputPort<T> only] ? only : throw new InvalidOperationException(
                $"The product '{scope._product}' declares {matches.Length} inputs of the record '{typeof(T).Name}': a transformation can be given exactly one. Declare it with Input<{typeof(T).Name}>(…), or use one record type per input.");
        }
        string[] keys = [.. provider.GetServices<InjectableInput>().Where(i => i.Record == typeof(T)).Select(i => i.Key)];
        return keys is [string key] ? provider.GetRequiredKeyedService<IInputPort<T>>(key) : throw new InvalidOperationException(
            $"IInputPort<{typeof(T).Name}> cannot be injected here: {keys.Length} inputs of this record are declared by AddInput. {(keys.Length == 0 ? "Call AddInput on the builder." : $"Inject one by its key: [FromKeyedServices(\"{keys[0]}\")].")}");
    }
}
