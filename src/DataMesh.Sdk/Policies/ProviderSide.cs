using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Who may act as provider of a product: the product itself, in the process that declares it, and its stewards.</summary>
internal sealed class ProviderSide(MeshRuntime runtime, MeshPrincipal? principal)
{
    /// <summary>The principal that acts for a product.</summary>
    /// <exception cref="PolicyDeniedException">The principal may not, or there is no such product: nobody can tell which.</exception>
    public MeshPrincipal Demand(ProductName product, ProductRegistration? registration, string operation) => Find(registration) ?? throw Denied(product, operation);

    /// <summary>The refusal.</summary>
    public static PolicyDeniedException Denied(ProductName product, string operation) => new(
        $"Cannot {operation} for '{product}': only the product itself, in the process that declares it, and its stewards may. Act for one of them with mesh.As(…), or ask the owner.") { Product = product, Operation = operation };

    private MeshPrincipal? Find(ProductRegistration? registration)
    {
        if (registration is null || (principal ?? runtime.OwnPrincipal(registration)) is not { } acting)
            return null;
        bool itself = acting.Kind == PrincipalKind.Product && acting.Product == registration.Descriptor.Id;
        return itself || (registration.Policy is { } policy && RecipientMatch.Receives(policy.Stewards, acting, runtime.Services.Time.GetUtcNow())) ? acting : null;
    }
}
