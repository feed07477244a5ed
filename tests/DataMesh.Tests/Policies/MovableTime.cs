namespace DataMesh.Tests.Policies;

/// <summary>The present, moved forward when told.</summary>
internal sealed class MovableTime : TimeProvider
{
    private long _moved;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _moved));

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Interlocked.Read(ref _moved) / (double)TimeSpan.TicksPerSecond * TimestampFrequency);

    public void Move(TimeSpan by) => Interlocked.Add(ref _moved, by.Ticks);
}
