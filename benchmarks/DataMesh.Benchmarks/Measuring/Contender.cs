namespace DataMesh.Benchmarks;

/// <summary>One way to do what a question asks.</summary>
/// <param name="Name">How the report calls it.</param>
/// <param name="Run">Does it once.</param>
internal sealed record Contender(string Name, Func<Task<Outcome>> Run)
{
    /// <summary>The way this library does it.</summary>
    public bool IsOurs { get; init; }
}

/// <summary>What a run produced; equal for all contenders of a question, apart from the size of files.</summary>
internal readonly record struct Outcome(long Rows, long Checksum, long? FileBytes = null);

/// <summary>Something that several contenders do.</summary>
internal sealed record Question(string Name, string What, IReadOnlyList<Contender> Contenders)
{
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    /// <summary>Times a run is repeated within one measurement, for what takes milliseconds.</summary>
    public int Repeat { get; init; } = 1;
}

/// <summary>A goal of ours: a ratio to a peer of the same question, or, without a peer, a bound.</summary>
internal sealed record Goal(string Text, string? Peer, double Limit, Func<Sample, double> Of, string Unit = "×")
{
    public static Goal Cpu(string peer, double limit) => new($"CPU ≤ {limit:0.00} × {peer}", peer, limit, s => s.CpuMs);
}
