namespace DataMesh.Adapters;

/// <summary>What one statement may use. A statement has an instance to itself while it runs, so the figures count per statement.</summary>
public sealed class DuckDbOptions
{
    /// <summary>Threads that work on a statement.</summary>
    /// <value>1 to 1,024. Default: the number of processors.</value>
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>Bytes that sorts, joins and groups of a statement may hold in memory before they spill.</summary>
    /// <value>
    /// At least 64 MiB. Default 96 MiB per processor, at least 192 MiB. Values made by a single function call and batches on their way in and out are not counted.
    /// </value>
    public long MemoryLimitBytes { get; set; } = Math.Max(192L << 20, Environment.ProcessorCount * (96L << 20));

    /// <summary>Bytes that a statement may spill to disk.</summary>
    /// <value>Default 8 GiB; 0 turns spilling off.</value>
    public long SpillLimitBytes { get; set; } = 8L << 30;

    /// <summary>The folder in which each statement gets a private, short-lived folder for spilling.</summary>
    /// <value>Default: the system's folder for temporary files.</value>
    public string? SpillFolder { get; set; }

    /// <summary>The greatest number of characters of a statement.</summary>
    /// <value>1 to 1,000,000. Default 100,000.</value>
    public int MaximumStatementLength { get; set; } = 100_000;

    /// <summary>How long a statement may take from its start until its last row is read.</summary>
    /// <value>Default null: as long as it likes; else 1 ms to a day. Set it wherever somebody else writes the statements.</value>
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>Statements that run at once; a statement counts until its last row is read. Further ones wait.</summary>
    /// <value>1 to 1,024. Default 4 per processor, at least 16.</value>
    public int MaximumStatements { get; set; } = Math.Max(16, Environment.ProcessorCount * 4);

    /// <summary>How long a statement waits for its turn before it fails.</summary>
    /// <value>0 to a day. Default 30 s.</value>
    public TimeSpan MaximumWait { get; set; } = TimeSpan.FromSeconds(30);

    internal DuckDbOptions Clone() => (DuckDbOptions)MemberwiseClone();
}
