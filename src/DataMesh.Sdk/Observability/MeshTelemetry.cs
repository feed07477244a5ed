using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Context.Propagation;

namespace DataMesh;

/// <summary>Spans, metrics and audit log lines of the Sdk. Product names are span attributes, never metric labels.</summary>
internal static class MeshTelemetry
{
    private static readonly ActivitySource Source = new(DataMeshTelemetry.SourceName);
    private static readonly Meter Meter = new(DataMeshTelemetry.SourceName);
    private static readonly TraceContextPropagator Propagator = new();

    private static readonly Counter<long> RowsPublished = Meter.CreateCounter<long>("datamesh.publish.rows", "{row}", "Rows published.");
    private static readonly Histogram<double> PublishDuration = Meter.CreateHistogram<double>("datamesh.publish.duration", "s", "Duration of a publish.");
    private static readonly Counter<long> RowsQuarantined = Meter.CreateCounter<long>("datamesh.publish.quarantined", "{row}", "Rows that went to quarantine.");
    private static readonly Counter<long> QualityRules = Meter.CreateCounter<long>("datamesh.quality.rules", "{rule}", "Quality rules evaluated by publishes, by severity and what became of them.");
    private static readonly Counter<long> RowsRead = Meter.CreateCounter<long>("datamesh.read.rows", "{row}", "Rows delivered to readers.");
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("datamesh.access.decisions", "{decision}", "Access decisions, by outcome.");

    public static Activity? StartPublish(PortBinding port, Guid run)
    {
        Activity? activity = Source.StartActivity("datamesh publish", ActivityKind.Producer);
        activity?.SetTag("datamesh.port", port.Name.ToString()).SetTag("datamesh.contract_version", port.Contract.Version.ToString()).SetTag("datamesh.run_id", run.ToString("D"));
        return activity;
    }

    public static void Published(Activity? activity, PortBinding port, PublishResult result, TimeSpan duration)
    {
        activity?.SetTag("datamesh.snapshot_id", result.Snapshot.Id).SetTag("datamesh.rows", result.RowsPublished);
        RowsPublished.Add(result.RowsPublished, Mode(port));
        if (result.Quarantined > 0)
        {
            activity?.SetTag("datamesh.quarantined", result.Quarantined);
            RowsQuarantined.Add(result.Quarantined, Mode(port));
        }
        PublishDuration.Record(duration.TotalSeconds, Mode(port));
    }

    /// <summary>Counts what became of the rules of one publish, also of one that was refused.</summary>
    public static void Assessed(IReadOnlyList<QualityResult> results)
    {
        foreach (IGrouping<(Severity Severity, QualityStatus Status), QualityResult> group in results.GroupBy(r => (r.Rule.Severity, r.Status)))
            QualityRules.Add(group.Count(), new("datamesh.severity", EnumText.Spell(group.Key.Severity)), new("datamesh.status", EnumText.Spell(group.Key.Status)));
    }

    public static void Failed(Activity? activity, Exception error) =>
        activity?.SetTag("error.type", error is DataMeshException known ? known.Kind.ToString() : error.GetType().FullName).SetStatus(ActivityStatusCode.Error);

    /// <summary>Writes the trace context where readers of the snapshot find it.</summary>
    public static void Inject(Activity? activity, Dictionary<string, string> summary)
    {
        if (activity is not null)
            Propagator.Inject(new PropagationContext(activity.Context, default), summary, static (carrier, key, value) => carrier[$"datamesh.{key}"] = value);
    }

    public static void Decided(ILogger logger, PortBinding port, AccessDecision decision)
    {
        Decisions.Add(1, new KeyValuePair<string, object?>("datamesh.outcome", decision.IsAllowed ? "allow" : "deny"));
        Log.AccessDecided(logger, port.Name.ToString(), decision.Principal?.Name ?? "nobody", decision.Purpose.ToString(), decision.IsAllowed ? "allow" : "deny", decision.PolicyEpoch, string.Join(", ", decision.Rules));
    }

    /// <summary>Passes batches on inside a span that is linked to the publish that made the snapshot.</summary>
    public static async IAsyncEnumerable<RecordBatch> CountRows(IAsyncEnumerable<RecordBatch> rows, EnforcementScan scan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using Activity? activity = StartRead(scan);
        long count = 0;
        try
        {
            await foreach (RecordBatch batch in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                count += batch.Length;
                yield return batch;
            }
        }
        finally
        {
            RowsRead.Add(count);
            activity?.SetTag("datamesh.rows", count);
        }
    }

    /// <summary>Counts changes that were given to a follower.</summary>
    public static void Followed(int changes) => RowsRead.Add(changes);

    private static Activity? StartRead(EnforcementScan scan)
    {
        if (!Source.HasListeners())
            return null;
        PropagationContext origin = scan.Snapshot is null ? default : Propagator.Extract(default, scan.Snapshot.Summary,
            static (carrier, key) => carrier.TryGetValue($"datamesh.{key}", out string? value) ? [value] : []);
        ActivityLink[] links = origin.ActivityContext.TraceId != default ? [new ActivityLink(origin.ActivityContext)] : [];
        Activity? activity = Source.StartActivity("datamesh read", ActivityKind.Consumer, parentContext: default, links: links);
        activity?.SetTag("datamesh.port", scan.Port.Name.ToString()).SetTag("datamesh.snapshot_id", scan.Snapshot?.Id).SetTag("datamesh.purpose", scan.Decision.Purpose.ToString());
        return activity;
    }

    private static KeyValuePair<string, object?> Mode(PortBinding port) => new("datamesh.mode", port.Contract.Mode.ToString());
}
