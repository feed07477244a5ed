namespace DataMesh;

/// <summary>Which version says what changed. Versions are their three parts, which compare as versions do.</summary>
internal static class VersionRules
{
    /// <summary>The least version that says so.</summary>
    public static (int Major, int Minor, int Patch) Raise((int Major, int Minor, int Patch) version, ChangeImpact impact) => impact switch
    {
        ChangeImpact.Major => (version.Major + 1, 0, 0),
        ChangeImpact.Minor => (version.Major, version.Minor + 1, 0),
        ChangeImpact.Patch => (version.Major, version.Minor, version.Patch + 1),
        _ => version,
    };

    /// <summary>The least version of a port that announces a break: before 1.0.0 the next minor one does.</summary>
    public static (int Major, int Minor, int Patch) Announce((int Major, int Minor, int Patch) former) => Raise(former, former.Major == 0 ? ChangeImpact.Minor : ChangeImpact.Major);

    /// <summary>True when a version announces a break of a former one.</summary>
    public static bool IsAnnounced((int Major, int Minor, int Patch) former, (int Major, int Minor, int Patch) declared) =>
        declared.Major > former.Major || (former.Major == 0 && declared.Minor > former.Minor);
}
