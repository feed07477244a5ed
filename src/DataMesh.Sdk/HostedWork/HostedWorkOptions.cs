namespace DataMesh;

/// <summary>What a host does for the ports that its application declares, by itself. Without a host (<c>Mesh.Create</c>) nothing of it happens.</summary>
/// <remarks>Any number of replicas may run: for each port one of them does the work at a time, by a lease that only saves work. Two that do it at once do no harm.</remarks>
public sealed class HostedWorkOptions
{
    /// <summary>Whether the host maintains ports: expires snapshots, deletes files that nothing reads, puts small files together.</summary>
    /// <value>Default true.</value>
    public bool Maintains { get; set; } = true;

    /// <summary>How often a port is maintained.</summary>
    /// <value>Default 1 day; at least 1 minute. The first time is up to a quarter of an hour after the start.</value>
    public TimeSpan MaintainEvery { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Whether the host refreshes derived ports that say when (<see cref="OutputPortBuilder{T}.Refresh"/>).</summary>
    /// <value>Default true.</value>
    public bool Refreshes { get; set; } = true;

    /// <summary>How often inputs are looked at for snapshots of other processes. Publishes of this process are seen at once.</summary>
    /// <value>Default 30 seconds; at least 1.</value>
    public TimeSpan LookForChangesEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a refresh is tried that fails for a passing reason: a store that cannot be reached, a commit that lost.</summary>
    /// <value>Default 5; at least 1.</value>
    public int RefreshAttempts { get; set; } = 5;

    /// <summary>The pause after the first attempt; it doubles with each, up to 5 minutes, and half of it is random.</summary>
    /// <value>Default 2 seconds; at most 5 minutes.</value>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>After which time a process that has said nothing more no longer holds the work of a port.</summary>
    /// <value>Default 5 minutes; at least 10 seconds.</value>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromMinutes(5);
}
