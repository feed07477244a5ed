using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>A reference resolved against what a catalog says now: one output port in one major version.</summary>
internal sealed record PortBinding
{
    public required PortName Name { get; init; }

    public required ProductRegistration Product { get; init; }

    public required OutputPortDescriptor Output { get; init; }

    public required DataContract Contract { get; init; }

    public PortReference Reference => new(Name, Contract.Version.Major);

    /// <summary>What messages call it: with the major version where the product has several.</summary>
    public string Label => (Product.Descriptor.OutputPorts.Count(o => string.Equals(o.Name, Name.Port, StringComparison.Ordinal)) > 1 ? Reference : new PortReference(Name)).ToString();

    public TableLocation Location => new() { Store = Product.Store, Path = Output.TablePath };

    /// <summary>Whom to ask about the port.</summary>
    public string Owner => (Contract.Owner ?? Product.Descriptor.Owner) is { } owner ? $"the owner ({owner})" : $"the domain '{Name.Product.Domain}'";

    /// <summary>All output ports of a registered product, in every major version.</summary>
    public static IEnumerable<PortBinding> All(ProductRegistration product) => product.Descriptor.OutputPorts
        .Select(o => Find(product, new PortReference(new PortName(product.Descriptor.Name, o.Name), o.Version.Major))).OfType<PortBinding>();

    /// <summary>Finds a port of a registered product; null when it has none of that name and major version.</summary>
    public static PortBinding? Find(ProductRegistration product, PortReference reference)
    {
        OutputPortDescriptor? output = product.Descriptor.OutputPorts
            .Where(o => string.Equals(o.Name, reference.Port.Port, StringComparison.Ordinal) && (reference.Major is null || o.Version.Major == reference.Major))
            .MaxBy(o => o.Version);
        DataContract? contract = output is null ? null : product.Contracts.FirstOrDefault(c => c.Port == reference.Port && c.Version == output.Version);
        return contract is null ? null : new PortBinding { Name = reference.Port, Product = product, Output = output!, Contract = contract };
    }
}
