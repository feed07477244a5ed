using System.Diagnostics.CodeAnalysis;

namespace DataMesh;

/// <summary>The name of an output port, written <c>domain/product/port</c>.</summary>
/// <remarks>The default value names nothing.</remarks>
public readonly record struct PortName : IParsable<PortName>
{
    private readonly string? _port;

    /// <summary>Creates a name from a product and the port's segment.</summary>
    /// <exception cref="FormatException">The port segment is not a name.</exception>
    public PortName(ProductName product, string port)
    {
        if (!NameRules.IsSegment(port))
            throw NameRules.NotA("port name", port, "'port'");
        Product = product;
        _port = port;
    }

    /// <summary>The product the port belongs to.</summary>
    public ProductName Product { get; }

    /// <summary>The port's segment, without domain and product.</summary>
    public string Port => _port ?? "";

    /// <summary>Converts text <c>domain/product/port</c>.</summary>
    /// <exception cref="FormatException">The text is not a port name.</exception>
    public static implicit operator PortName(string text) => Parse(text);

    /// <summary>Parses <c>domain/product/port</c>.</summary>
    /// <exception cref="FormatException">The text is not a port name.</exception>
    public static PortName Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out PortName name) ? name : throw NameRules.NotA("port name", s, "'domain/product/port'");

    /// <summary>Parses <c>domain/product/port</c>; false when the text is not a port name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PortName result)
    {
        result = default;
        int last = s?.LastIndexOf('/') ?? -1;
        if (last < 0 || !ProductName.TryParse(s![..last], provider, out ProductName product) || !NameRules.IsSegment(s[(last + 1)..]))
            return false;
        result = new PortName(product, s[(last + 1)..]);
        return true;
    }

    /// <summary>The name as <c>domain/product/port</c>; empty for the default value.</summary>
    public override string ToString() => _port is null ? "" : $"{Product}/{_port}";
}
