using System.Diagnostics.CodeAnalysis;

namespace DataMesh;

/// <summary>The name of a data product inside its domain, written <c>domain/product</c>.</summary>
/// <remarks>A name is a label; the identity of a product is its <see cref="ProductId"/>. The default value names nothing.</remarks>
public readonly record struct ProductName : IParsable<ProductName>
{
    private readonly string? _product;

    /// <summary>Creates a name from its two segments.</summary>
    /// <exception cref="FormatException">The product segment is not a name.</exception>
    public ProductName(DomainName domain, string product)
    {
        if (!NameRules.IsSegment(product))
            throw NameRules.NotA("product name", product, "'product'");
        Domain = domain;
        _product = product;
    }

    /// <summary>The owning domain.</summary>
    public DomainName Domain { get; }

    /// <summary>The product's segment, without the domain.</summary>
    public string Product => _product ?? "";

    /// <summary>Converts text <c>domain/product</c>.</summary>
    /// <exception cref="FormatException">The text is not a product name.</exception>
    public static implicit operator ProductName(string text) => Parse(text);

    /// <summary>Parses <c>domain/product</c>.</summary>
    /// <exception cref="FormatException">The text is not a product name.</exception>
    public static ProductName Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out ProductName name) ? name : throw NameRules.NotA("product name", s, "'domain/product'");

    /// <summary>Parses <c>domain/product</c>; false when the text is not a product name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ProductName result)
    {
        result = default;
        if (s?.Split('/') is not [string domain, string product] || !DomainName.TryParse(domain, provider, out DomainName d) || !NameRules.IsSegment(product))
            return false;
        result = new ProductName(d, product);
        return true;
    }

    /// <summary>The name as <c>domain/product</c>; empty for the default value.</summary>
    public override string ToString() => _product is null ? "" : $"{Domain}/{_product}";
}
