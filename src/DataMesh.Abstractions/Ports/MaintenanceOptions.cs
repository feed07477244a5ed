namespace DataMesh;

/// <summary>How long a port keeps what is no longer its current state. The defaults suit a port that is published every few minutes to every few hours.</summary>
public sealed record MaintenanceOptions
{
    /// <summary>For how long a snapshot can be read, and its publish is recognised by its idempotency key, after another one has replaced it; then it expires, with the files that only it reads.</summary>
    /// <value>Default 7 days; not negative.</value>
    public TimeSpan ChangeRetention
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "ChangeRetention is a span of the past: it is not negative.");
    } = TimeSpan.FromDays(7);

    /// <summary>How many of the newest snapshots stay, whatever their age.</summary>
    /// <value>At least 1, the default: the current one.</value>
    public int KeepSnapshots
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "KeepSnapshots is at least 1: the current snapshot always stays.");
    } = 1;

    /// <summary>The longest time that a publish may take. Files of publishes that failed are deleted when they are older than twice this, and than 24 hours.</summary>
    /// <value>Default 12 hours; not negative.</value>
    public TimeSpan LongestPublish
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "LongestPublish is the length of a publish: it is not negative.");
    } = TimeSpan.FromHours(12);

    /// <summary>Data files below this size are put together in larger ones of about <see cref="FileBytes"/>, where a partition has at least four of them. Followers see nothing of it, and no row changes.</summary>
    /// <value>Default 32 MiB; 0 leaves files as they are; not negative.</value>
    public long SmallFileBytes
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "SmallFileBytes is a size: it is not negative.");
    } = 32L << 20;

    /// <summary>The size of the files that small ones are put together in, and that sorted rows are written to.</summary>
    /// <value>Default 256 MiB; at least 64 KiB.</value>
    public long FileBytes
    {
        get;
        init => field = value >= 64 << 10 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "FileBytes is at least 64 KiB: smaller files cost more to find than to read.");
    } = 256L << 20;

    /// <summary>The memory for rows while the files of a port with an order (<see cref="OutputPortBuilder{T}.SortBy"/>) are sorted. Rows that do not fit lie in files of the port's folder meanwhile.</summary>
    /// <value>Default 256 MiB; at least 1 MiB, or 0 to leave files unsorted.</value>
    public long SortMemoryBytes
    {
        get;
        init => field = value is 0 or >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "SortMemoryBytes is at least 1 MiB, or 0 to leave files unsorted.");
    } = 256L << 20;

    /// <summary>True to say what would be done, and do nothing.</summary>
    public bool DryRun { get; init; }
}
