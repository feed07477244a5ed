using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>Reads a port as Arrow. Resolves, decides and pins anew for every read, so that a changed policy holds on the next one.</summary>
internal class InputPort(MeshRuntime runtime, PortReference source, MeshPrincipal? principal, Purpose purpose, SnapshotSelector? at = null) : IInputPort
{
    public PortReference Source => source;

    internal MeshRuntime Runtime => runtime;

    internal SnapshotSelector? At => at;

    /// <summary>A condition on every read; null: none.</summary>
    internal Filter? Only { get; set; }

    protected MeshPrincipal? Principal => principal;

    protected Purpose Purpose => purpose;

    public async Task<DataContract> GetContractAsync(CancellationToken cancellationToken = default)
    {
        (PortBinding port, AccessDecision decision) = await DemandAsync(cancellationToken).ConfigureAwait(false);
        (AccessPlan plan, _) = await PlanAsync(port, decision, cancellationToken).ConfigureAwait(false);
        return EffectiveContract.Of(port.Contract, plan);
    }

    public async IAsyncEnumerable<Snapshot> ListSnapshotsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (PortBinding port, AccessDecision decision) = await DemandAsync(cancellationToken).ConfigureAwait(false);
        (AccessPlan plan, Adapters.Authoring.TableState table) = await PlanAsync(port, decision, cancellationToken).ConfigureAwait(false);
        foreach (Adapters.Authoring.TableSnapshot snapshot in table.Snapshots)
            yield return PortSnapshots.ForReader(snapshot, plan.IsUnrestricted) with { Tags = SnapshotSelection.TagsOf(table, snapshot.Id) };
    }

    public IInputPort AsOf(SnapshotSelector at) => new InputPort(runtime, source, principal, purpose, at) { Only = Only };

    public async Task<PortDifference> DiffAsync(SnapshotSelector from, DiffOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Opened one by one: what the policy cannot enforce on one of them is denied.
        EnforcementScan before = await OpenScanAsync(from, cancellationToken).ConfigureAwait(false), after = await OpenScanAsync(cancellationToken).ConfigureAwait(false);
        EnforcementScan today = await OpenScanAsync(snapshot: null, cancellationToken).ConfigureAwait(false);
        return await new SnapshotDifference(runtime.Services, today, before.Snapshot!, after.Snapshot!, options ?? new DiffOptions()).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<RecordBatch> ReadBatchesAsync(ReadRequest? request = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        EnforcementScan scan = await OpenScanAsync(cancellationToken).ConfigureAwait(false);
        AccessWatch watch = new(runtime.Services);
        await using ConfiguredAsyncDisposable watching = watch.ConfigureAwait(false);
        await foreach (RecordBatch batch in watch.GuardAsync([scan], token => Read(scan, request ?? new ReadRequest(), request?.Columns, allowDictionaries: false, token), cancellationToken).ConfigureAwait(false))
            yield return batch;
    }

    public async Task<IReadOnlyList<ServiceLevelIndicator>> CheckPromiseAsync(CancellationToken cancellationToken = default)
    {
        EnforcementScan scan = await OpenScanAsync(cancellationToken).ConfigureAwait(false);
        return await new PromiseCheck(runtime.Services, scan, (column, filter) => ReadBatchesAsync(new ReadRequest { Columns = [column], Filter = filter }, cancellationToken)).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<AccessExplanation> ExplainAccessAsync(CancellationToken cancellationToken = default)
    {
        (PortBinding port, AccessDecision decision) = await DecideAsync(cancellationToken).ConfigureAwait(false);
        AccessPlan? plan = decision.IsAllowed ? (await EnforcementScan.PlanAsync(runtime.Services, port, decision, cancellationToken).ConfigureAwait(false)).Plan : null;
        return AccessExplainer.Explain(port, decision, plan, forOwner: false);
    }

    /// <summary>Opens the port and tells all that does not fit.</summary>
    internal virtual Task DemandFitAsync(CancellationToken cancellationToken) => DemandAsync(cancellationToken);

    /// <summary>Resolves and decides; throws nothing for a denial.</summary>
    internal async Task<(PortBinding Port, AccessDecision Decision)> DecideAsync(CancellationToken cancellationToken)
    {
        PortBinding port = await runtime.ResolveAsync(source, principal, purpose, cancellationToken).ConfigureAwait(false);
        AccessDecision decision = await runtime.Decider.DecideAsync(port, principal ?? runtime.OwnPrincipal(port.Product), purpose, pretendOffer: null, cancellationToken).ConfigureAwait(false);
        return (port, decision);
    }

    /// <summary>Resolves, decides, records the decision and refuses where it denies.</summary>
    internal async Task<(PortBinding Port, AccessDecision Decision)> DemandAsync(CancellationToken cancellationToken)
    {
        (PortBinding port, AccessDecision decision) = await DecideAsync(cancellationToken).ConfigureAwait(false);
        MeshTelemetry.Decided(runtime.Services.Logger, port, decision);
        if (!decision.IsAllowed)
            await runtime.Services.Audit.RecordAsync(AuditRecords.Denied(port, decision, runtime.Services.Time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        decision.Demand(port.Name);
        runtime.Lifecycle.Demand(port, decision);
        runtime.Expiry.Warn(port, decision.Agreements);
        return (port, decision);
    }

    /// <summary>Pins the snapshot and gives the one scan that rows leave by.</summary>
    internal Task<EnforcementScan> OpenScanAsync(CancellationToken cancellationToken) => OpenScanAsync(at, cancellationToken);

    /// <summary>The scan of another snapshot than the one the handle is pinned to; null: the current one.</summary>
    internal async Task<EnforcementScan> OpenScanAsync(SnapshotSelector? snapshot, CancellationToken cancellationToken)
    {
        (PortBinding port, AccessDecision decision) = await DemandAsync(cancellationToken).ConfigureAwait(false);
        EnforcementScan scan = await PinAsync(port, decision, snapshot, cancellationToken).ConfigureAwait(false);
        scan.Only = Only;
        if (decision.FullSight != PolicyElement.OwnProduct)
            scan.StillHolds = token => StillHoldsAsync(scan, token);
        return scan;
    }

    // What a snapshot cannot enforce is a denial like any other.
    private async Task<EnforcementScan> PinAsync(PortBinding port, AccessDecision decision, SnapshotSelector? snapshot, CancellationToken cancellationToken)
    {
        try
        {
            return await EnforcementScan.OpenAsync(runtime.Services, port, decision, snapshot, cancellationToken).ConfigureAwait(false);
        }
        catch (PolicyDeniedException)
        {
            await runtime.Services.Audit.RecordAsync(AuditRecords.Denied(port, decision, runtime.Services.Time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    // The same rows and columns under the same masks, of the same product; a grant that another one replaces without a difference cuts nobody.
    private async ValueTask<bool> StillHoldsAsync(EnforcementScan scan, CancellationToken cancellationToken)
    {
        if (await runtime.TryResolveAsync(scan.Port.Reference, principal, cancellationToken).ConfigureAwait(false) is not { } port)
            return false;
        AccessDecision decision = await runtime.Decider.DecideAsync(port, scan.Decision.Principal, purpose, pretendOffer: null, cancellationToken).ConfigureAwait(false);
        if (!decision.IsAllowed || LifecycleNotices.HasEnded(port, decision) || port.Product.Descriptor.Id != scan.Port.Product.Descriptor.Id)
            return false;
        AccessPlan plan = await scan.ReplanAsync(port, decision, cancellationToken).ConfigureAwait(false);
        return plan.Denial is null && plan.Fingerprint == scan.Plan.Fingerprint;
    }

    private async Task<(AccessPlan Plan, Adapters.Authoring.TableState Table)> PlanAsync(PortBinding port, AccessDecision decision, CancellationToken cancellationToken)
    {
        (AccessPlan plan, Adapters.Authoring.TableState table) = await EnforcementScan.PlanAsync(runtime.Services, port, decision, cancellationToken).ConfigureAwait(false);
        return plan.Denial is { } denial ? throw new PolicyDeniedException(denial) { Product = port.Name.Product, Port = port.Name, Operation = "read" } : (plan, table);
    }

    protected static IAsyncEnumerable<RecordBatch> Read(EnforcementScan scan, ReadRequest request, IReadOnlyList<string>? columns, bool allowDictionaries, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<RecordBatch> rows = scan.ReadAsync(columns, request.Filter, allowDictionaries, request.AnyOrder, cancellationToken);
        return MeshTelemetry.CountRows(request.Limit is long limit ? LimitStage.RunAsync(rows, limit, cancellationToken) : rows, scan, cancellationToken);
    }
}

/// <summary>Reads a port as records.</summary>
internal sealed class InputPort<T>(MeshRuntime runtime, PortReference source, MeshPrincipal? principal, Purpose purpose, SnapshotSelector? at = null)
    : InputPort(runtime, source, principal, purpose, at), IInputPort<T>
    where T : IDataSchema<T>
{
    public new IInputPort<T> AsOf(SnapshotSelector at) => new InputPort<T>(Runtime, Source, Principal, Purpose, at) { Only = Only };

    public IAsyncEnumerable<T> ReadAsync(CancellationToken cancellationToken = default) => ReadCoreAsync(new ReadRequest(), cancellationToken);

    public IAsyncEnumerable<T> ReadAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(where);
        return ReadCoreAsync(new ReadRequest { Filter = Filter.From(where) }, cancellationToken);
    }

    public IAsyncEnumerable<T> ReadAsync(ReadRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Columns is not null)
            throw new ArgumentException($"A typed read returns the columns of '{typeof(T).Name}': leave Columns away, or use ReadBatchesAsync.", nameof(request));
        return ReadCoreAsync(request, cancellationToken);
    }

    public IAsyncEnumerable<ChangeSet<T>> ChangesAsync(Cursor since, CancellationToken cancellationToken = default) => new ChangeFeed<T>(this).RunAsync(since, follow: false, cancellationToken);

    public IAsyncEnumerable<ChangeSet<T>> FollowAsync(Cursor since, CancellationToken cancellationToken = default) => new ChangeFeed<T>(this).RunAsync(since, follow: true, cancellationToken);

    internal override async Task DemandFitAsync(CancellationToken cancellationToken) => DemandFit(await OpenScanAsync(cancellationToken).ConfigureAwait(false));

    /// <exception cref="ContractMismatchException">The record does not fit what the principal may see.</exception>
    internal static void DemandFit(EnforcementScan scan)
    {
        PortBinding port = scan.Port;
        IReadOnlyList<ContractMismatch> mismatches = SchemaCompatibility.FindMismatches(T.Schema, scan.Schema);
        if (mismatches.Count > 0)
            throw new ContractMismatchException($"The record '{typeof(T).Name}' does not fit '{port.Name}' {port.Contract.Version} as {scan.Decision.Principal?.ToString() ?? "nobody"} may see it: {string.Join("; ", mismatches)}.")
            {
                Product = port.Name.Product,
                Port = port.Name,
                Operation = "open",
                Mismatches = mismatches,
            };
    }

    /// <summary>The columns of the record that the reader sees.</summary>
    internal static string[] ColumnsOf(EnforcementScan scan) => [.. T.Schema.Properties.Select(p => p.Name).Where(scan.Schema.FieldsLookup.Contains)];

    // One asynchronous step for each record, not two: the scan is opened in the stream of batches.
    private IAsyncEnumerable<T> ReadCoreAsync(ReadRequest request, CancellationToken cancellationToken) =>
        DecodeStage.RunAsync(Runtime.Services, (watch, token) => ReadColumnsAsync(request, watch, token), T.CreateDecoder, cancellationToken);

    private async IAsyncEnumerable<RecordBatch> ReadColumnsAsync(ReadRequest request, AccessWatch watch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EnforcementScan scan = await OpenScanAsync(cancellationToken).ConfigureAwait(false);
        DemandFit(scan);
        string[] columns = ColumnsOf(scan);
        await foreach (RecordBatch batch in watch.GuardAsync([scan], token => Read(scan, request, columns, allowDictionaries: true, token), cancellationToken).ConfigureAwait(false))
            yield return batch;
    }
}
