using System.Runtime.CompilerServices;

namespace DataMesh.Generators.Tests;

/// <summary>Compares text with a file beside the tests. DATAMESH_UPDATE_GOLDEN=1 writes the files instead.</summary>
internal static class Golden
{
    public static void Assert(string name, string actual, [CallerFilePath] string caller = "")
    {
        string source = Path.Combine(Path.GetDirectoryName(caller)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("DATAMESH_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(source)!);
            File.WriteAllText(source, actual);
        }
        string copied = Path.Combine(AppContext.BaseDirectory, "Golden", name);
        Xunit.Assert.Equal(File.ReadAllText(File.Exists(source) ? source : copied), actual);
    }
}
