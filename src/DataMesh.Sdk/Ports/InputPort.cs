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

    protected MeshPrincipal? Principal => principal;

    protected Purpose Purpose => purpose;

    public async Task<DataContract> GetContractAsync(CancellationToken cancellationToken = default)
    {
        (PortBinding port, AccessDecision decision) = await DemandAsync(cancellationToken).ConfigureAwait(false);
        return port.Contract with
        {
            Schema = port.Contract.Schema with { Properties = [.. port.Contract.Schema.Properties.Where(p => !decision.HiddenColumns.Contains(p.Name))] },
            Partitioning = [.. port.Contract.Partitioning.Where(f => !decision.HiddenColumns.Contains(f.Column))],
        };
    }

    public async IAsyncEnumerable<Snapshot> ListSnapshotsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (PortBinding port, AccessDecision decision) = await DemandAsync(cancellationToken).ConfigureAwait(false);
        if (await runtime.Services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false) is { } table)
            foreach (Adapters.Authoring.TableSnapshot snapshot in table.Snapshots)
                yield return PortSnapshots.ForReader(snapshot, decision);
    }

    public IInputPort AsOf(SnapshotSelector at) => new InputPort(runtime, source, principal, purpose, at);

    public async IAsyncEnumerable<RecordBatch> ReadBatchesAsync(ReadRequest? request = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        EnforcementScan scan = await OpenScanAsync(cancellationToken).ConfigureAwait(false);
        await foreach (RecordBatch batch in Read(scan, request ?? new ReadRequest(), request?.Columns, allowDictionaries: false, cancellationToken).ConfigureAwait(false))
            yield return batch;
    }

    public async Task<AccessExplanation> ExplainAccessAsync(CancellationToken cancellationToken = default)
    {
        (PortBinding port, AccessDecision decision) = await DecideAsync(cancellationToken).ConfigureAwait(false);
        return new AccessExplanation
        {
            Port = port.Reference,
            Principal = decision.Principal ?? new MeshPrincipal { Name = "nobody", Kind = PrincipalKind.User },
            Purpose = purpose,
            IsAllowed = decision.IsAllowed,
            PolicyEpoch = decision.PolicyEpoch,
            Rules = [.. decision.Rules.Select(r => new RuleExplanation { Name = r, Element = r == AccessDecider.OwnProductRule ? PolicyElement.OwnProduct : PolicyElement.Grant })],
            Columns = decision.IsAllowed ? [.. port.Contract.Schema.Properties.Where(p => !decision.HiddenColumns.Contains(p.Name)).Select(p => new ColumnExplanation { Name = p.Name, Masks = [Mask.None] })] : [],
            Denial = decision.Denial,
        };
    }

    /// <summary>Resolves and decides; throws nothing for a denial.</summary>
    internal async Task<(PortBinding Port, AccessDecision Decision)> DecideAsync(CancellationToken cancellationToken)
    {
        PortBinding port = await runtime.ResolveAsync(source, principal, cancellationToken).ConfigureAwait(false);
        AccessDecision decision = await runtime.Decider.DecideAsync(port, principal ?? runtime.OwnPrincipal(port.Product), purpose, cancellationToken).ConfigureAwait(false);
        return (port, decision);
    }

    /// <summary>Resolves, decides, records the decision and refuses where it denies.</summary>
    internal async Task<(PortBinding Port, AccessDecision Decision)> DemandAsync(CancellationToken cancellationToken)
    {
        (PortBinding port, AccessDecision decision) = await DecideAsync(cancellationToken).ConfigureAwait(false);
        MeshTelemetry.Decided(runtime.Services.Logger, port, decision);
        decision.Demand(port.Name);
        return (port, decision);
    }

    /// <summary>Pins the snapshot and gives the one scan that rows leave by.</summary>
    internal async Task<EnforcementScan> OpenScanAsync(CancellationToken cancellationToken)
    {
        (PortBinding port, AccessDecision decision) = await DemandAsync(cancellationToken).ConfigureAwait(false);
        return await EnforcementScan.OpenAsync(runtime.Services, port, decision, at, cancellationToken).ConfigureAwait(false);
    }

    protected static IAsyncEnumerable<RecordBatch> Read(EnforcementScan scan, ReadRequest request, IReadOnlyList<string>? columns, bool allowDictionaries, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<RecordBatch> rows = scan.ReadAsync(columns, request.Filter, allowDictionaries, cancellationToken);
        return MeshTelemetry.CountRows(request.Limit is long limit ? LimitStage.RunAsync(rows, limit, cancellationToken) : rows, scan, cancellationToken);
    }
}

/// <summary>Reads a port as records.</summary>
internal sealed class InputPort<T>(MeshRuntime runtime, PortReference source, MeshPrincipal? principal, Purpose purpose, SnapshotSelector? at = null)
    : InputPort(runtime, source, principal, purpose, at), IInputPort<T>
    where T : IDataSchema<T>
{
    public new IInputPort<T> AsOf(SnapshotSelector at) => new InputPort<T>(Runtime, Source, Principal, Purpose, at);

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

    // One asynchronous step for each record, not two: the scan is opened in the stream of batches.
    private IAsyncEnumerable<T> ReadCoreAsync(ReadRequest request, CancellationToken cancellationToken) =>
        DecodeStage.RunAsync(ReadColumnsAsync(request, cancellationToken), T.CreateDecoder, cancellationToken);

    private async IAsyncEnumerable<RecordBatch> ReadColumnsAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EnforcementScan scan = await OpenScanAsync(cancellationToken).ConfigureAwait(false);
        DemandFit(scan);
        string[] columns = [.. T.Schema.Properties.Select(p => p.Name).Where(scan.Schema.FieldsLookup.Contains)];
        await foreach (RecordBatch batch in Read(scan, request, columns, allowDictionaries: true, cancellationToken).ConfigureAwait(false))
            yield return batch;
    }
}
