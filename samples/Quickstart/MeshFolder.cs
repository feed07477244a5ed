namespace Quickstart;

/// <summary>The folder of this run: always empty at the start, and never a folder that somebody else made.</summary>
internal static class MeshFolder
{
    private const string Marker = ".made-by-quickstart";

    public static string Empty(string path)
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            if (!File.Exists(Path.Combine(path, Marker)))
            {
                Console.Error.WriteLine($"'{path}' is not empty and was not made by the Quickstart, so it is left alone. Name another folder: dotnet run -c Release --project samples/Quickstart -- ./other");
                Environment.Exit(2);
            }
            Directory.Delete(path, recursive: true);
        }
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, Marker), "The Quickstart made this folder and deletes it when it runs again.\n");
        return path;
    }
}
