using System.Diagnostics.CodeAnalysis;

namespace DataMesh;

/// <summary>The name of a business domain that owns data products, for example <c>sales</c>.</summary>
/// <remarks>One segment of <c>[a-z][a-z0-9-]{0,62}</c>. The default value is the empty name, which names nothing.</remarks>
public readonly record struct DomainName : IParsable<DomainName>
{
    private readonly string? _value;

    private DomainName(string value) => _value = value;

    /// <summary>Converts text to a domain name.</summary>
    /// <exception cref="FormatException">The text is not a domain name.</exception>
    public static implicit operator DomainName(string text) => Parse(text);

    /// <summary>Parses a domain name.</summary>
    /// <exception cref="FormatException">The text is not a domain name.</exception>
    public static DomainName Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out DomainName name) ? name : throw NameRules.NotA("domain name", s, "'domain'");

    /// <summary>Parses a domain name; false when the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DomainName result)
    {
        bool valid = NameRules.IsSegment(s);
        result = valid ? new DomainName(s!) : default;
        return valid;
    }

    /// <summary>The name as text; empty for the default value.</summary>
    public override string ToString() => _value ?? "";
}
