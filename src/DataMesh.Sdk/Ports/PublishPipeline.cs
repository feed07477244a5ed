using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Publishes one stream of batches: validate, write, commit once, announce. Nothing is visible before the commit.</summary>
internal sealed class PublishPipeline(QualityContext context, PublishOptions options)
{
    private readonly MeshServices _services = context.Services;
    private readonly PortBinding _port = context.Port;

    private readonly Guid _run = Guid.CreateVersion7();
    private long _rowsRead;
    private Activity? _activity;

    /// <summary>What the run recorded beside the usual: the snapshots of the inputs.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>The partitions that are made anew; null: as the port's mode says.</summary>
    public RebuildScope? Rebuild { get; init; }

    /// <summary>True when no other commit may come in between; also set while the rows are read.</summary>
    public bool DependsOnBasis { get; set; }

    /// <summary>True when the batches come from outside, not from this library's own encoders.</summary>
    public bool IsForeign { get; init; }

    public Guid Run => _run;

    /// <param name="open">Opens the rows, once; not at all when the publish was done before.</param>
    /// <param name="cancellationToken">Cancels the publish; after the commit has begun it no longer does.</param>
    public async Task<PublishResult> RunAsync(Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, CancellationToken cancellationToken)
    {
        using Activity? activity = MeshTelemetry.StartPublish(_port, _run);
        long started = _services.Time.GetTimestamp();
        try
        {
            _activity = activity;
            TableState basis = await LoadAsync(cancellationToken).ConfigureAwait(false);
            string key = CommitKeys.Create(_port.Product.Descriptor.Id, _port.Reference, options.IdempotencyKey);
            if (basis.Snapshots.LastOrDefault(s => s.Summary.GetValueOrDefault(SummaryKeys.CommitKey) == key) is { } earlier)
                return AlreadyPublished(earlier);
            FreezeSwitch.Demand(basis, _port, "publish to");
            TableColumns.Demand(basis, _port.Contract);
            using PublishQuality quality = new(context, _run);
            IAsyncEnumerable<RecordBatch> rows = PrefetchStage.RunAsync(token => quality.AssessAsync(CheckAsync(open(token), token), token), capacity: 2, cancellationToken);
            PublishResult result = await WriteAndCommitAsync(basis, key, rows, quality, cancellationToken).ConfigureAwait(false);
            ReportCommitted();
            MeshTelemetry.Published(activity, _port, result, _services.Time.GetElapsedTime(started));
            return result;
        }
        catch (ContractViolationException error) when (error.Port is null)
        {
            MeshTelemetry.Failed(activity, error);
            throw NamePort(error);
        }
        catch (Exception error)
        {
            MeshTelemetry.Failed(activity, error);
            throw;
        }
    }

    // What turns records into columns knows rows and columns, but not the _port.
    private ContractViolationException NamePort(ContractViolationException error) =>
        new($"Cannot publish to '{_port.Name}': {error.Message} Nothing was published.", error)
        {
            Product = _port.Name.Product,
            Port = _port.Name,
            Operation = "publish",
            Violations = error.Violations,
        };

    private DataMeshException NamePort(DataMeshException error) =>
        new(error.Kind, $"Cannot publish to '{_port.Name}': {error.Message} Nothing was published.", error)
        {
            Product = _port.Name.Product,
            Port = _port.Name,
            Operation = "publish",
        };

    private async Task<TableState> LoadAsync(CancellationToken cancellationToken) => OnBranch(await LoadMainAsync(cancellationToken).ConfigureAwait(false));

    private TableState OnBranch(TableState table) => options.Branch is { } branch ? _services.Tables.OnBranch(table, branch) : table;

    private async Task<TableState> LoadMainAsync(CancellationToken cancellationToken) =>
        await _services.Tables.LoadAsync(_port.Location, cancellationToken).ConfigureAwait(false)
        ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot publish to '{_port.Name}': its descriptor names the table '{_port.Output.TablePath}', but no table lies there. Restore the folder from a backup.") { Product = _port.Name.Product, Port = _port.Name, Operation = "publish" };

