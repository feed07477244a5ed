namespace DataMesh.Benchmarks;

/// <summary>Lets the contenders of a question run in turn, so that a disturbance of the machine meets all of them.</summary>
internal static class Race
{
    public const int WarmUps = 3;

    public static async Task<QuestionResult> RunAsync(Question question, int rounds)
    {
        List<Sample>[] samples = [.. question.Contenders.Select(_ => new List<Sample>(rounds))];
        for (int round = -WarmUps; round < rounds; round++)
        {
            Outcome? first = null;
            for (int turn = 0; turn < samples.Length; turn++)
            {
                int at = (turn + round + WarmUps) % samples.Length;
                (Sample sample, Outcome outcome) = await Probe.MeasureAsync(question.Contenders[at], question.Repeat);
                Demand(question, question.Contenders[at], outcome, first ??= outcome);
                if (round >= 0)
                    samples[at].Add(sample);
            }
        }
        return new QuestionResult(question, [.. samples.Select(Sample.Summarize)]);
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
