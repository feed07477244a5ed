namespace DataMesh;

/// <summary>Whose key a keyed hash uses: who shares a scope can join the hashes.</summary>
/// <remarks>Immutable, compared by value. The default value is <see cref="Product"/>.</remarks>
public readonly record struct MaskKeyScope
{
    private MaskKeyScope(MaskKeyScopeKind kind, string? name) => (Kind, Name) = (kind, name);

    /// <summary>One output port.</summary>
    public static MaskKeyScope Port { get; } = new(MaskKeyScopeKind.Port, null);

    /// <summary>All ports of the product.</summary>
    public static MaskKeyScope Product { get; } = new(MaskKeyScopeKind.Product, null);

    /// <summary>All products of the domain.</summary>
    public static MaskKeyScope Domain { get; } = new(MaskKeyScopeKind.Domain, null);

    /// <summary>What kind of scope it is.</summary>
    public MaskKeyScopeKind Kind { get; }

    /// <summary>The name of a named scope; null for other kinds.</summary>
    public string? Name { get; }

    /// <summary>A scope that products of any domain join by its name.</summary>
    /// <exception cref="ArgumentException">The name is not one segment of <c>[a-z][a-z0-9-]{0,62}</c>.</exception>
    public static MaskKeyScope Named(string name) => NameRules.IsSegment(name) ? new(MaskKeyScopeKind.Named, name)
        : throw new ArgumentException($"'{name}' is not the name of a key scope: expected a lower-case letter followed by up to 62 letters, digits or hyphens.", nameof(name));
}
