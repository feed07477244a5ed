using System.Globalization;

namespace DataMesh;

/// <summary>The first two keys of our own documents: what they are and which version of that.</summary>
internal static class FormatHeader
{
    /// <summary>Refuses other formats and newer versions.</summary>
    public static void Check(YamlMapping root, string format, int newest)
    {
        if (root.GetText("format") != format)
            throw root.GetScalar("format").Error($"'{format}' is expected.");
        long version = root.GetCount("formatVersion");
        if (version > newest)
            throw root.GetScalar("formatVersion").Error(string.Create(CultureInfo.InvariantCulture,
                $"the file has version {version} of its format, this version of DataMesh knows {newest}. Update the application."), DataMeshErrorKind.IncompatibleVersion);
        if (version < 1)
            throw root.GetScalar("formatVersion").Error("the version of the format starts at 1.");
    }
}
