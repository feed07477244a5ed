namespace DataMesh;

/// <summary>Versions as <see cref="VersionRules"/> takes them.</summary>
internal static class VersionParts
{
    /// <summary>The parts of a version.</summary>
    public static (int Major, int Minor, int Patch) Parts(this SemanticVersion version) => (version.Major, version.Minor, version.Patch);

    /// <summary>The version of its parts.</summary>
    public static SemanticVersion ToVersion(this (int Major, int Minor, int Patch) parts) => new(parts.Major, parts.Minor, parts.Patch);
}
