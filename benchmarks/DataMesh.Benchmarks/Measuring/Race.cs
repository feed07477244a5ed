using System.Diagnostics;

namespace DataMesh.Benchmarks;

/// <summary>Lets the contenders of a question run in turn, so that a disturbance of the machine meets all of them.</summary>
/// <remarks>
/// The runtime compiles a method anew after some dozens of calls, on a thread whose time counts. A question that is answered in an instant is therefore
/// asked many times before anything is measured: the figures are those of a service that runs, and what a new process pays is a figure of its own.
/// </remarks>
internal static class Race
{
    public const int LeastWarmUps = 3;
    public static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(15);
    public const int MostRounds = 25;
    public static readonly TimeSpan Measured = TimeSpan.FromSeconds(15);
    private const int WarmCalls = 100;

    public static async Task<QuestionResult> RunAsync(Question question, int rounds)
    {
        List<Sample>[] samples = [.. question.Contenders.Select(_ => new List<Sample>(rounds))];
        int round = 0;
        for (long start = Stopwatch.GetTimestamp(); IsCold(question, round, Stopwatch.GetElapsedTime(start)); round++)
            await RunRoundAsync(question, round, (_, _) => { });
        int measured = 0;
        for (long start = Stopwatch.GetTimestamp(); measured < rounds || (measured < MostRounds && Stopwatch.GetElapsedTime(start) < Measured); measured++, round++)
            await RunRoundAsync(question, round, (contender, sample) => samples[contender].Add(sample));
        return new QuestionResult(question, [.. samples.Select(Sample.Summarize)]);
    }

    private static bool IsCold(Question question, int rounds, TimeSpan passed) =>
        rounds < LeastWarmUps || (rounds * question.Repeat < WarmCalls && passed < LongestWarmUp);

    private static async Task RunRoundAsync(Question question, int round, Action<int, Sample> record)
    {
        Outcome? first = null;
        for (int turn = 0; turn < question.Contenders.Count; turn++)
        {
            int at = (turn + round) % question.Contenders.Count;
            (Sample sample, Outcome outcome) = await Probe.MeasureAsync(question.Contenders[at], question.Repeat);
            Demand(question, question.Contenders[at], outcome, first ??= outcome);
            record(at, sample);
        }
    }

    private static void Demand(Question question, Contender contender, Outcome outcome, Outcome first)
    {
        if (outcome.Rows != first.Rows || outcome.Checksum != first.Checksum)
            throw new InvalidOperationException($"'{question.Name}': '{contender.Name}' gives {outcome.Rows} rows with the checksum {outcome.Checksum}, another way {first.Rows} and {first.Checksum}.");
    }
}

/// <summary>What a question cost each of its contenders, in their order.</summary>
internal sealed record QuestionResult(Question Question, IReadOnlyList<Sample> Samples)
{
    public Sample Ours => Samples[Question.Contenders.Index().First(c => c.Item.IsOurs).Index];

    public Sample Of(string contender) => Samples[Question.Contenders.Index().First(c => c.Item.Name == contender).Index];

    /// <summary>The figure that a goal speaks of.</summary>
    public double Reached(Goal goal) => goal.Peer is null ? goal.Of(Ours) : goal.Of(Ours) / goal.Of(Of(goal.Peer));
}
