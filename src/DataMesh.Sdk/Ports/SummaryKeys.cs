using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The keys that publishes record in a snapshot's summary; described in <c>docs/protocol/snapshot-summary.md</c>.</summary>
internal static class SummaryKeys
{
    public const string CommitKey = "datamesh.commit-key";
    public const string RunId = "datamesh.run-id";
    public const string RunPorts = "datamesh.run-ports";
    public const string ContractVersion = "datamesh.contract-version";
    public const string PolicyEpoch = "datamesh.policy-epoch";
    public const string Inputs = "datamesh.inputs";
    public const string RefreshBasis = "datamesh.refresh-basis";
    public const string RefreshDefinition = "datamesh.refresh-definition";
    public const string RebuiltPartitions = "datamesh.rebuilt-partitions";
    public const string Positions = TableCommit.CarriedPrefix + "positions";
    public const string Declassified = "datamesh.declassified";
    public const string TraceParent = "datamesh.traceparent";
    public const string Reason = "datamesh.reason";
    public const string RowsPublished = "datamesh.rows-published";
    public const string RowsReplaced = "datamesh.rows-replaced";
    public const string RowsQuarantined = "datamesh.rows-quarantined";
    public const string QualityWarnings = "datamesh.quality-warnings";
    public const string LatestEvent = "datamesh.latest-event";
    public const string RestoredFrom = "datamesh.restored-from";
    public const string TotalRecords = "total-records";
    public const string AddedRecords = "added-records";
    public const string DeletedRecords = "deleted-records";

    /// <summary>What other writers count of rows that are deleted and still in files.</summary>
    public static readonly IReadOnlyList<string> Deletes = ["total-delete-files", "total-position-deletes", "total-equality-deletes"];

    public static long ReadCount(TableSnapshot snapshot, string key) => FindCount(snapshot, key) ?? 0;

    /// <summary>A number of a summary; null when it is not there.</summary>
    public static long? FindCount(TableSnapshot snapshot, string key) =>
        long.TryParse(snapshot.Summary.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : null;
}
