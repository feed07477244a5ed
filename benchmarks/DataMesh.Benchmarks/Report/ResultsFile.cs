namespace DataMesh.Benchmarks;

/// <summary>Where the results of a full run are kept: benchmarks/RESULTS.md and benchmarks/plots of the repository that the program was built in.</summary>
internal static class ResultsFile
{
    private const string Plots = "plots";

    /// <summary>Writes the page and its plots; does nothing outside the repository.</summary>
    public static async Task WriteAsync(string page, IReadOnlyList<(Curve Curve, IReadOnlyList<CurvePoint> Points)> curves)
    {
        if (Find() is not { } folder)
            return;
        Directory.CreateDirectory(Path.Combine(folder, Plots));
        foreach ((Curve curve, IReadOnlyList<CurvePoint> points) in curves)
            CurvePlot.Save(curve, points, Path.Combine(folder, PlotOf(curve)));
        await File.WriteAllTextAsync(Path.Combine(folder, "RESULTS.md"), page);
    }

    /// <summary>Where the plot of a curve is, from the page.</summary>
    public static string PlotOf(Curve curve) => $"{Plots}/{curve.Axis}.png";

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "DataMesh.sln")))
                return Path.Combine(folder.FullName, "benchmarks");
        return null;
    }
}
