using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Publishes one stream of batches: validate, write, commit once, announce. Nothing is visible before the commit.</summary>
/// <param name="context">The port and what its rules need.</param>
/// <param name="options">The options of the publish.</param>
/// <param name="run">The run that it is a part of; null: a run of its own.</param>
internal sealed class PublishPipeline(QualityContext context, PublishOptions options, Guid? run = null)
{
    private readonly MeshServices _services = context.Services;
    private readonly PortBinding _port = context.Port;

    private readonly Guid _run = run ?? RunId.Create();
    private readonly string _key = CommitKeys.Create(context.Port.Product.Descriptor.Id, context.Port.Reference, options.IdempotencyKey);
    private long _rowsRead;
    private Activity? _activity;

    /// <summary>What the snapshot says beside the usual: the snapshots of inputs, the ports of the run.</summary>
    public IReadOnlyDictionary<string, string> Recorded { get; init; } = new Dictionary<string, string>();

    /// <summary>The partitions that are made anew; null: as the port's mode says.</summary>
    public RebuildScope? Rebuild { get; init; }

    /// <summary>True when no other commit may come in between; also set while the rows are read.</summary>
    public bool DependsOnBasis { get; set; }

    /// <summary>True when the batches come from outside, not from this library's own encoders.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Hands checked rows on to other major versions; null: there are none.</summary>
    public MajorFeed? Feed { get; init; }

    public Guid Run => _run;

