namespace DataMesh;

/// <summary>Everything that a decision reads, so that nobody gets another's. Compared by content; lists of the principal are copied, because they may change.</summary>
internal sealed class DecisionKey : IEquatable<DecisionKey>
{
    private readonly ProductId _product;
    private readonly long _head;
    private readonly long _epoch;
    private readonly PortName _port;
    private readonly SemanticVersion _version;
    private readonly string _name;
    private readonly PrincipalKind _kind;
    private readonly DomainName _domain;
    private readonly ProductId? _ownProduct;
    private readonly Purpose _purpose;
    private readonly string? _region;
    private readonly string? _offer;
    private readonly string[] _roles;
    private readonly KeyValuePair<string, string>[] _attributes;
    private readonly int _hash;

    public DecisionKey(PortBinding port, MeshPrincipal principal, Purpose purpose, string? region, string? offer)
    {
        (_product, _head, _epoch, _port, _version) = (port.Product.Descriptor.Id, port.Product.Head, port.Product.Policy?.Epoch ?? -1, port.Name, port.Contract.Version);
        (_name, _kind, _domain, _ownProduct, _purpose, _region, _offer) = (principal.Name, principal.Kind, principal.Domain, principal.Product, purpose, region, offer);
        _roles = [.. principal.Roles];
        _attributes = [.. principal.Attributes];
        if (_attributes.Length > 1)
            Array.Sort(_attributes, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        HashCode hash = default;
        hash.Add(_product);
        hash.Add(_head);
        hash.Add(_name);
        hash.Add(_purpose);
        foreach (string role in _roles)
            hash.Add(role);
        foreach ((string name, string value) in _attributes)
        {
            hash.Add(name);
            hash.Add(value);
        }
        _hash = hash.ToHashCode();
    }

    public bool Equals(DecisionKey? other) => other is not null && _hash == other._hash
        && _product == other._product && _head == other._head && _epoch == other._epoch && _port == other._port && _version == other._version
        && _name == other._name && _kind == other._kind && _domain == other._domain && _ownProduct == other._ownProduct
        && _purpose == other._purpose && _region == other._region && _offer == other._offer
        && _roles.AsSpan().SequenceEqual(other._roles) && _attributes.AsSpan().SequenceEqual(other._attributes);

    public override bool Equals(object? obj) => Equals(obj as DecisionKey);

    public override int GetHashCode() => _hash;
}
