using System.Collections.Concurrent;
using System.Globalization;

namespace DataMesh.Tests.Simulation;

/// <summary>The shipped code of commits and maintenance under nine processes, a store with faults and a clock of its own: whatever happens, in whatever order, follows from a seed and can be looked at again.</summary>
public sealed class SimulationTests
{
    /// <summary>How many seeds; 1,000 unless <c>DATAMESH_SEEDS</c> says otherwise.</summary>
    private static int Seeds { get; } = Number("DATAMESH_SEEDS") ?? 1000;

    /// <summary>The one seed to look at: <c>DATAMESH_SEED</c>.</summary>
    private static int? Seed { get; } = Number("DATAMESH_SEED");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_course_of_events_loses_repeats_or_tears_a_commit_or_deletes_what_is_read()
    {
        ConcurrentDictionary<string, int> counts = new();
        IEnumerable<int> seeds = Seed is int one ? [one] : Enumerable.Range(0, Seeds);

        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = Cancel }, (seed, _) =>
        {
            foreach ((string what, int times) in Run(seed))
                counts.AddOrUpdate(what, times, (_, before) => before + times);
            return ValueTask.CompletedTask;
        });

        string[] happened = [.. counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}")];
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", happened));
        if (Seed is null)
            Assert.Empty(((string[])["Acknowledged", "AlreadyCommitted", "AnswerLost", "Committed", "Dies", "DiesAfter", "Fails", "Full", "Late", "Refused"]).Except(counts.Keys));
    }

    [Fact]
    public async Task A_seed_gives_the_same_course_of_events_again()
    {
        foreach (int seed in (int[])[1, 17, 401])
        {
            (Simulation first, Simulation second) = (new(seed), new(seed));

            await Task.Run(() => (first.Run(), second.Run()), Cancel);

            Assert.True(first.Trace.Count > 200);
            Assert.Equal(first.Trace, second.Trace);
        }
    }

    private static IReadOnlyDictionary<string, int> Run(int seed)
    {
        Simulation simulation = new(seed);
        try
        {
            return simulation.Run();
        }
        catch (Exception error)
        {
            if (Seed is not null)
                foreach (string line in simulation.Trace)
                    TestContext.Current.TestOutputHelper?.WriteLine(line);
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}: {error.Message} Set DATAMESH_SEED={seed} to see what happened."), error);
        }
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;
}
