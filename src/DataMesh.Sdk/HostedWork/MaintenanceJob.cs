namespace DataMesh;

/// <summary>Maintains one port when its time has come, unless another process does.</summary>
internal sealed class MaintenanceJob(MeshRuntime runtime, PortDeclaration port, HostedWorkOptions options, string node)
{
    private static readonly TimeSpan s_startWithin = TimeSpan.FromMinutes(15), s_retry = TimeSpan.FromMinutes(5);

    private readonly MeshServices _services = runtime.Services;

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Processes that start together do not stay in step, and those that live for a moment maintain nothing.
        await Task.Delay(s_startWithin * Random.Shared.NextDouble(), _services.Time, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            TimeSpan wait;
            try
            {
                wait = await TickAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is DataMeshException or NotSupportedException)
            {
                Log.HostedWorkDelayed(_services.Logger, "maintain", port.Name.ToString(), error);
                wait = s_retry < options.MaintainEvery ? s_retry : options.MaintainEvery;
            }
            await Task.Delay(wait, _services.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Maintains the port if that is due.</summary>
    /// <returns>How long there is nothing to do.</returns>
    public async Task<TimeSpan> TickAsync(CancellationToken cancellationToken)
    {
        PortBinding binding = await runtime.ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        WorkLease lease = new(_services, binding, "maintenance", node, options.LeaseTime);
        if (await FindRestAsync(lease, cancellationToken).ConfigureAwait(false) is { } early)
            return early;
        HeldLease? held = await lease.TryTakeAsync(cancellationToken).ConfigureAwait(false);
        if (held is null)
            return options.LeaseTime;
        await using (held.ConfigureAwait(false))
        {
            if (Rest(held.Done) is { } late)
                return late;
            await new PortMaintenance(_services, binding).RunAsync(port.Maintenance ?? new MaintenanceOptions(), cancellationToken).ConfigureAwait(false);
            held.Done = _services.Time.GetUtcNow();
            return options.MaintainEvery;
        }
    }

    private async Task<TimeSpan?> FindRestAsync(WorkLease lease, CancellationToken cancellationToken) => Rest(await lease.FindDoneAsync(cancellationToken).ConfigureAwait(false));

    // Null when it is due.
    private TimeSpan? Rest(DateTimeOffset? done)
    {
        TimeSpan? rest = done + options.MaintainEvery - _services.Time.GetUtcNow();
        return rest > TimeSpan.Zero ? rest < options.MaintainEvery ? rest : options.MaintainEvery : null;
    }
}
