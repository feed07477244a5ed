namespace DataMesh.Tests.Simulation;

/// <summary>A clock with a queue of what happens when. One thread runs it: what waits goes on inline, so that the same chances give the same course of events.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private readonly PriorityQueue<Action, (long Due, long Order)> _events = new();
    private long _ticks = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(_ticks, TimeSpan.Zero);

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void After(TimeSpan delay, Action action) => _events.Enqueue(action, (_ticks + delay.Ticks, _order++));

    public Task WaitAsync(TimeSpan delay)
    {
        TaskCompletionSource done = new();
        After(delay, done.SetResult);
        return done.Task;
    }

    /// <summary>Lets time pass until something is so.</summary>
    public void Run(Func<bool> isReached)
    {
        while (!isReached())
            if (!TryStep())
                throw new InvalidOperationException("Nothing is going to happen any more, and something is waited for: a wait did not go through the simulated clock.");
    }

    /// <summary>Lets everything happen that is still to happen, and then some time pass.</summary>
    public void Drain(TimeSpan more)
    {
        while (TryStep())
        {
        }
        _ticks += more.Ticks;
    }

    private bool TryStep()
    {
        if (!_events.TryDequeue(out Action? next, out (long Due, long Order) at))
            return false;
        _ticks = Math.Max(_ticks, at.Due);
        next();
        return true;
    }

    private sealed class Timer(SimulatedTime time, Action ring) : ITimer
    {
        private int _version;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            int version = ++_version;
            if (dueTime != Timeout.InfiniteTimeSpan)
                time.After(dueTime, () =>
                {
                    if (version == _version)
                        ring();
                });
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
