using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Adapters.Authoring;

/// <summary>Fills the slots of a mesh: contracts of which a mesh has exactly one.</summary>
public static class DataMeshBuilderSlots
{
    /// <summary>Fills a slot: registers the one singleton of a contract.</summary>
    /// <typeparam name="TContract">The contract, for example <see cref="ObjectStore"/>.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="caller">The method that fills the slot, for messages: <c>UseLocalFiles</c>.</param>
    /// <param name="create">Creates the implementation, once. The container owns and disposes it.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The slot is filled; the message names the method that filled it.</exception>
    public static IDataMeshBuilder Use<TContract>(this IDataMeshBuilder builder, string caller, Func<IServiceProvider, TContract> create)
        where TContract : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(caller);
        ArgumentNullException.ThrowIfNull(create);
        foreach (ServiceDescriptor service in builder.Services)
            if (!service.IsKeyedService && service.ImplementationInstance is FilledSlot<TContract> filled)
                throw new InvalidOperationException(
                    $"{caller}() cannot fill the slot '{typeof(TContract).Name}': {filled.Caller}() filled it before. A mesh has one; remove one of the two calls.");
        builder.Services.AddSingleton(new FilledSlot<TContract>(caller));
        builder.Services.AddSingleton(create);
        return builder;
    }

    private sealed record FilledSlot<TContract>(string Caller);
}
