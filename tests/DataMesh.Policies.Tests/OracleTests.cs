using System.Collections.Concurrent;

namespace DataMesh.Tests.Policies;

/// <summary>Every way out against an oracle that is written from the law alone.</summary>
public sealed class OracleTests
{
    /// <summary>How many cases; 2,000 unless <c>DATAMESH_POLICY_CASES</c> says otherwise.</summary>
    private static int Cases { get; } = Settings.Read("DATAMESH_POLICY_CASES", 2_000);

    /// <summary>The seed of the first world; <c>DATAMESH_POLICY_SEED</c> with <c>DATAMESH_POLICY_CASES=1</c> repeats a world that failed.</summary>
    private static int FirstSeed { get; } = Settings.Read("DATAMESH_POLICY_SEED", 20_260_301);

    [Fact]
    public async Task Every_way_out_gives_what_the_law_says()
    {
        int worlds = (Cases + World.CasesEach - 1) / World.CasesEach, cases = 0, denied = 0, reads = 0;
        ConcurrentDictionary<string, string> failures = [];
        ConcurrentDictionary<string, int> used = [];

        await Parallel.ForEachAsync(Enumerable.Range(FirstSeed, worlds), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, async (seed, _) =>
        {
            int number = 0;
            await foreach (PolicyCase question in World.CasesAsync(seed))
            {
                Interlocked.Increment(ref cases);
                if (question.Sight is null)
                    Interlocked.Increment(ref denied);
                foreach (ReadPath path in ReadPaths.InTurn(seed % 1_000 * World.CasesEach + number++).Where(p => p.Applies(question) && (question.Sight is null || question.Sight.Columns.Count > 0)))
                {
                    Interlocked.Increment(ref reads);
                    used.AddOrUpdate(path.Name, 1, (_, n) => n + 1);
                    if (await path.CheckAsync(question) is { } difference)
                        failures.TryAdd($"{path.Name} in world {seed}", $"{difference}\n{question.Describe()}");
                }
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine("{0} cases, {1} of them denied, {2} reads", cases, denied, reads);
        Assert.True(failures.IsEmpty, $"{failures.Count} differences in {cases} cases. Repeat a world with DATAMESH_POLICY_CASES=1 DATAMESH_POLICY_SEED=<world>.\n\n{string.Join("\n\n", failures.OrderBy(f => f.Key).Take(5).Select(f => $"{f.Key}: {f.Value}"))}");
        Assert.InRange(denied, cases / 20, cases / 2);
        Assert.Equal(ReadPaths.All.Select(p => p.Name).Order(), used.Keys.Order());
    }
}
