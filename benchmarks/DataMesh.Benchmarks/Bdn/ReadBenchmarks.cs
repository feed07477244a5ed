using BenchmarkDotNet.Attributes;

namespace DataMesh.Benchmarks;

/// <summary>Typed read.</summary>
public class TypedReadBenchmarks : WorkbenchBenchmarks
{
    private Question? _question;

    [Benchmark(Baseline = true)]
    public Task DuckDbRecords() => PeerAsync(_question, DuckDbFiles.Records);

    [Benchmark]
    public Task ParquetNet() => PeerAsync(_question, ParquetNetFiles.Reader);

    [Benchmark]
    public Task DataMesh() => OursAsync(_question);

    private protected override void Ask(Workbench bench) => _question = new ReadQuestions(bench).Typed;
}

/// <summary>Arrow read of all columns.</summary>
public class ArrowReadBenchmarks : WorkbenchBenchmarks
{
    private Question? _question;

    [Benchmark(Baseline = true)]
    public Task ParquetSharp() => PeerAsync(_question, ParquetSharpFiles.Reader);

    [Benchmark]
    public Task DataMesh() => OursAsync(_question);

    private protected override void Ask(Workbench bench) => _question = new ReadQuestions(bench).Arrow;
}

/// <summary>Two of ten columns.</summary>
public class TwoColumnsBenchmarks : WorkbenchBenchmarks
{
    private Question? _question;

    [Benchmark(Baseline = true)]
    public Task ParquetSharp() => PeerAsync(_question, ParquetSharpFiles.Reader);

    [Benchmark]
    public Task DuckDb() => PeerAsync(_question, DuckDbFiles.Bare);

    [Benchmark]
    public Task DataMesh() => OursAsync(_question);

    private protected override void Ask(Workbench bench) => _question = new ReadQuestions(bench).TwoColumns;
}
