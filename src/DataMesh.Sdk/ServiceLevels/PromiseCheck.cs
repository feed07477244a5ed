using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Measures what a port promises, from its snapshots, its runs and what the reader sees of it.</summary>
/// <remarks>What depends on rows that the reader may not see is not told, not even whether it is kept: rows that nobody may see must make no difference.</remarks>
/// <param name="services">The node.</param>
/// <param name="scan">The reader's sight of the port.</param>
/// <param name="read">Reads a column of the rows for which a filter is true, as any read of the reader.</param>
internal sealed class PromiseCheck(MeshServices services, EnforcementScan scan, Func<string, Filter?, IAsyncEnumerable<RecordBatch>> read)
{
    private const string Hidden = "rows or columns are hidden from this reader";
    private const string Empty = "nothing was published yet";

    private readonly DateTimeOffset _now = scan.Now;

    private DataContract Contract => scan.Port.Contract;

    /// <summary>The publishes whose snapshots are still there, up to the pinned one, oldest first.</summary>
    private IEnumerable<TableSnapshot> Publishes => scan.Table.Snapshots.Where(s => IsPublish(s) && s.CommittedAt <= (scan.Snapshot?.CommittedAt ?? DateTimeOffset.MaxValue));

    public async Task<IReadOnlyList<ServiceLevelIndicator>> RunAsync(CancellationToken cancellationToken)
    {
        List<ServiceLevelIndicator> indicators = [];
        foreach (ServiceLevelObjective objective in Contract.Promise)
            indicators.Add(objective.Level switch
            {
                ServiceLevel.FreshWithin => Fresh(objective),
                ServiceLevel.CoversUpTo => await CoversAsync(objective, cancellationToken).ConfigureAwait(false),
                ServiceLevel.LatencyWithin => Latency(objective),
                ServiceLevel.Complete => Complete(objective),
                ServiceLevel.RetainedFor => Retained(objective),
                _ => await AvailableAsync(objective, cancellationToken).ConfigureAwait(false),
            });
        return indicators;
    }

    // Maintenance and deletions make snapshots too; where another writer publishes, the current one is all there is to go by.
    private ServiceLevelIndicator Fresh(ServiceLevelObjective objective) =>
        (Publishes.LastOrDefault() ?? scan.Snapshot) is { } last ? AtMost(objective, _now - last.CommittedAt) : Unknown(objective, Empty, isKept: false);

    // Files and row groups without a late enough row are not read; all are only where the promise is broken.
    private async Task<ServiceLevelIndicator> CoversAsync(ServiceLevelObjective objective, CancellationToken cancellationToken)
    {
        if (EventColumn() is not { } column)
            return Unknown(objective, Hidden);
        DateTimeOffset from = _now - objective.Time!.Value;
        ScalarValue late = column.Type.Kind == PhysicalTypeKind.Date ? ScalarValue.From(DateOnly.FromDateTime(from.UtcDateTime)) : ScalarValue.From(from);
        DateTimeOffset? latest = await LatestAsync(column, Filter.Compare(column.Name, ComparisonOperator.GreaterThanOrEqual, late), cancellationToken).ConfigureAwait(false)
            ?? await LatestAsync(column, null, cancellationToken).ConfigureAwait(false);
        return latest is { } at ? AtMost(objective, _now - at) : Unknown(objective, "no row says when its fact happened", isKept: false);
    }

    // What only takes rows away, or takes a publish back, brings nothing new.
    private static bool IsPublish(TableSnapshot snapshot) => SummaryKeys.FindCount(snapshot, SummaryKeys.RowsPublished) is long rows
        && (rows > 0 || SummaryKeys.ReadCount(snapshot, SummaryKeys.RowsReplaced) == 0) && !snapshot.Summary.ContainsKey(SummaryKeys.RestoredFrom);

    private ServiceLevelIndicator Latency(ServiceLevelObjective objective)
    {
        TimeSpan[] delays = [.. Publishes.Select(Delay).OfType<TimeSpan>()];
        return !SeesEvents() ? Unknown(objective, Hidden)
            : delays.Length > 0 ? AtMost(objective, delays.Max()) : Unknown(objective, Publishes.Any() ? "no publish recorded the latest fact that it brought" : Empty);
    }

    private ServiceLevelIndicator Complete(ServiceLevelObjective objective)
    {
        if (!scan.Plan.IsUnrestricted)
            return Unknown(objective, Hidden);
        long accepted = Publishes.Sum(s => SummaryKeys.ReadCount(s, SummaryKeys.RowsPublished)), rejected = Publishes.Sum(s => SummaryKeys.ReadCount(s, SummaryKeys.RowsQuarantined));
        return accepted + rejected == 0 ? Unknown(objective, Empty) : AtLeast(objective, (decimal)accepted / (accepted + rejected));
    }

    private ServiceLevelIndicator Retained(ServiceLevelObjective objective) => PolicyEvaluation.FindPolicy(scan.Port)?.Retention is not { } retention
        ? new ServiceLevelIndicator { Objective = objective, IsKept = true, Remark = "rows are kept until the provider deletes them" }
        : new ServiceLevelIndicator { Objective = objective, IsKept = retention.Period >= objective.Time, Time = retention.Period };

    private async Task<ServiceLevelIndicator> AvailableAsync(ServiceLevelObjective objective, CancellationToken cancellationToken)
    {
        if (!scan.Plan.IsUnrestricted)
            return Unknown(objective, Hidden);
        try
        {
            (int published, int all) = await RunRecord.CountRecentAsync(services.Store, scan.Port, _now, cancellationToken).ConfigureAwait(false);
            return all == 0 ? Unknown(objective, "no publish was recorded within 30 days") : AtLeast(objective, (decimal)published / all);
        }
        catch (DataMeshException error) when (error.Kind is DataMeshErrorKind.StorageDenied)
        {
            return Unknown(objective, "the records of publishes lie in the product's private folder, which this process may not read");
        }
    }

    private SchemaProperty? EventColumn() => Contract.Schema.Properties.FirstOrDefault(p => p.IsEventTime) is { } column
        && scan.Plan.Columns.Any(c => c.Stored.Name == column.Name && c.Uniform is NoMask) ? column : null;

    private bool SeesEvents() => EventColumn() is not null && scan.Plan.BindRows(scan.Decision.Principal, _now) is null;

    private async Task<DateTimeOffset?> LatestAsync(SchemaProperty column, Filter? filter, CancellationToken cancellationToken)
    {
        ColumnFigures figures = ColumnFigures.Create(column.Type)!;
        await foreach (RecordBatch batch in read(column.Name, filter).WithCancellation(cancellationToken).ConfigureAwait(false))
            using (batch)
                figures.Add(batch.Column(0));
        return figures.Maximum.IsNull ? null : EventInstant.Of(figures.Maximum);
    }

    private static TimeSpan? Delay(TableSnapshot snapshot) => EventInstant.TryParse(snapshot.Summary.GetValueOrDefault(SummaryKeys.LatestEvent)) is { } latest ? snapshot.CommittedAt - latest : null;

    private static ServiceLevelIndicator AtMost(ServiceLevelObjective objective, TimeSpan time) => new() { Objective = objective, IsKept = time <= objective.Time, Time = time };

    private static ServiceLevelIndicator AtLeast(ServiceLevelObjective objective, decimal share) => new() { Objective = objective, IsKept = share >= objective.Share, Share = share };

    private static ServiceLevelIndicator Unknown(ServiceLevelObjective objective, string remark, bool? isKept = null) => new() { Objective = objective, IsKept = isKept, Remark = remark };
}
