using System.Linq.Expressions;
using Apache.Arrow;

namespace DataMesh;

internal sealed class OutputPort<T>(MeshRuntime runtime, PortDeclaration<T> declaration, MeshPrincipal? principal) : IOutputPort<T>
    where T : IDataSchema<T>
{
    public PortName Name => declaration.Name;

    public Task<PublishResult> PublishAsync(IAsyncEnumerable<T> rows, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return runtime.PublishAsync(declaration, token => EncodeStage.RunAsync(rows, T.CreateEncoder, runtime.Services.Limits.BatchRows, token), isForeign: false, options, cancellationToken);
    }

    public Task<PublishResult> PublishAsync(IEnumerable<T> rows, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return runtime.PublishAsync(declaration, token => EncodeStage.RunAsync(rows, T.CreateEncoder, runtime.Services.Limits.BatchRows, token), isForeign: false, options, cancellationToken);
    }

    public Task<PublishResult> PublishBatchesAsync(IAsyncEnumerable<RecordBatch> batches, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return runtime.PublishAsync(declaration, _ => batches, isForeign: true, options, cancellationToken);
    }

    public Task<PublishResult> DeleteAsync(Filter where, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(where);
        return runtime.DeleteAsync(declaration, (binding, table) => DeletedRows.Where(binding, table.Schema, where.Bind(null, runtime.Services.Time.GetUtcNow())), options, cancellationToken);
    }

    public Task<PublishResult> DeleteAsync(Expression<Func<T, bool>> where, PublishOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(where);
        return DeleteAsync(Filter.From(where), options, cancellationToken);
    }

    public Task<PublishResult> DeleteAsync<TKey>(IEnumerable<TKey> keys, PublishOptions? options = null, CancellationToken cancellationToken = default)
        where TKey : IDataSchema<TKey>
    {
        ArgumentNullException.ThrowIfNull(keys);
        TKey[] once = [.. keys];
        return runtime.DeleteAsync(declaration, (binding, table) => DeletedRows.OfKeys(binding, table.Schema, table.Key, once), options, cancellationToken);
    }

    public Task<EraseResult> EraseAsync(Filter where, EraseOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(where);
        ArgumentNullException.ThrowIfNull(options);
        Filter bound = where.Bind(null, runtime.Services.Time.GetUtcNow());
        return runtime.EraseAsync(declaration, principal, (binding, columns, _) => DeletedRows.Where(binding, columns, bound), options, cancellationToken);
    }

    public Task<EraseResult> EraseAsync(Expression<Func<T, bool>> where, EraseOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(where);
        return EraseAsync(Filter.From(where), options, cancellationToken);
    }

    public Task<EraseResult> EraseAsync<TKey>(IEnumerable<TKey> keys, EraseOptions options, CancellationToken cancellationToken = default)
        where TKey : IDataSchema<TKey>
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(options);
        TKey[] once = [.. keys];
        return runtime.EraseAsync(declaration, principal, (binding, columns, key) => DeletedRows.OfKeys(binding, columns, key, once), options, cancellationToken);
    }

    public IAsyncEnumerable<ErasureProof> ListErasuresAsync(CancellationToken cancellationToken = default) => runtime.ListErasuresAsync(declaration, principal, cancellationToken);

    public Task HoldAsync(string reference, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reference);
        return runtime.HoldAsync(declaration, principal, (holds, by) => holds.PlaceAsync(reference, by, cancellationToken), cancellationToken);
    }

    public Task ReleaseHoldAsync(string reference, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reference);
        return runtime.HoldAsync(declaration, principal, (holds, by) => holds.ReleaseAsync(reference, by, cancellationToken), cancellationToken);
    }

    public IAsyncEnumerable<PublishRecord> LogAsync(CancellationToken cancellationToken = default) => runtime.LogAsync(declaration, cancellationToken);

    public Task<PublishResult> RollbackAsync(SnapshotSelector to, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return runtime.RollbackAsync(declaration, to, reason, cancellationToken);
    }

    public Task FreezeAsync(string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return runtime.FreezeAsync(declaration, principal, (freeze, by) => freeze.FreezeAsync(reason, by, cancellationToken), cancellationToken);
    }

    public Task UnfreezeAsync(CancellationToken cancellationToken = default) =>
        runtime.FreezeAsync(declaration, principal, (freeze, by) => freeze.UnfreezeAsync(by, cancellationToken), cancellationToken);

    public async Task<PortFreeze?> FindFreezeAsync(CancellationToken cancellationToken = default)
    {
        PortFreeze? found = null;
        await runtime.FreezeAsync(declaration, principal, async (freeze, _) => found = await freeze.FindAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return found;
    }

    public Task CreateTagAsync(string name, SnapshotSelector? at = null, ReferenceOptions? options = null, CancellationToken cancellationToken = default) =>
        runtime.WithReferencesAsync(declaration, references => references.CreateAsync(name, isBranch: false, at, options ?? new ReferenceOptions(), cancellationToken), cancellationToken);

    public Task CreateBranchAsync(string name, SnapshotSelector? from = null, ReferenceOptions? options = null, CancellationToken cancellationToken = default) =>
        runtime.WithReferencesAsync(declaration, references => references.CreateAsync(name, isBranch: true, from, options ?? new ReferenceOptions(), cancellationToken), cancellationToken);

    public IAsyncEnumerable<SnapshotReference> ListReferencesAsync(CancellationToken cancellationToken = default) => runtime.ListReferencesAsync(declaration, cancellationToken);

    public Task MoveReferenceAsync(string name, SnapshotSelector to, bool force = false, CancellationToken cancellationToken = default) =>
        runtime.WithReferencesAsync(declaration, references => references.MoveAsync(name, to, force, cancellationToken), cancellationToken);

    public Task DropReferenceAsync(string name, CancellationToken cancellationToken = default) =>
        runtime.WithReferencesAsync(declaration, references => references.DropAsync(name, cancellationToken), cancellationToken);

    public async Task<Snapshot> FastForwardAsync(string branch, CancellationToken cancellationToken = default)
    {
        Snapshot? now = null;
        await runtime.WithReferencesAsync(declaration, async references => now = await references.FastForwardAsync(branch, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return now!;
    }

    public Task<MaintenanceResult> MaintainAsync(MaintenanceOptions? options = null, CancellationToken cancellationToken = default) =>
        runtime.MaintainAsync(declaration, options ?? declaration.Maintenance ?? new MaintenanceOptions(), cancellationToken);

    public IAsyncEnumerable<RecordBatch> ReadQuarantineBatchesAsync(Guid? run = null, CancellationToken cancellationToken = default) =>
        runtime.ReadQuarantineAsync(declaration, principal, (reader, token) => reader.ReadAsync(run, token), cancellationToken);

    public IAsyncEnumerable<QuarantinedRow<T>> ReadQuarantineAsync(Guid? run = null, CancellationToken cancellationToken = default) =>
        runtime.ReadQuarantineAsync(declaration, principal, (reader, token) => reader.ReadAsync<T>(run, token), cancellationToken);

    public Task<QualityCheck> CheckAsync(Action<QualityRules<T>> rules, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        List<QualityRule> declared = [];
        QualityDeclarationBuilder<T> builder = new(Name, declared);
        rules(builder);
        return runtime.CheckAsync(declaration, principal, declared, builder.QuarantineLimit, cancellationToken);
    }
}
