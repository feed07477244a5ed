namespace DataMesh;

/// <summary>Declares one product.</summary>
public abstract class ProductBuilder
{
    /// <summary>Says what the product is, in one or two sentences.</summary>
    public abstract ProductBuilder Describe(string description);

    /// <summary>Adds search words.</summary>
    public abstract ProductBuilder Tag(params ReadOnlySpan<string> tags);

    /// <summary>Says what kind of product it is. Default: source-aligned, or aggregate when it has inputs.</summary>
    public abstract ProductBuilder Archetype(ProductArchetype archetype);

    /// <summary>Declares that the product reads a port of another product.</summary>
    /// <param name="source">The port.</param>
    /// <param name="name">What SQL calls it. Default: the port's segment, with <c>_</c> for <c>-</c>.</param>
    /// <param name="purpose">Why.</param>
    public abstract ProductBuilder Input<T>(PortReference source, string? name = null, Purpose purpose = default)
        where T : IDataSchema<T>;

    /// <summary>Says who sees raw data of all ports, approves agreements and changes the policy, beside the product itself. Default: nobody.</summary>
    public abstract ProductBuilder Stewards(Recipients stewards);

    /// <summary>Puts a purpose into the product's tree: what is granted for a purpose holds for all purposes below it.</summary>
    /// <param name="name">The purpose.</param>
    /// <param name="under">The purpose above it; default: none.</param>
    /// <param name="description">What it means.</param>
    public abstract ProductBuilder Purpose(Purpose name, Purpose under = default, string? description = null);

    /// <summary>Declares an output port.</summary>
    /// <param name="name">The port's segment.</param>
    /// <param name="configure">Declares version, mode, policy and more.</param>
    public abstract ProductBuilder Output<T>(string name, Action<OutputPortBuilder<T>> configure)
        where T : IDataSchema<T>;
}
