namespace DataMesh.Adapters;

/// <summary>The folder of one instance for rows that do not fit into memory. It exists while a statement runs.</summary>
internal static class SpillFolder
{
    internal static string NewPath(DuckDbOptions options) => Path.Combine(options.SpillFolder ?? Path.GetTempPath(), "datamesh-duckdb-" + Guid.NewGuid().ToString("N"));

    /// <summary>Makes the folder. Spilled rows are as confidential as the relations, so nobody else may read it.</summary>
    internal static void Create(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DuckDbErrors.SpillFolder(folder, error);
        }
    }

    /// <summary>Deletes the folder if nothing is in it.</summary>
    internal static bool TryDeleteEmpty(string folder) => TryDelete(folder, recursive: false);

    /// <summary>Deletes the folder and all in it.</summary>
    internal static void Delete(string folder) => TryDelete(folder, recursive: true);

    // A folder that somebody else cleans up must not cost the statement its result.
    private static bool TryDelete(string folder, bool recursive)
    {
        try
        {
            Directory.Delete(folder, recursive);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception is DirectoryNotFoundException;
        }
    }
}
