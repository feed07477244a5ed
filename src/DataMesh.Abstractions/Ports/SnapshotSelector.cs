using System.Globalization;

namespace DataMesh;

/// <summary>Names one snapshot of a port: by id, by time, by a tag, by a branch, or by the run that made it.</summary>
public readonly record struct SnapshotSelector
{
    /// <summary>The id; null when selected otherwise.</summary>
    public long? Id { get; private init; }

    /// <summary>The time; null when selected otherwise.</summary>
    public DateTimeOffset? Time { get; private init; }

    /// <summary>The tag; null when selected otherwise.</summary>
    public string? TagName { get; private init; }

    /// <summary>The branch; null when selected otherwise.</summary>
    public string? BranchName { get; private init; }

    /// <summary>The run; null when selected otherwise.</summary>
    public Guid? Run { get; private init; }

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

    /// <summary>The snapshot that the producer tagged.</summary>
    public static SnapshotSelector Tag(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new() { TagName = name };
    }

    /// <summary>The newest snapshot of a branch. Only the product itself and its stewards can read it: it is not published.</summary>
    public static SnapshotSelector Branch(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new() { BranchName = name };
    }

    /// <summary>The snapshot that a run made, once it has published to all of its ports.</summary>
    public static SnapshotSelector OfRun(Guid run) => run != Guid.Empty ? new() { Run = run } : throw new ArgumentException("The empty id names no run.", nameof(run));

    /// <summary>The id, the time, the name or the run.</summary>
    public override string ToString() => (TagName ?? BranchName) is { } name ? $"'{name}'" : Id is long id ? id.ToString(CultureInfo.InvariantCulture)
        : Run is Guid run ? $"run {run:D}"
        : Time is { } time ? time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture) : "current";
}
