using System.Globalization;

namespace DataMesh.Generators;

/// <summary>Versions in code and in contracts, as the Sdk reads them.</summary>
internal static class ContractVersion
{
    /// <summary>What a port has that says none.</summary>
    public const string Default = "1.0.0";

    /// <summary>The parts of a version; null when the text is not <c>major.minor.patch</c>.</summary>
    public static (int Major, int Minor, int Patch)? TryParse(string? text) =>
        text?.Split('.') is [{ } a, { } b, { } c] && Part(a) is { } major && Part(b) is { } minor && Part(c) is { } patch ? (major, minor, patch) : null;

    /// <summary>The text of a version.</summary>
    public static string Spell((int Major, int Minor, int Patch) version) => FormattableString.Invariant($"{version.Major}.{version.Minor}.{version.Patch}");

    private static int? Part(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int part) && (text.Length == 1 || text[0] != '0') ? part : null;
}
