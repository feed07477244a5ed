namespace DataMesh;

/// <summary>Kinds of <see cref="MaskKeyScope"/>.</summary>
public enum MaskKeyScopeKind
{
    /// <summary>All ports of the product.</summary>
    Product = 0,

    /// <summary>One output port.</summary>
    Port = 1,

    /// <summary>All products of the domain.</summary>
    Domain = 2,

    /// <summary>Whoever uses the name.</summary>
    Named = 3,
}
