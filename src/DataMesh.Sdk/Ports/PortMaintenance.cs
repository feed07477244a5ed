using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Keeps a port's table small.</summary>
internal sealed class PortMaintenance(MeshServices services, PortBinding port)
{
    public async Task<MaintenanceResult> RunAsync(MaintenanceOptions options, CancellationToken cancellationToken)
    {
        if (!services.Tables.Capabilities.Maintenance)
            throw new NotSupportedException($"Cannot maintain '{port.Name}': the table format '{services.Tables.Name}' has no maintenance. Its snapshots stay as long as its tables.");
        TableState table = await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false)
            ?? throw new DataMeshException(DataMeshErrorKind.CorruptData, $"Cannot maintain '{port.Name}': its descriptor names the table '{port.Output.TablePath}', but no table lies there. Restore the folder from a backup.") { Product = port.Name.Product, Port = port.Name, Operation = "maintain" };
        bool isHeld = (await new LegalHolds(services, port).ListAsync(cancellationToken).ConfigureAwait(false)).Count > 0;
        long old = options.DryRun || isHeld ? 0 : await DeletePastRetentionAsync(cancellationToken).ConfigureAwait(false);
        if (!options.DryRun && !isHeld && PolicyEvaluation.FindPolicy(port)?.Retention is { } retention)
            await new PortReferences(services, port).DropWithAsync(PastRetention(retention, options.ChangeRetention), cancellationToken).ConfigureAwait(false);
        if (old > 0 || table.References.Count > 1)
            table = await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false) ?? table;
        if (!options.DryRun)
            await KeepQuarantineAsync(table, cancellationToken).ConfigureAwait(false);
        Compactor compactor = new(services, port, options);
        table = await compactor.RunAsync(table, cancellationToken).ConfigureAwait(false);
        MaintenanceReport report = await services.Tables.MaintainAsync(table, PlanOf(options, isHeld), cancellationToken).ConfigureAwait(false);
        if (!options.DryRun)
            Log.Maintained(services.Logger, port.Name.ToString(), report.Expired.Count, report.ExpiredFiles.Count, report.Orphans.Count, report.Failures, compactor.Rewritten, compactor.Written);
        return new MaintenanceResult
        {
            Expired = [.. report.Expired.Select(PortSnapshots.ForOwner)],
            ExpiredFiles = report.ExpiredFiles.Count,
            Orphans = report.Orphans.Count,
            RowsPastRetention = old,
            IsHeld = isHeld,
            CompactedFiles = compactor.Rewritten,
            CompactedInto = compactor.Written,
            Failures = report.Failures,
        };
    }

    // Hidden since their time was over; now they leave the files, as far as earlier snapshots do not keep those for a while.
    private async Task<long> DeletePastRetentionAsync(CancellationToken cancellationToken)
    {
        if (PolicyEvaluation.FindPolicy(port)?.Retention is not { } retention)
            return 0;
        Filter past = PastRetention(retention, TimeSpan.Zero);
        return await new TablePurge(services, port, "retention").DeleteAsync(port.Location, table => DeletedRows.Where(port, table.Schema, past), cancellationToken).ConfigureAwait(false);
    }

    // What RowConditions hides: rows whose time is over, and rows without one.
    private Filter PastRetention(Retention retention, TimeSpan since)
    {
        DateTimeOffset now = Before(services.Time.GetUtcNow(), since);
        FilterOperand limit = port.Contract.Schema.Find(retention.Column) is { Type.Kind: PhysicalTypeKind.Date } ? FilterOperand.Today(-retention.Period) : FilterOperand.Now(-retention.Period);
        return Filter.Or(Filter.IsNull(retention.Column), Filter.Compare(FilterOperand.Column(retention.Column), ComparisonOperator.LessThanOrEqual, limit)).Bind(null, now);
    }

    // Once its snapshot has expired, only its record says that a run published, and so that what it sent to quarantine counts.
    private async Task KeepQuarantineAsync(TableState table, CancellationToken cancellationToken)
    {
        foreach (TableSnapshot snapshot in table.Snapshots)
            if (SummaryKeys.ReadCount(snapshot, SummaryKeys.RowsQuarantined) is > 0 and var rejected && Guid.TryParse(snapshot.Summary.GetValueOrDefault(SummaryKeys.RunId), out Guid run)
                && !await RunRecord.HasPublishedAsync(services.Store, port, run, cancellationToken).ConfigureAwait(false))
                await RunRecord.WriteAsync(services, port, run, new RunFindings { Rows = SummaryKeys.ReadCount(snapshot, SummaryKeys.RowsPublished) + rejected, Rejected = rejected, Results = [], Snapshot = snapshot.Id }, cancellationToken).ConfigureAwait(false);
    }

    private MaintenancePlan PlanOf(MaintenanceOptions options, bool isHeld)
    {
        DateTimeOffset now = services.Time.GetUtcNow();
        TimeSpan age = options.LongestPublish <= TimeSpan.MaxValue / 4 ? 2 * options.LongestPublish : TimeSpan.MaxValue / 2;
        return new MaintenancePlan
        {
            ExpireBefore = isHeld ? null : Before(now, options.ChangeRetention),
            RewriteManifests = true,
            KeepSnapshots = options.KeepSnapshots,
            OrphansBefore = Before(now, age > MaintenancePlan.MinimumOrphanAge ? age : MaintenancePlan.MinimumOrphanAge),
            DryRun = options.DryRun,
        };
    }

    private static DateTimeOffset Before(DateTimeOffset now, TimeSpan span) => span < now - DateTimeOffset.MinValue ? now - span : DateTimeOffset.MinValue;
}
