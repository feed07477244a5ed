using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataMesh;

/// <summary>What a reader names: a port and, optionally, the major version it was written against, <c>domain/product/port@1</c>.</summary>
/// <remarks>Unpinned, the reference means the newest active major version.</remarks>
public readonly record struct PortReference : IParsable<PortReference>
{
    /// <summary>Creates a reference.</summary>
    public PortReference(PortName port, int? major = null)
    {
        if (major is int pinned)
            ArgumentOutOfRangeException.ThrowIfNegative(pinned, nameof(major));
        Port = port;
        Major = major;
    }

    /// <summary>The port.</summary>
    public PortName Port { get; }

    /// <summary>The pinned major version; null when not pinned.</summary>
    public int? Major { get; }

    /// <summary>Converts text <c>domain/product/port</c> or <c>domain/product/port@major</c>.</summary>
    /// <exception cref="FormatException">The text is not a port reference.</exception>
    public static implicit operator PortReference(string text) => Parse(text);

    /// <summary>Refers to the newest active major version of a port.</summary>
    public static implicit operator PortReference(PortName port) => new(port);

    /// <summary>Parses <c>domain/product/port</c> or <c>domain/product/port@major</c>.</summary>
    /// <exception cref="FormatException">The text is not a port reference.</exception>
    public static PortReference Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out PortReference reference) ? reference : throw NameRules.NotA("port reference", s, "'domain/product/port' or 'domain/product/port@1'");

    /// <summary>Parses a port reference; false when the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PortReference result)
    {
        result = default;
        if (s is null)
            return false;
        int at = s.IndexOf('@', StringComparison.Ordinal);
        if (!PortName.TryParse(at < 0 ? s : s[..at], provider, out PortName port))
            return false;
        int? major = null;
        if (at >= 0)
        {
            if (!int.TryParse(s.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int pinned))
                return false;
            major = pinned;
        }
        result = new PortReference(port, major);
        return true;
    }

    /// <summary>The reference as <c>domain/product/port</c> or <c>domain/product/port@major</c>.</summary>
    public override string ToString() => Major is int major ? string.Create(CultureInfo.InvariantCulture, $"{Port}@{major}") : Port.ToString();
}
