using BenchmarkDotNet.Attributes;

namespace DataMesh.Benchmarks;

/// <summary>A filter that keeps one row in a hundred.</summary>
public class FilterBenchmarks : WorkbenchBenchmarks
{
    private Question? _question;

    [Benchmark(Baseline = true)]
    public Task DuckDb() => PeerAsync(_question, DuckDbFiles.Bare);

    [Benchmark]
    public Task DataMesh() => OursAsync(_question);

    private protected override void Ask(Workbench bench) => _question = new QueryQuestions(bench).Filter;
}

/// <summary>An aggregate in SQL.</summary>
public class SqlBenchmarks : WorkbenchBenchmarks
{
    private Question? _question;

    [Benchmark(Baseline = true)]
    public Task DuckDb() => PeerAsync(_question, DuckDbFiles.Bare);

    [Benchmark]
    public Task DataMesh() => OursAsync(_question);

    private protected override void Ask(Workbench bench) => _question = new QueryQuestions(bench).Aggregate;
}
