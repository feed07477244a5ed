using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Refreshes the derived ports of this node, and keeps the record of it.</summary>
internal sealed class Refreshes(MeshRuntime runtime, PublishTurns turns)
{
    /// <summary>Refreshes once, as the application asks.</summary>
    public Task<PublishResult> RunAsync(PortDeclaration port, RefreshWhen when, CancellationToken cancellationToken) =>
        RunAsync(port, RefreshTrigger.Manual, binding => TryAsync(port, binding, when, cancellationToken), cancellationToken);

    /// <summary>Makes some partitions anew.</summary>
    public Task<PublishResult> BackfillAsync(PortDeclaration port, IReadOnlyCollection<ScalarValue> partitions, CancellationToken cancellationToken) =>
        RunAsync(port, RefreshTrigger.Backfill, binding => turns.RunAsync(binding, always: true, () => Of(port, binding).BackfillAsync(partitions, cancellationToken), cancellationToken), cancellationToken);

    private async Task<PublishResult> RunAsync(PortDeclaration port, RefreshTrigger trigger, Func<PortBinding, Task<PublishResult>> refresh, CancellationToken cancellationToken)
    {
        PortBinding binding = await ResolveAsync(port, cancellationToken).ConfigureAwait(false);
        DateTimeOffset started = runtime.Services.Time.GetUtcNow();
        try
        {
            PublishResult result = await refresh(binding).ConfigureAwait(false);
            if (!result.WasAlreadyPublished)
                await RecordAsync(binding, Describe(trigger, started, 1, result, null), cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch (DataMeshException error)
        {
            await RecordAsync(binding, Describe(trigger, started, 1, null, error), CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>One attempt.</summary>
    public Task<PublishResult> TryAsync(PortDeclaration port, PortBinding binding, RefreshWhen when, CancellationToken cancellationToken) =>
        turns.RunAsync(binding, always: true, () => Of(port, binding).RunAsync(when, cancellationToken), cancellationToken);

    /// <summary>Tells whether a refresh would be left out, and where the inputs lie.</summary>
    public Task<(bool IsCurrent, IReadOnlyList<TableLocation> Inputs)> LookAsync(PortDeclaration port, PortBinding binding, RefreshWhen when, CancellationToken cancellationToken) =>
        Of(port, binding).LookAsync(when, cancellationToken);

    /// <summary>Finds a derived port to refresh.</summary>
    public async Task<PortBinding> ResolveAsync(PortDeclaration port, CancellationToken cancellationToken)
    {
        PortBinding binding = await runtime.ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        LifecycleNotices.DemandServed(binding, "publish to");
        return binding;
    }

    public async IAsyncEnumerable<RefreshRun> ListAsync(PortDeclaration port, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PortBinding binding = await runtime.ResolveForWritingAsync(port, cancellationToken).ConfigureAwait(false);
        await foreach (RefreshRun run in new RefreshHistory(runtime.Services, binding).ListAsync(cancellationToken).ConfigureAwait(false))
            yield return run;
    }

    public Task RecordAsync(PortBinding binding, RefreshRun run, CancellationToken cancellationToken) => new RefreshHistory(runtime.Services, binding).WriteAsync(run, cancellationToken);

    /// <summary>What is recorded of a run.</summary>
    public RefreshRun Describe(RefreshTrigger trigger, DateTimeOffset started, int attempts, PublishResult? result, Exception? error)
    {
        DateTimeOffset ended = runtime.Services.Time.GetUtcNow();
        return new RefreshRun
        {
            Id = result is { WasAlreadyPublished: false, Run: { } run } ? run : RunId.Create(ended),
            Trigger = trigger,
            Outcome = result is null ? RefreshOutcome.Failed : result.WasAlreadyPublished ? RefreshOutcome.Unchanged : RefreshOutcome.Published,
            StartedAt = started,
            EndedAt = ended,
            Attempts = attempts,
            Snapshot = result?.Snapshot.Id,
            Rows = result is { WasAlreadyPublished: false } ? result.RowsPublished : 0,
            Error = error is null or DataMeshException ? error?.Message : error.GetType().Name,
            Host = Environment.MachineName,
        };
    }

    private DerivedRefresh Of(PortDeclaration port, PortBinding binding) =>
        new(runtime, runtime.ProductOf(port), port, binding, MeshRuntime.ProductPrincipal(binding.Product));
}
