using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>
/// What a principal may know to exist. A port is known to the product itself and its stewards, to whom a grant or an agreement names, and, when something of it
/// is offered, to every named principal, so that access can be asked for. A product is known when one of its ports is. All else looks absent.
/// </summary>
internal sealed class Discovery(MeshRuntime runtime, MeshPrincipal? principal)
{
    private readonly DateTimeOffset _now = runtime.Services.Time.GetUtcNow();

    /// <summary>Who looks, for messages; null: nobody who says so.</summary>
    public MeshPrincipal? Principal => principal;

    /// <summary>The principal that looks at a product, and the ports it may know; null when the product looks absent.</summary>
    public (MeshPrincipal Reader, IReadOnlyList<PortBinding> Ports)? Look(ProductRegistration product)
    {
        if (ReaderOf(product) is not { } reader)
            return null;
        PortBinding[] ports = [.. Ports(product).Where(p => Knows(p, reader))];
        return ports.Length > 0 || SeesAll(product, reader) ? (reader, ports) : null;
    }

    /// <summary>Finds the port that a reference means, the newest that may be known; null when there is none.</summary>
    /// <remarks>Without a readable policy nobody can tell who may know: the port resolves, and the decision denies.</remarks>
    public PortBinding? Find(ProductRegistration product, PortReference reference) => ReaderOf(product) is not { } reader ? null
        : Candidates(product, reference).FirstOrDefault(p => product.Policy is null || Knows(p, reader));

    /// <summary>The ports that a reference could mean, the one it means first, whoever asks: of those that are served the newest, before drafts and what has ended.</summary>
    public static IEnumerable<PortBinding> Candidates(ProductRegistration product, PortReference reference) => Ports(product)
        .Where(p => p.Name == reference.Port && (reference.Major is null || p.Contract.Version.Major == reference.Major))
        .OrderBy(p => LifecycleRules.Rank(p.Contract.Status)).ThenByDescending(p => p.Contract.Version);

    // Without a principal, only a product that this node declares looks, and only at itself.
    private MeshPrincipal? ReaderOf(ProductRegistration product) => principal ?? runtime.OwnPrincipal(product);

    private bool Knows(PortBinding port, MeshPrincipal reader)
    {
        if (SeesAll(port.Product, reader))
            return true;
        if (PolicyEvaluation.FindPolicy(port) is not { } policy)
            return false;
        return policy.Offers.Count > 0 || policy.Grants.Any(g => RecipientMatch.Receives(g.To, reader, _now))
            || port.Product.Agreements.Any(a => a.Status == AgreementStatus.Approved && a.Port == port.Reference && RecipientMatch.Receives(a.Consumer.ToRecipients(), reader, _now));
    }

    private bool SeesAll(ProductRegistration product, MeshPrincipal reader) =>
        (reader.Kind == PrincipalKind.Product && reader.Product == product.Descriptor.Id) || (product.Policy is { } policy && RecipientMatch.Receives(policy.Stewards, reader, _now));

    private static IEnumerable<PortBinding> Ports(ProductRegistration product) => product.Descriptor.OutputPorts
        .Select(o => PortBinding.Find(product, new PortReference(new PortName(product.Descriptor.Name, o.Name), o.Version.Major))).OfType<PortBinding>();
}
