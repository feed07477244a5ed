using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Refreshes one derived port when its plan says so, unless another process does.</summary>
internal sealed class RefreshJob(MeshRuntime runtime, PortDeclaration port, HostedWorkOptions options, string node)
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(5), s_longestRest = TimeSpan.FromHours(1), s_longestWait = TimeSpan.FromDays(1);

    private readonly MeshServices _services = runtime.Services;
    private readonly RefreshPlan _plan = port.Refresh!;
    private IReadOnlyList<TableLocation> _inputs = [];
    private DateTimeOffset? _looked;
    private DateTimeOffset _restUntil = DateTimeOffset.MinValue;
    private int _failures;

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        bool isDelayed = false;
        while (true)
        {
            // Taken before the inputs are looked at, so that no publish falls between.
            Task[] hints = _plan.OnInputChange ? [.. _inputs.Select(CommitHints.NextAsync)] : [];
            TimeSpan wait;
            try
            {
                wait = await TickAsync(cancellationToken).ConfigureAwait(false);
                isDelayed = false;
            }
            catch (Exception error) when (error is DataMeshException or NotSupportedException)
            {
                if (!isDelayed)
                    Log.HostedWorkDelayed(_services.Logger, "refresh", port.Name.ToString(), error);
                isDelayed = true;
                wait = options.LookForChangesEvery;
            }
            // The first look has told where the inputs lie: publishes since then are seen by the next one, which is at once.
            if (_plan.OnInputChange && hints.Length != _inputs.Count)
                continue;
            await WaitAsync(wait, hints, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Refreshes if that is due.</summary>
    /// <returns>How long there is nothing to do, unless an input changes.</returns>
    public async Task<TimeSpan> TickAsync(CancellationToken cancellationToken)
    {
        PortBinding binding = await runtime.Refreshes.ResolveAsync(port, cancellationToken).ConfigureAwait(false);
        WorkLease lease = new(_services, binding, "refresh", node, options.LeaseTime);
        DateTimeOffset now = _services.Time.GetUtcNow();
        bool isDue = _plan.NextDue(Latest(await lease.FindDoneAsync(cancellationToken).ConfigureAwait(false), _looked), now) <= now;
        if (isDue || (_plan.OnInputChange && now >= _restUntil))
            await LookAsync(binding, lease, isDue, now, cancellationToken).ConfigureAwait(false);
        return Remaining(_plan.NextDue(Latest(await lease.FindDoneAsync(cancellationToken).ConfigureAwait(false), _looked), now), now);
    }

    private async Task LookAsync(PortBinding binding, WorkLease lease, bool isDue, DateTimeOffset now, CancellationToken cancellationToken)
    {
        RefreshWhen when = isDue ? RefreshWhen.RowsMayChange : RefreshWhen.InputsChange;
        (bool isCurrent, _inputs) = await runtime.Refreshes.LookAsync(port, binding, when, cancellationToken).ConfigureAwait(false);
        if (isCurrent)
        {
            _looked = isDue ? now : _looked;
            return;
        }
        HeldLease? held = await lease.TryTakeAsync(cancellationToken).ConfigureAwait(false);
        if (held is null)
            return;
        await using (held.ConfigureAwait(false))
        {
            // Somebody else may have done it between the look and the lease.
            if (isDue && _plan.NextDue(Latest(held.Done, _looked), now) > now)
                return;
            RefreshRun run = await RefreshAsync(binding, isDue ? RefreshTrigger.Schedule : RefreshTrigger.InputChange, when, now, cancellationToken).ConfigureAwait(false);
            held.Done = isDue ? now : held.Done;
            if (run.Outcome != RefreshOutcome.Unchanged)
                await runtime.Refreshes.RecordAsync(binding, run, CancellationToken.None).ConfigureAwait(false);
            Rest(run);
        }
    }

    private async Task<RefreshRun> RefreshAsync(PortBinding binding, RefreshTrigger trigger, RefreshWhen when, DateTimeOffset started, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                PublishResult result = await runtime.Refreshes.TryAsync(port, binding, when, cancellationToken).ConfigureAwait(false);
                RefreshRun run = runtime.Refreshes.Describe(trigger, started, attempt, result, null);
                Log.Refreshed(_services.Logger, port.Name.ToString(), trigger, run.Outcome, attempt);
                return run;
            }
            catch (DataMeshException error) when (IsPassing(error) && attempt < options.RefreshAttempts)
            {
                TimeSpan pause = Half(Doubled(options.FirstPause, attempt - 1, s_longestPause));
                Log.RefreshRetried(_services.Logger, port.Name.ToString(), attempt, pause, error);
                await Task.Delay(pause, _services.Time, cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The code of a transformation may throw any exception; it is logged and recorded, and the next trigger tries again.
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.RefreshFailed(_services.Logger, port.Name.ToString(), trigger, error);
                return runtime.Refreshes.Describe(trigger, started, attempt, null, error);
            }
        }
    }

    // What failed for good fails again with the same inputs: it is left alone for longer each time.
    private void Rest(RefreshRun run)
    {
        _failures = run.Outcome == RefreshOutcome.Failed ? _failures + 1 : 0;
        _restUntil = _failures == 0 ? DateTimeOffset.MinValue : run.EndedAt + Doubled(options.LookForChangesEvery, _failures - 1, s_longestRest);
    }

    private async Task WaitAsync(TimeSpan wait, Task[] hints, CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task pause = Task.Delay(wait, _services.Time, over.Token);
        await Task.WhenAny([pause, .. hints]).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private TimeSpan Remaining(DateTimeOffset? due, DateTimeOffset now)
    {
        TimeSpan wait = due is { } at ? at - now : s_longestWait;
        if (_plan.OnInputChange && wait > options.LookForChangesEvery)
            wait = options.LookForChangesEvery;
        // Due all the same: another process is at it.
        return wait <= TimeSpan.Zero ? options.LookForChangesEvery : wait < s_longestWait ? wait : s_longestWait;
    }

    private static bool IsPassing(DataMeshException error) =>
        error.IsTransient || error.Kind is DataMeshErrorKind.StorageUnavailable or DataMeshErrorKind.StorageFull or DataMeshErrorKind.CommitConflict;

    private static DateTimeOffset? Latest(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan most) => times < 20 && first * (1 << times) < most ? first * (1 << times) : most;

    private static TimeSpan Half(TimeSpan pause) => pause * (0.5 + Random.Shared.NextDouble() / 2);
}