    private async Task<PublishResult> WriteAndCommitAsync(TableState basis, string key, IAsyncEnumerable<RecordBatch> rows, PublishQuality quality, CancellationToken cancellationToken)
    {
        (TableChange change, RunFindings findings) = await WriteAsync(basis, key, rows, quality, cancellationToken).ConfigureAwait(false);
        CommitResult commit;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            commit = await _services.Tables.CommitAsync(basis, ToCommit(change, key, findings), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (TableChange.IsNotCommitted(error))
        {
            await change.DiscardAsync(_services, basis, _port.Name).ConfigureAwait(false);
            if (error is CommitConflictException)
                throw Conflict(error.Message, error);
            throw;
        }
        if (commit.Outcome == CommitOutcome.Committed)
        {
            CommitHints.Announce(basis.Location);
            Log.Published(_services.Logger, change.RowsPublished, _port.Name.ToString(), commit.Snapshot!.Id, _run);
            await quality.RecordAsync(findings, commit.Snapshot.Id).ConfigureAwait(false);
            return new PublishResult
            {
                Snapshot = PortSnapshots.ForOwner(commit.Snapshot),
                RowsPublished = change.RowsPublished,
                RowsReplaced = change.RowsReplaced,
                PartitionsRebuilt = Rebuild?.Partitions.Count,
                Quarantined = findings.Rejected,
                Warnings = findings.Warnings,
                Quality = findings.Results,
                Profile = findings.Profile,
                Run = _run,
            };
        }
        await change.DiscardAsync(_services, basis, _port.Name).ConfigureAwait(false);
        if (commit.Outcome == CommitOutcome.AlreadyCommitted)
            return AlreadyPublished(commit.Snapshot!);
        FreezeSwitch.Demand(commit.State, _port, "publish to");
        throw Conflict(commit.Conflict ?? "another publish changed the table in between", null);
    }

    // Writes what is to be committed and asks the gate. When either fails, nothing stays.
    private async Task<(TableChange Change, RunFindings Findings)> WriteAsync(TableState basis, string key, IAsyncEnumerable<RecordBatch> rows, PublishQuality quality, CancellationToken cancellationToken)
    {
        TableChange? change = null;
        try
        {
            change = Rebuild is { } scope ? await TableChange.RebuildAsync(_services, basis, scope, _port.Name, rows, cancellationToken).ConfigureAwait(false)
                : await TableChange.WriteAsync(_services, basis, _port.Contract.Mode, rows, cancellationToken).ConfigureAwait(false);
            return (change, await quality.PassAsync(basis, change.ToCommit(key, []), cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            if (change is not null)
                await change.DiscardAsync(_services, basis, _port.Name).ConfigureAwait(false);
            await quality.DiscardAsync().ConfigureAwait(false);
            throw;
        }
    }

    private TableCommit ToCommit(TableChange change, string key, RunFindings findings) =>
        change.ToCommit(key, Summary(key, findings), dependsOnBasis: DependsOnBasis || QualityAssessment.DependsOnPort(_port.Contract)) with { UnlessProperty = FreezeSwitch.Property };

    private CommitConflictException Conflict(string reason, Exception? inner) =>
        new($"Cannot publish to '{_port.Name}': {reason.TrimEnd('.')}. Nothing of this publish is visible. Publish again from the new state.", inner)
        {
            Product = _port.Name.Product,
            Port = _port.Name,
            Operation = "commit",
        };

    // The rows are published: a reporter that fails must not make the caller publish them again.
    private void ReportCommitted()
    {
        try
        {
            options.Progress?.Report(new PublishProgress { RowsRead = _rowsRead, IsCommitted = true });
        }
#pragma warning disable CA1031 // The exception of the caller's own reporter, which may be any.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.ProgressFailed(_services.Logger, _port.Name.ToString(), error);
        }
    }

    private async IAsyncEnumerable<RecordBatch> CheckAsync(IAsyncEnumerable<RecordBatch> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArrowValidator? foreign = IsForeign ? new() : null;
        ContractValidator validator = new(_port.Contract, IsForeign);
        Schema schema = _port.Contract.Schema.ToArrowSchema();
        await foreach (RecordBatch offered in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            RecordBatch batch = ContractColumns.Fit(offered, _port.Contract, schema);
            try
            {
                foreign?.Check(batch);
                if (batch.Length > 0)
                    validator.Check(batch, _rowsRead);
            }
            catch (Exception error)
            {
                batch.Dispose();
                if (error is DataMeshException { Kind: DataMeshErrorKind.CorruptData } damaged)
                    throw NamePort(damaged);
                throw;
            }
            if (batch.Length == 0)
            {
                batch.Dispose();
                continue;
            }
            _rowsRead += batch.Length;
            options.Progress?.Report(new PublishProgress { RowsRead = _rowsRead });
            yield return batch;
        }
    }

    private Dictionary<string, string> Summary(string key, RunFindings findings)
    {
        Dictionary<string, string> summary = new(Inputs, StringComparer.Ordinal)
        {
            [SummaryKeys.CommitKey] = key,
            [SummaryKeys.RunId] = _run.ToString("D"),
            [SummaryKeys.ContractVersion] = _port.Contract.Version.ToString(),
        };
        if (_port.Product.Policy is { } policy)
            summary[SummaryKeys.PolicyEpoch] = policy.Epoch.ToString(CultureInfo.InvariantCulture);
        if (options.Reason is { } reason)
            summary[SummaryKeys.Reason] = reason;
        if (Rebuild is { } scope)
            summary[SummaryKeys.RebuiltPartitions] = scope.Partitions.Count.ToString(CultureInfo.InvariantCulture);
        if (findings.Rejected > 0)
            summary[SummaryKeys.RowsQuarantined] = findings.Rejected.ToString(CultureInfo.InvariantCulture);
        if (findings.Warnings > 0)
            summary[SummaryKeys.QualityWarnings] = findings.Warnings.ToString(CultureInfo.InvariantCulture);
        if (LatestEvent(findings) is { } latest)
            summary[SummaryKeys.LatestEvent] = latest;
        MeshTelemetry.Inject(_activity ?? Activity.Current, summary);
        return summary;
    }

    // Only where latency is promised, and only of a column whose bounds may be known: others have no profile.
    private string? LatestEvent(RunFindings findings) => _port.Contract.Promise.Any(o => o.Level == ServiceLevel.LatencyWithin)
        && _port.Contract.Schema.Properties.FirstOrDefault(p => p.IsEventTime) is { } column
        && findings.Profile.FirstOrDefault(p => p.Column == column.Name) is { Maximum: { IsNull: false } latest } ? EventInstant.Spell(EventInstant.Of(latest)) : null;

    private PublishResult AlreadyPublished(TableSnapshot earlier)
    {
        Log.AlreadyPublished(_services.Logger, _port.Name.ToString(), earlier.Id);
        return new PublishResult
        {
            Snapshot = PortSnapshots.ForOwner(earlier),
            RowsPublished = SummaryKeys.ReadCount(earlier, SummaryKeys.RowsPublished),
            RowsReplaced = SummaryKeys.ReadCount(earlier, SummaryKeys.RowsReplaced),
            Quarantined = SummaryKeys.ReadCount(earlier, SummaryKeys.RowsQuarantined),
            Warnings = SummaryKeys.ReadCount(earlier, SummaryKeys.QualityWarnings),
            Run = Guid.TryParse(earlier.Summary.GetValueOrDefault(SummaryKeys.RunId), out Guid run) ? run : null,
            WasAlreadyPublished = true,
        };
    }
}
