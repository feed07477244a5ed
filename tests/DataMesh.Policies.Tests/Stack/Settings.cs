using System.Globalization;

namespace DataMesh.Tests.Policies;

/// <summary>How much the suite does, set by environment variables.</summary>
internal static class Settings
{
    public static int Read(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
