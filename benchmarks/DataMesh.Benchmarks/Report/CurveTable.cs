using System.Globalization;
using System.Text;

namespace DataMesh.Benchmarks;

/// <summary>A curve as a table, with how steep it is.</summary>
internal static class CurveTable
{
    public static string Of(Curve curve, IReadOnlyList<CurvePoint> points, string? plot)
    {
        StringBuilder table = new();
        table.Append(CultureInfo.InvariantCulture, $"\n### {curve.Name}\n{curve.What}\n\n");
        if (plot is not null)
            table.Append(CultureInfo.InvariantCulture, $"![CPU time against {curve.Axis}]({plot})\n\n");
        table.Append(CultureInfo.InvariantCulture, $"| CPU ms | {string.Join(" | ", points.Select(p => p.Size.ToString("N0", CultureInfo.InvariantCulture)))} | growth |\n|---|{string.Concat(points.Select(_ => "--:|"))}--:|\n");
        for (int way = 0; way < points[0].CpuMs.Count; way++)
            table.Append(CultureInfo.InvariantCulture, $"| {points[0].CpuMs[way].Way} | {string.Join(" | ", points.Select(p => Figure(p.CpuMs[way].CpuMs)))} | {Growth(points, way):0.00} |\n");
        return table.ToString();
    }

    // The exponent of the power law through the last two points: 1 grows as the quantity does, 0 not at all.
    private static double Growth(IReadOnlyList<CurvePoint> points, int way) => points.Count < 2 ? double.NaN
        : Math.Log(points[^1].CpuMs[way].CpuMs / points[^2].CpuMs[way].CpuMs) / Math.Log((double)points[^1].Size / points[^2].Size);

    private static string Figure(double value) => value.ToString(value < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
