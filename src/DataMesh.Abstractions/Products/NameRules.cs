using System.Diagnostics.CodeAnalysis;

namespace DataMesh;

/// <summary>The one rule for name segments: <c>[a-z][a-z0-9-]{0,62}</c>, safe in paths, URLs, SQL and metric labels.</summary>
internal static class NameRules
{
    internal const int MaximumLength = 63;

    internal static bool IsSegment([NotNullWhen(true)] string? text)
    {
        if (text is not { Length: > 0 and <= MaximumLength } || text[0] is < 'a' or > 'z')
            return false;
        foreach (char c in text)
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
                return false;
        return true;
    }

    internal static FormatException NotA(string what, string? text, string shape) => new(
        $"'{text}' is not a {what}: expected {shape}, each segment a lower-case letter followed by up to 62 letters, digits or hyphens.");
}
