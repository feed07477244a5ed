namespace DataMesh;

/// <summary>The one budget that all stages share.</summary>
public sealed class MeshLimits
{
    /// <summary>Rows in a batch.</summary>
    /// <value>Default 32,768.</value>
    public int BatchRows { get; set; } = 32_768;

    /// <summary>Rows of a keyed publish that are matched against the table at once; more rows are worked off in steps of this many.</summary>
    /// <value>Default 262,144.</value>
    public int UpsertStepRows { get; set; } = 262_144;

    /// <summary>The bytes of rows that one publish may replace for a follower to be told the difference, which is found in memory; beyond it the feed starts anew. Appends have no such limit.</summary>
    /// <value>Default 256 MiB.</value>
    public long ChangeBytes { get; set; } = 256L << 20;
}
