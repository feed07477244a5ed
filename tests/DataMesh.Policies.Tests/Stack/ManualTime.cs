namespace DataMesh.Tests.Policies;

/// <summary>A clock that moves only when told, and fires the timers that are due when it moves.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private long _ticks = start.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Advance(TimeSpan by)
    {
        long now = Interlocked.Add(ref _ticks, by.Ticks);
        Timer[] due;
        lock (_timers)
            due = [.. _timers.Where(t => t.TryFire(now))];
        foreach (Timer timer in due)
            timer.Run();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_timers)
            _timers.Add(timer);
        return timer;
    }

    private sealed class Timer(ManualTime time, Action run) : ITimer
    {
        private long _due = long.MaxValue;
        private long _period;

        public void Run() => run();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
            Volatile.Write(ref _due, dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks);
            return true;
        }

        public bool TryFire(long now)
        {
            long due = Volatile.Read(ref _due);
            if (due > now)
                return false;
            Volatile.Write(ref _due, _period == 0 ? long.MaxValue : now + _period);
            return true;
        }

        public void Dispose()
        {
            lock (time._timers)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
