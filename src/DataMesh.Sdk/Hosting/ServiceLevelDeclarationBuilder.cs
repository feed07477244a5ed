namespace DataMesh;

internal sealed class ServiceLevelDeclarationBuilder(PortName port, SchemaObject schema, List<ServiceLevelObjective> objectives) : ServiceLevels
{
    public override ServiceLevels FreshWithin(TimeSpan age) => Add(ServiceLevel.FreshWithin, age);

    public override ServiceLevels CoversUpTo(TimeSpan ago) => AddEvent(ServiceLevel.CoversUpTo, ago);

    public override ServiceLevels LatencyWithin(TimeSpan delay) => AddEvent(ServiceLevel.LatencyWithin, delay);

    public override ServiceLevels Complete(decimal atLeastShare) => Add(ServiceLevel.Complete, atLeastShare);

    public override ServiceLevels RetainedFor(TimeSpan period) => Add(ServiceLevel.RetainedFor, period);

    public override ServiceLevels Available(decimal atLeastShare) => Add(ServiceLevel.Available, atLeastShare);

    private ServiceLevelDeclarationBuilder AddEvent(ServiceLevel level, TimeSpan time) => schema.Properties.Any(p => p.IsEventTime) ? Add(level, time)
        : throw new InvalidOperationException($"The port '{port}' promises {level}, but the record '{schema.Name}' does not say when its fact happened: put [EventTime] on that property.");

    private ServiceLevelDeclarationBuilder Add(ServiceLevel level, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return Add(new ServiceLevelObjective { Level = level, Time = time });
    }

    private ServiceLevelDeclarationBuilder Add(ServiceLevel level, decimal share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return Add(new ServiceLevelObjective { Level = level, Share = share });
    }

    private ServiceLevelDeclarationBuilder Add(ServiceLevelObjective objective)
    {
        if (objectives.Any(o => o.Level == objective.Level))
            throw new InvalidOperationException($"The port '{port}' promises {objective.Level} twice: call {objective.Level} once in Promise.");
        objectives.Add(objective);
        return this;
    }
}
