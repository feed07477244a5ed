using System.Globalization;
using ScottPlot;

namespace DataMesh.Benchmarks;

/// <summary>Draws a curve with logarithmic axes into a PNG.</summary>
internal static class CurvePlot
{
    public static void Save(Curve curve, IReadOnlyList<CurvePoint> points, string file)
    {
        using Plot plot = new();
        double[] sizes = [.. points.Select(p => Math.Log10(p.Size))];
        for (int way = 0; way < points[0].CpuMs.Count; way++)
            plot.Add.Scatter(sizes, points.Select(p => Math.Log10(p.CpuMs[way].CpuMs)).ToArray()).LegendText = points[0].CpuMs[way].Way;
        plot.Title($"CPU time against {curve.Axis}");
        plot.XLabel(curve.Axis);
        plot.YLabel("CPU ms");
        plot.Axes.Bottom.TickGenerator = Decades();
        plot.Axes.Left.TickGenerator = Decades();
        plot.ShowLegend(Alignment.UpperLeft);
        plot.SavePng(file, 800, 500);
    }

    private static ScottPlot.TickGenerators.NumericAutomatic Decades() => new()
    {
        IntegerTicksOnly = true,
        MinorTickGenerator = new ScottPlot.TickGenerators.LogMinorTickGenerator(),
        LabelFormatter = exponent => Math.Pow(10, exponent).ToString("#,0.###", CultureInfo.InvariantCulture),
    };
}
