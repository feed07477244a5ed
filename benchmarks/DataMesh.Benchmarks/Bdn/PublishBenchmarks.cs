using BenchmarkDotNet.Attributes;

namespace DataMesh.Benchmarks;

/// <summary>Typed publish.</summary>
public class PublishBenchmarks : WorkbenchBenchmarks
{
    private Question? _question;

    [Benchmark(Baseline = true)]
    public Task ParquetSerializer() => PeerAsync(_question, ParquetNetFiles.Serializer);

    [Benchmark]
    public Task ParquetSharp() => PeerAsync(_question, ParquetSharpFiles.Writer);

    [Benchmark]
    public Task DataMesh() => OursAsync(_question);

    private protected override void Ask(Workbench bench) => _question = new PublishQuestions(bench).Snappy;
}

/// <summary>Commit of one row.</summary>
public class CommitBenchmarks : WorkbenchBenchmarks
{
    private Question? _question;

    [Benchmark(Baseline = true)]
    public Task OneFile() => PeerAsync(_question, ParquetSharpFiles.Writer);

    [Benchmark]
    public Task DataMesh() => OursAsync(_question);

    private protected override void Ask(Workbench bench) => _question = new PublishQuestions(bench).OneRow;
}
