namespace DataMesh.Benchmarks;

/// <summary>What quality rules add to a publish.</summary>
internal sealed class QualityQuestions(Workbench bench)
{
    private const string Unchecked = "DataMesh, without rules";

    public Question TenRules => new("Publish of flights under ten rules", "Real flights in records: ranges, patterns, a condition of two columns, row count, completeness, mean and extremes; eleven rows go to quarantine.",
    [
        new("DataMesh", () => PublishAsync(Workbench.Checked)) { IsOurs = true },
        new(Unchecked, () => PublishAsync(Workbench.Unchecked)),
    ])
    {
        Goals = [Goal.Cpu(Unchecked, 1.10)],
    };

    /// <summary>Ten rules that nearly all flights keep.</summary>
    public static void Declare(QualityRules<Flight> rules) => rules
        .RowCount(atLeast: 1_000)
        .Range(f => f.Delay, -120, 1440)
        .Range(f => f.Distance, 1, 10_000)
        .Pattern(f => f.Origin, "[A-Z]{3}")
        .Pattern(f => f.Destination, "[A-Z]{3}")
        .Row("goes somewhere", f => f.Origin != f.Destination || f.Distance > 0)
        .Complete(f => f.Origin, 0.99)
        .Mean(f => f.Delay, -30, 60)
        .Maximum(f => f.Distance, atMost: 10_000)
        .Minimum(f => f.Distance, atLeast: 1);

    private async Task<Outcome> PublishAsync(string port)
    {
        PublishResult result = await bench.Zstd.Output<Flight>(port).PublishAsync(bench.FlightRows);
        return new Outcome(0, 0, result.RowsPublished > 0 ? new FileInfo(bench.FilesOf(port)[^1]).Length : 0);
    }
}