    /// <param name="open">Opens the rows, once; not at all when the publish was done before.</param>
    /// <param name="cancellationToken">Cancels the publish; after the commit has begun it no longer does.</param>
    public async Task<PublishResult> RunAsync(Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, CancellationToken cancellationToken)
    {
        StagedPublish publish = await StageAsync(open, cancellationToken).ConfigureAwait(false);
        try
        {
            return await CommitAsync(publish, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await CloseAsync(publish).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the rows and asks the gate. When either fails, nothing that was written stays; otherwise the publish is to be closed.</summary>
    /// <param name="open">Opens the rows, once; not at all when the publish was done before.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<StagedPublish> StageAsync(Func<CancellationToken, IAsyncEnumerable<RecordBatch>> open, CancellationToken cancellationToken)
    {
        _activity = MeshTelemetry.StartPublish(_port, _run);
        long started = _services.Time.GetTimestamp();
        PublishQuality? quality = null;
        try
        {
            TableState basis = await LoadAsync(cancellationToken).ConfigureAwait(false);
            if (FindEarlier(basis) is { } earlier)
                return new StagedPublish { Basis = basis, Activity = _activity, Started = started, Earlier = AlreadyPublished(earlier) };
            FreezeSwitch.Demand(basis, _port, "publish to");
            TableColumns.Demand(basis, _port.Contract);
            PublishQuality assessed = quality = new(context, _run);
            IAsyncEnumerable<RecordBatch> rows = PrefetchStage.RunAsync(token => assessed.AssessAsync(PassOnAsync(CheckAsync(open(token), token), token), token), capacity: 2, cancellationToken);
            (TableChange change, RunFindings findings) = await WriteAsync(basis, rows, quality, cancellationToken).ConfigureAwait(false);
            return new StagedPublish { Basis = basis, Activity = _activity, Started = started, Change = change, Findings = findings, Quality = quality };
        }
        catch (Exception error)
        {
            MeshTelemetry.Failed(_activity, error);
            quality?.Dispose();
            _activity?.Dispose();
            if (error is ContractViolationException { Port: null } unnamed)
                throw NamePort(unnamed);
            throw;
        }
    }

    /// <summary>Makes the rows visible. What is known not to stand leaves nothing behind.</summary>
    /// <param name="publish">The rows.</param>
    /// <param name="cancellationToken">Cancels it, before the commit begins.</param>
    public async Task<PublishResult> CommitAsync(StagedPublish publish, CancellationToken cancellationToken)
    {
        if (publish.Earlier is { } earlier)
            return earlier;
        Activity.Current = publish.Activity ?? Activity.Current;
        try
        {
            PublishResult result = await CommitChangeAsync(publish, cancellationToken).ConfigureAwait(false);
            ReportCommitted();
            MeshTelemetry.Published(publish.Activity, _port, result, _services.Time.GetElapsedTime(publish.Started));
            return result;
        }
        catch (Exception error)
        {
            MeshTelemetry.Failed(publish.Activity, error);
            throw;
        }
    }

    /// <summary>Ends a publish, committed or not; what was written and never tried to commit goes.</summary>
    public async Task CloseAsync(StagedPublish publish)
    {
        using (publish)
            if (publish is { IsCommitTried: false, Change: { } change })
                await change.DiscardAsync(_services, publish.Basis, _port.Name).ConfigureAwait(false);
    }

    /// <summary>What an earlier publish under the same key did; null when there was none.</summary>
    public async Task<PublishResult?> FindEarlierAsync(CancellationToken cancellationToken) =>
        FindEarlier(await LoadAsync(cancellationToken).ConfigureAwait(false)) is { } earlier ? AlreadyPublished(earlier) : null;

    private TableSnapshot? FindEarlier(TableState basis) => basis.Snapshots.LastOrDefault(s => s.Summary.GetValueOrDefault(SummaryKeys.CommitKey) == _key);

    private IAsyncEnumerable<RecordBatch> PassOnAsync(IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken) => Feed?.PassAsync(rows, cancellationToken) ?? rows;

    // What turns records into columns knows rows and columns, but not the _port.
    private ContractViolationException NamePort(ContractViolationException error) =>
        new($"Cannot publish to '{_port.Label}': {error.Message} Nothing was published.", error)
        {
            Product = _port.Name.Product,
            Port = _port.Name,
            Operation = "publish",
            Violations = error.Violations,
        };

    private DataMeshException NamePort(DataMeshException error) =>
        new(error.Kind, $"Cannot publish to '{_port.Label}': {error.Message} Nothing was published.", error)
        {
            Product = _port.Name.Product,
            Port = _port.Name,
            Operation = "publish",
        };

    private async Task<TableState> LoadAsync(CancellationToken cancellationToken) => OnBranch(await LoadMainAsync(cancellationToken).ConfigureAwait(false));

    private TableState OnBranch(TableState table) => options.Branch is { } branch ? _services.Tables.OnBranch(table, branch) : table;

    private async Task<TableState> LoadMainAsync(CancellationToken cancellationToken) =>
        await _services.Tables.LoadAsync(_port.Location, cancellationToken).ConfigureAwait(false)
        ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot publish to '{_port.Label}': its descriptor names the table '{_port.Output.TablePath}', but no table lies there. Restore the folder from a backup.") { Product = _port.Name.Product, Port = _port.Name, Operation = "publish" };

    private async Task<PublishResult> CommitChangeAsync(StagedPublish publish, CancellationToken cancellationToken)
    {
        (TableState basis, TableChange change, RunFindings findings) = (publish.Basis, publish.Change!, publish.Findings!);
        publish.IsCommitTried = true;
        CommitResult commit;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            commit = await _services.Tables.CommitAsync(basis, ToCommit(change, findings), cancellationToken).ConfigureAwait(false);
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
            Log.Published(_services.Logger, change.RowsPublished, _port.Label, commit.Snapshot!.Id, _run);
            await publish.Quality!.RecordAsync(findings, commit.Snapshot.Id).ConfigureAwait(false);
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
    private async Task<(TableChange Change, RunFindings Findings)> WriteAsync(TableState basis, IAsyncEnumerable<RecordBatch> rows, PublishQuality quality, CancellationToken cancellationToken)
    {
        TableChange? change = null;
        try
        {
            change = Rebuild is { } scope ? await TableChange.RebuildAsync(_services, basis, scope, _port.Name, rows, cancellationToken).ConfigureAwait(false)
                : await TableChange.WriteAsync(_services, basis, _port.Contract.Mode, rows, cancellationToken).ConfigureAwait(false);
            return (change, await quality.PassAsync(basis, change.ToCommit(_key, []), cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            if (change is not null)
                await change.DiscardAsync(_services, basis, _port.Name).ConfigureAwait(false);
            await quality.DiscardAsync().ConfigureAwait(false);
            throw;
        }
    }

    private TableCommit ToCommit(TableChange change, RunFindings findings) =>
        change.ToCommit(_key, Summary(findings), dependsOnBasis: DependsOnBasis || QualityAssessment.DependsOnPort(_port.Contract)) with { UnlessProperty = FreezeSwitch.Property };

    private CommitConflictException Conflict(string reason, Exception? inner) =>
        new($"Cannot publish to '{_port.Label}': {reason.TrimEnd('.')}. {(run is null ? "Nothing of this publish is visible. Publish again from the new state." : "Nothing of this publish is visible in it. Publish again.")}", inner)
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
            Log.ProgressFailed(_services.Logger, _port.Label, error);
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

    private Dictionary<string, string> Summary(RunFindings findings)
    {
        Dictionary<string, string> summary = new(Recorded, StringComparer.Ordinal)
        {
            [SummaryKeys.CommitKey] = _key,
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
        Log.AlreadyPublished(_services.Logger, _port.Label, earlier.Id);
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
