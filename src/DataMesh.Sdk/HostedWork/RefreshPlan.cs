namespace DataMesh;

/// <summary>When a host refreshes a derived port.</summary>
internal sealed record RefreshPlan
{
    public TimeSpan? Every { get; init; }

    public TimeOnly? DailyAt { get; init; }

    public bool OnInputChange { get; init; }

    /// <summary>The time at which a refresh is due, which may be over; null: never by the time.</summary>
    /// <param name="last">When the last one began; null when none is known, and one is due.</param>
    /// <param name="now">The present.</param>
    public DateTimeOffset? NextDue(DateTimeOffset? last, DateTimeOffset now)
    {
        DateTimeOffset? every = Every is { } interval ? last is { } before ? before + interval : now : null;
        if (DailyAt is not { } time)
            return every;
        DateTimeOffset today = new(DateOnly.FromDateTime(now.UtcDateTime), time, TimeSpan.Zero), latest = today <= now ? today : today.AddDays(-1);
        DateTimeOffset daily = last is null ? now : last < latest ? latest : latest.AddDays(1);
        return every < daily ? every : daily;
    }
}

internal sealed class RefreshPlanBuilder : RefreshTriggers
{
    private RefreshPlan _plan = new();

    public override RefreshTriggers Every(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromSeconds(1));
        _plan = _plan with { Every = interval };
        return this;
    }

    public override RefreshTriggers DailyAt(TimeOnly time)
    {
        _plan = _plan with { DailyAt = time };
        return this;
    }

    public override RefreshTriggers OnInputChange()
    {
        _plan = _plan with { OnInputChange = true };
        return this;
    }

    public RefreshPlan Build(PortName port) => _plan is { Every: null, DailyAt: null, OnInputChange: false }
        ? throw new ArgumentException($"Refresh of '{port}' says nothing: call Every, DailyAt or OnInputChange, or leave it away and call RefreshAsync.") : _plan;
}
