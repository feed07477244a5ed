namespace DataMesh;

/// <summary>The one budget that all stages share.</summary>
public sealed class MeshLimits
{
    /// <summary>Rows in a batch.</summary>
    /// <value>Default 32,768.</value>
    public int BatchRows { get; set; } = 32_768;

    /// <summary>How many parts of a scan, files and row groups of large files, are read and decoded at once. 1: one after the other, two batches ahead of the reader.</summary>
    /// <remarks>
    /// The others start when the reader takes a second batch: who wants only the first rows pays for no more. A scan holds up to three decoded batches for each part, of
    /// <see cref="BatchRows"/> rows each, and the stored bytes of the row group that it reads; in any order (<see cref="ReadRequest.AnyOrder"/>) two batches for each.
    /// </remarks>
    /// <value>Default: the processors of the process, at most 8.</value>
    public int Parallelism { get; set; } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>Rows of a keyed publish that are matched against the table at once; more rows are worked off in steps of this many.</summary>
    /// <value>Default 262,144.</value>
    public int UpsertStepRows { get; set; } = 262_144;

    /// <summary>The bytes of rows that one publish may replace for a follower to be told the difference, which is found in memory; beyond it the feed starts anew. Appends have no such limit.</summary>
    /// <value>Default 256 MiB.</value>
    public long ChangeBytes { get; set; } = 256L << 20;
}
