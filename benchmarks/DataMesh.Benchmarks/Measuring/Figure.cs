namespace DataMesh.Benchmarks;

/// <summary>One figure that has no peers.</summary>
/// <param name="Name">How the report calls it.</param>
/// <param name="Goal">What it should be.</param>
/// <param name="Value">What it is.</param>
/// <param name="Limit">What it may be at most.</param>
/// <param name="Unit">The unit of both.</param>
internal sealed record Figure(string Name, string Goal, double Value, double Limit, string Unit);

/// <summary>The figures of the report.</summary>
internal static class AllFigures
{
    public static async IAsyncEnumerable<Figure> MeasureAsync(Workbench bench)
    {
        await foreach (Figure figure in ColdStart.MeasureAsync(bench))
            yield return figure;
        yield return await IdleMemory.MeasureAsync(bench);
        await foreach (Figure figure in TwoCores.MeasureAsync(bench))
            yield return figure;
        if (await CommitTime.MeasureAsync(bench) is { } commit)
            yield return commit;
    }
}
