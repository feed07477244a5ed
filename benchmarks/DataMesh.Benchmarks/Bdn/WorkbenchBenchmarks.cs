using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace DataMesh.Benchmarks;

/// <summary>The questions of the runner under BenchmarkDotNet, at the short scale.</summary>
[Config(typeof(InThisProcess))]
[MemoryDiagnoser]
public abstract class WorkbenchBenchmarks
{
    private Workbench? _bench;

    [GlobalSetup]
    public async Task SetUp()
    {
        _bench = await Workbench.CreateAsync(Scale.Short);
        Ask(_bench);
    }

    [GlobalCleanup]
    public async Task CleanUp() => await _bench!.DisposeAsync();

    private protected abstract void Ask(Workbench bench);

    private protected static Task OursAsync(Question? question) => question!.Contenders.First(c => c.IsOurs).Run();

    private protected static Task PeerAsync(Question? question, string name) => question!.Contenders.First(c => c.Name == name).Run();

    /// <summary>The files and packages of the workbench are those of this process; BenchmarkDotNet builds no other.</summary>
    private sealed class InThisProcess : ManualConfig
    {
        public InThisProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
