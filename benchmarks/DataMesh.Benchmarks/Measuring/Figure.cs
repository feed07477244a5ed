namespace DataMesh.Benchmarks;

/// <summary>One figure that has no peers.</summary>
/// <param name="Name">How the report calls it.</param>
/// <param name="Goal">What it should be.</param>
/// <param name="Value">What it is.</param>
/// <param name="Limit">What it may be at most.</param>
/// <param name="Unit">The unit of both.</param>
internal sealed record Figure(string Name, string Goal, double Value, double Limit, string Unit);

/// <summary>Figures that are measured together.</summary>
/// <param name="Name">What they are asked for by.</param>
/// <param name="Measure">Measures them.</param>
internal sealed record FigureGroup(string Name, Func<Workbench, IAsyncEnumerable<Figure>> Measure);

/// <summary>The figures of the report.</summary>
internal static class AllFigures
{
    public static IReadOnlyList<FigureGroup> Groups { get; } =
    [
        new("Cold start", ColdStart.MeasureAsync), new("Idle memory", IdleMemory.MeasureAsync), new("Two cores", TwoCores.MeasureAsync),
        new("Commit without a disk", CommitTime.MeasureAsync), new("Planning", PlanTime.MeasureAsync),
    ];
}
