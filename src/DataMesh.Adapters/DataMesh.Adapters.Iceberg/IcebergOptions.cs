namespace DataMesh.Adapters;

/// <summary>How Iceberg tables are committed and read.</summary>
public sealed class IcebergOptions
{
    /// <summary>How often a commit that lost to another writer is rebased and tried again before it fails.</summary>
    /// <value>1 to 10,000; default 100.</value>
    public int CommitAttempts { get; set; } = 100;

    /// <summary>The longest wait after the first lost attempt; it doubles with each further one. Waits are random, so that writers do not meet again.</summary>
    /// <value>Above zero, at most <see cref="MaxCommitWait"/>; default 10 ms.</value>
    public TimeSpan MinCommitWait { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest wait after any lost attempt.</summary>
    /// <value>At most one minute; default 500 ms.</value>
    public TimeSpan MaxCommitWait { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Memory for parsed metadata and delete files, shared by all tables. 0 keeps nothing.</summary>
    /// <value>In bytes; default 64 MiB.</value>
    public long CacheBytes { get; set; } = 64L << 20;

    /// <summary>The largest metadata file (decompressed), manifest, manifest list or deletion vector that is read.</summary>
    /// <value>In bytes; 64 KiB to 1 GiB; default 128 MiB.</value>
    public int MaxMetadataBytes { get; set; } = 128 << 20;

    /// <summary>When an append finds at least this many small manifests of its partitioning, it merges them into one.</summary>
    /// <value>2 to 10,000; default 100.</value>
    public int ManifestsBeforeMerge { get; set; } = 100;
}
