using System.Diagnostics.CodeAnalysis;

namespace DataMesh;

/// <summary>Why data is read, for example <c>revenue</c>. The default value states no purpose.</summary>
public readonly record struct Purpose : IParsable<Purpose>
{
    private readonly string? _value;

    private Purpose(string value) => _value = value;

    /// <summary>True when no purpose is stated.</summary>
    public bool IsNone => _value is null;

    /// <summary>Converts text to a purpose.</summary>
    /// <exception cref="FormatException">The text is not a purpose.</exception>
    public static implicit operator Purpose(string text) => Parse(text);

    /// <summary>Parses a purpose: one segment of <c>[a-z][a-z0-9-]{0,62}</c>.</summary>
    /// <exception cref="FormatException">The text is not a purpose.</exception>
    public static Purpose Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out Purpose purpose) ? purpose : throw NameRules.NotA("purpose", s, "'purpose'");

    /// <summary>Parses a purpose; false when the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Purpose result)
    {
        bool valid = NameRules.IsSegment(s);
        result = valid ? new Purpose(s!) : default;
        return valid;
    }

    /// <summary>The purpose as text; empty when none is stated.</summary>
    public override string ToString() => _value ?? "";
}
