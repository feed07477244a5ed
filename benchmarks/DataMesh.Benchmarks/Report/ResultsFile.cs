namespace DataMesh.Benchmarks;

/// <summary>Where the results of a full run are kept: benchmarks/RESULTS.md of the repository that the program was built in.</summary>
internal static class ResultsFile
{
    public static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "DataMesh.sln")))
                return Path.Combine(folder.FullName, "benchmarks", "RESULTS.md");
        return null;
    }
}
