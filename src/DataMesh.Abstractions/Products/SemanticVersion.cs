using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataMesh;

/// <summary>The version of a port's contract, <c>major.minor.patch</c> as defined by Semantic Versioning 2.0.0, without pre-release or build labels.</summary>
public readonly record struct SemanticVersion : IParsable<SemanticVersion>, IComparable<SemanticVersion>
{
    /// <summary>Creates a version.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A part is negative.</exception>
    public SemanticVersion(int major, int minor, int patch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(major);
        ArgumentOutOfRangeException.ThrowIfNegative(minor);
        ArgumentOutOfRangeException.ThrowIfNegative(patch);
        (Major, Minor, Patch) = (major, minor, patch);
    }

    /// <summary>Changes when consumers may break. Each major version is a table of its own.</summary>
    public int Major { get; }

    /// <summary>Changes when something is added that breaks nobody.</summary>
    public int Minor { get; }

    /// <summary>Changes when only descriptions and the like change.</summary>
    public int Patch { get; }

    /// <summary>Converts text <c>major.minor.patch</c>.</summary>
    /// <exception cref="FormatException">The text is not a version.</exception>
    public static implicit operator SemanticVersion(string text) => Parse(text);

    /// <summary>Parses <c>major.minor.patch</c>.</summary>
    /// <exception cref="FormatException">The text is not a version.</exception>
    public static SemanticVersion Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out SemanticVersion version) ? version : throw new FormatException($"'{s}' is not a contract version: expected 'major.minor.patch', for example '1.2.0'.");

    /// <summary>Parses a version; false when the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SemanticVersion result)
    {
        result = default;
        if (s?.Split('.') is not [string a, string b, string c] || !TryPart(a, out int major) || !TryPart(b, out int minor) || !TryPart(c, out int patch))
            return false;
        result = new SemanticVersion(major, minor, patch);
        return true;

        static bool TryPart(string text, out int part) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out part) && (text.Length == 1 || text[0] != '0');
    }

    /// <inheritdoc/>
    public int CompareTo(SemanticVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>Orders by precedence.</summary>
    public static bool operator <(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) < 0;

    /// <summary>Orders by precedence.</summary>
    public static bool operator >(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) > 0;

    /// <summary>Orders by precedence.</summary>
    public static bool operator <=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by precedence.</summary>
    public static bool operator >=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) >= 0;

    /// <summary>The version as <c>major.minor.patch</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
