namespace DataMesh;

/// <summary>Everything a decision about an agreement is made from.</summary>
internal sealed record AgreementCase
{
    /// <summary>The product that provides, as its newest head says.</summary>
    public required LoadedProduct Product { get; init; }

    /// <summary>The agreement in the state it is in: the request, or what was decided last.</summary>
    public required AccessAgreement Agreement { get; init; }

    /// <summary>Who decides.</summary>
    public required MeshPrincipal Decider { get; init; }

    /// <summary>The moment of the decision.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The policy of the port; null when the product has no readable one or the port none.</summary>
    public PortPolicy? Policy => Product.Registration.Policy?.Ports.FirstOrDefault(p => p.Port == Agreement.Port.Port.Port && p.Major == Agreement.Port.Major);

    /// <summary>The purposes of the product.</summary>
    public PurposeTree Purposes => new(Product.Registration.Policy?.Purposes ?? []);
}
