using System.Globalization;

namespace DataMesh;

/// <summary>Names one snapshot of a port: by id or by time.</summary>
public readonly record struct SnapshotSelector
{
    /// <summary>The id; null when selected by time.</summary>
    public long? Id { get; private init; }

    /// <summary>The time; null when selected by id.</summary>
    public DateTimeOffset? Time { get; private init; }

    /// <summary>The snapshot of an id.</summary>
    public static implicit operator SnapshotSelector(long id) => Snapshot(id);

    /// <summary>The snapshot that was current at a time.</summary>
    public static implicit operator SnapshotSelector(DateTimeOffset time) => At(time);

    /// <summary>A listed snapshot.</summary>
    public static implicit operator SnapshotSelector(Snapshot snapshot) => Snapshot((snapshot ?? throw new ArgumentNullException(nameof(snapshot))).Id);

    /// <summary>The snapshot of an id.</summary>
    public static SnapshotSelector Snapshot(long id)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        return new() { Id = id };
    }

    /// <summary>The snapshot that was current at a time.</summary>
    public static SnapshotSelector At(DateTimeOffset time) => new() { Time = time };

    /// <summary>The id or the time.</summary>
    public override string ToString() => Id is long id ? id.ToString(CultureInfo.InvariantCulture)
        : Time is { } time ? time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture) : "current";
}
