using System.Collections.Frozen;
using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>The counts of a snapshot's summary, as texts and with the keys of the Java writer.</summary>
internal static class SnapshotSummary
{
    public static Dictionary<string, string> Create(TableCommit commit, IcebergSnapshot? parent, string? branch, IReadOnlyList<DataFile> removed, IReadOnlyList<ManifestFile> manifests)
    {
        Dictionary<string, string> summary = new(commit.Summary, StringComparer.Ordinal) { [IcebergSnapshot.CommitKeyProperty] = commit.CommitKey };
        if (branch is not null)
            summary[SnapshotLineage.BranchKey] = branch;
        foreach ((string key, string value) in parent?.View.Summary ?? FrozenDictionary<string, string>.Empty)
            if (key.StartsWith(TableCommit.CarriedPrefix, StringComparison.Ordinal))
                summary.TryAdd(key, value);
        void Set(string key, long value) => summary[key] = value.ToString(CultureInfo.InvariantCulture);
        void SetChange(string key, long value)
        {
            if (value > 0)
                Set(key, value);
        }
        SetChange("added-data-files", commit.Added.Count);
        SetChange("added-records", commit.Added.Sum(f => f.RowCount));
        SetChange("added-files-size", commit.Added.Sum(f => f.Length));
        SetChange("deleted-data-files", removed.Count);
        SetChange("deleted-records", removed.Sum(f => f.RowCount));
        SetChange("removed-files-size", removed.Sum(f => f.Length));
        Set("changed-partition-count", commit.Added.Concat(removed).Select(f => (ScalarValue[])[f.PartitioningId, .. f.Partition]).Distinct(TupleComparer.Instance).Count());
        IEnumerable<ManifestFile> data = manifests.Where(m => !m.HoldsDeletes);
        Set("total-data-files", data.Sum(m => m.AddedFiles + m.ExistingFiles));
        Set("total-records", data.Sum(m => m.AddedRows + m.ExistingRows));
        Set("total-delete-files", manifests.Where(m => m.HoldsDeletes).Sum(m => m.AddedFiles + m.ExistingFiles));
        if ((parent is null ? 0 : parent.Total("total-files-size")) is long size)
            Set("total-files-size", size + commit.Added.Sum(f => f.Length) - removed.Sum(f => f.Length));
        foreach (string unchanged in (ReadOnlySpan<string>)["total-position-deletes", "total-equality-deletes"])
            if ((parent is null ? 0 : parent.Total(unchanged)) is long total)
                Set(unchanged, total);
        summary.Remove("operation");
        return summary;
    }
}
