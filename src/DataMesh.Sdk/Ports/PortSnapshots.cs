using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Shows table snapshots to people.</summary>
internal static class PortSnapshots
{
    public static Snapshot ForOwner(TableSnapshot snapshot) => Create(snapshot, all: true);

    /// <summary>What a reader may know: totals and the reason speak of rows, so only who sees every row gets them.</summary>
    public static Snapshot ForReader(TableSnapshot snapshot, bool isUnrestricted) => Create(snapshot, isUnrestricted);

    /// <summary>True when another writer deleted rows without rewriting their files, whose rows are counted all the same.</summary>
    public static bool HasDeletes(TableSnapshot snapshot) => SummaryKeys.Deletes.Any(key => SummaryKeys.ReadCount(snapshot, key) > 0);

    private static Snapshot Create(TableSnapshot snapshot, bool all) => new()
    {
        Id = snapshot.Id,
        CommittedAt = snapshot.CommittedAt,
        ContractVersion = SemanticVersion.TryParse(snapshot.Summary.GetValueOrDefault(SummaryKeys.ContractVersion, ""), null, out SemanticVersion version) ? version : default(SemanticVersion?),
        Reason = all ? snapshot.Summary.GetValueOrDefault(SummaryKeys.Reason) : null,
        TotalRows = all && snapshot.Summary.ContainsKey(SummaryKeys.TotalRecords) && !HasDeletes(snapshot) ? SummaryKeys.ReadCount(snapshot, SummaryKeys.TotalRecords) : null,
    };
}
