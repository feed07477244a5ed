namespace DataMesh.Adapters.Authoring;

/// <summary>What maintenance may take away from a table.</summary>
public sealed record MaintenancePlan
{
    /// <summary>The least age of files without a snapshot before they may be deleted: a publish that is under way has such files.</summary>
    public static TimeSpan MinimumOrphanAge { get; } = TimeSpan.FromHours(24);

    /// <summary>Snapshots that another one replaced before this time expire, except what branches and tags keep; null: none expire.</summary>
    public DateTimeOffset? ExpireBefore { get; init; }

    /// <summary>How many of the newest snapshots of each branch stay, whatever their age.</summary>
    /// <value>At least 1, the default.</value>
    public int KeepSnapshots { get; init; } = 1;

    /// <summary>Files that no snapshot reads are deleted when the store says that they were written before this time; null: none are. It lies at least <see cref="MinimumOrphanAge"/> back.</summary>
    public DateTimeOffset? OrphansBefore { get; init; }

    /// <summary>True to write metadata anew that lies in many small files: a snapshot of the same rows, before others expire.</summary>
    public bool RewriteManifests { get; init; }

    /// <summary>True to leave nothing but the current rows: every other snapshot expires, branches and tags are dropped with what they ask to keep, and metadata that still describes files which are gone is written anew. <see cref="ExpireBefore"/> and <see cref="KeepSnapshots"/> do not count then.</summary>
    public bool ForgetHistory { get; init; }

    /// <summary>True to say what would be done, and do nothing.</summary>
    public bool DryRun { get; init; }
}
