using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Shows table snapshots to people.</summary>
internal static class PortSnapshots
{
    public static Snapshot ForOwner(TableSnapshot snapshot) => Create(snapshot, showTotals: true);

    public static Snapshot ForReader(TableSnapshot snapshot, AccessDecision decision) => Create(snapshot, decision.IsUnrestricted);

    private static Snapshot Create(TableSnapshot snapshot, bool showTotals) => new()
    {
        Id = snapshot.Id,
        CommittedAt = snapshot.CommittedAt,
        ContractVersion = SemanticVersion.TryParse(snapshot.Summary.GetValueOrDefault(SummaryKeys.ContractVersion, ""), null, out SemanticVersion version) ? version : default(SemanticVersion?),
        Reason = snapshot.Summary.GetValueOrDefault(SummaryKeys.Reason),
        TotalRows = showTotals && snapshot.Summary.ContainsKey(SummaryKeys.TotalRecords) ? SummaryKeys.ReadCount(snapshot, SummaryKeys.TotalRecords) : null,
    };
}
