namespace DataMesh;

/// <summary>What a tag or a branch keeps from maintenance. Erasing, and the retention of the policy, drop it all the same.</summary>
public sealed record ReferenceOptions
{
    /// <summary>How old the snapshot may become before maintenance drops the name, and with it what only it keeps; null: any age.</summary>
    public TimeSpan? MaxAge
    {
        get;
        init => field = value is null || value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxAge is an age: it is not negative.");
    }

    /// <summary>How many of the newest snapshots of a branch stay, whatever their age; null: as <see cref="MaintenanceOptions.KeepSnapshots"/> says. Tags have one.</summary>
    public int? KeepSnapshots
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "KeepSnapshots is at least 1: the newest snapshot of a branch always stays.");
    }

    /// <summary>For how long further snapshots of a branch stay; null: as <see cref="MaintenanceOptions.ChangeRetention"/> says, which is the least. Tags have none.</summary>
    public TimeSpan? MaxSnapshotAge
    {
        get;
        init => field = value is null || value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxSnapshotAge is an age: it is not negative.");
    }
}
