namespace DataMesh.Benchmarks;

/// <summary>How the cost of some ways grows with one quantity.</summary>
/// <param name="Name">How the report calls it.</param>
/// <param name="Axis">What grows.</param>
/// <param name="What">What is done at every point.</param>
/// <param name="Measure">Measures the points, the smallest first.</param>
internal sealed record Curve(string Name, string Axis, string What, Func<IAsyncEnumerable<CurvePoint>> Measure);

/// <summary>What every way cost at one size.</summary>
/// <param name="Size">The quantity.</param>
/// <param name="CpuMs">The CPU time of each way in milliseconds, in the same order at every point.</param>
internal sealed record CurvePoint(long Size, IReadOnlyList<(string Way, double CpuMs)> CpuMs)
{
    private const int WarmUps = 2;
    private const int Rounds = 3;

    /// <summary>Runs each way some times and keeps the medians.</summary>
    /// <param name="size">The quantity.</param>
    /// <param name="ways">The ways, with how often each is repeated within one measurement.</param>
    public static async Task<CurvePoint> MeasureAsync(long size, params IReadOnlyList<(string Name, int Repeat, Func<Task> Run)> ways)
    {
        List<(string, double)> costs = [];
        foreach ((string name, int repeat, Func<Task> run) in ways)
        {
            Contender contender = new(name, async () =>
            {
                await run();
                return default;
            });
            List<Sample> samples = [];
            for (int round = -WarmUps; round < Rounds; round++)
                if (await Probe.MeasureAsync(contender, repeat) is { Sample: var sample } && round >= 0)
                    samples.Add(sample);
            costs.Add((name, Sample.Summarize(samples).CpuMs));
        }
        return new CurvePoint(size, costs);
    }
}
