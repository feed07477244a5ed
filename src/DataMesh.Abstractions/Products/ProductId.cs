using System.Diagnostics.CodeAnalysis;

namespace DataMesh;

/// <summary>The identity of a data product, <c>urn:datamesh:&lt;mesh-id&gt;:&lt;uuid&gt;</c>, given once at first registration and never reused.</summary>
/// <remarks>Grants, agreements and cursors bind to it: a product that is dropped and created again under the same name inherits nothing.</remarks>
public readonly record struct ProductId : IParsable<ProductId>
{
    private const string Prefix = "urn:datamesh:";

    /// <summary>Creates an identity from the mesh's id and the product's UUIDv7.</summary>
    public ProductId(Guid mesh, Guid value)
    {
        Mesh = mesh;
        Value = value;
    }

    /// <summary>The id of the mesh root the product was registered in.</summary>
    public Guid Mesh { get; }

    /// <summary>The product's own UUIDv7.</summary>
    public Guid Value { get; }

    /// <summary>Parses <c>urn:datamesh:&lt;mesh-id&gt;:&lt;uuid&gt;</c>.</summary>
    /// <exception cref="FormatException">The text is not a product id.</exception>
    public static ProductId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out ProductId id) ? id : throw new FormatException($"'{s}' is not a product id: expected 'urn:datamesh:<mesh uuid>:<product uuid>'.");

    /// <summary>Parses a product id; false when the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ProductId result)
    {
        result = default;
        if (s is null || !s.StartsWith(Prefix, StringComparison.Ordinal) || s[Prefix.Length..].Split(':') is not [string mesh, string value]
            || !Guid.TryParseExact(mesh, "D", out Guid meshId) || !Guid.TryParseExact(value, "D", out Guid product))
            return false;
        result = new ProductId(meshId, product);
        return true;
    }

    /// <summary>The identity as a URN.</summary>
    public override string ToString() => $"{Prefix}{Mesh:D}:{Value:D}";
}
