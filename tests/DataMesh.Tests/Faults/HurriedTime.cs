namespace DataMesh.Tests.Faults;

/// <summary>A clock that is ahead, and on which every wait is over at once; what repeats never does.</summary>
internal sealed class HurriedTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, period == Timeout.InfiniteTimeSpan && dueTime != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
