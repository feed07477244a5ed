using System.Text.Json;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Which snapshots of a table belong to which branch.</summary>
internal sealed class SnapshotLineage
{
    /// <summary>The summary key by which our commits to a branch say so; described in <c>docs/protocol/snapshot-summary.md</c>.</summary>
    public const string BranchKey = "datamesh.branch";

    private readonly Dictionary<long, IcebergSnapshot> _byId;
    private readonly List<(DateTimeOffset Since, long Id)> _log;

    /// <param name="metadata">The metadata, of whatever branch.</param>
    public SnapshotLineage(TableMetadata metadata)
    {
        _byId = metadata.Snapshots.DistinctBy(s => s.View.Id).ToDictionary(s => s.View.Id);
        _log = ReadLog(metadata.Root);
        History = metadata.Branch is null ? OfMain(metadata) : [.. Ancestors(metadata.Current?.View.Id).Reverse()];
    }

    /// <summary>The snapshots of the branch, oldest first; of main all that were current, or may have been as far as anybody knows.</summary>
    public IReadOnlyList<IcebergSnapshot> History { get; }

    /// <summary>A snapshot and what it was made from, newest first, as far as it still exists.</summary>
    public IEnumerable<IcebergSnapshot> Ancestors(long? head)
    {
        HashSet<long> seen = [];
        for (long? next = head; next is long id && seen.Add(id) && _byId.TryGetValue(id, out IcebergSnapshot? snapshot); next = snapshot.View.ParentId)
            yield return snapshot;
    }

    /// <summary>What was current on main at a time, by the log of the table; null when the log does not reach that far, or the snapshot is gone.</summary>
    public IcebergSnapshot? FindCurrentAt(DateTimeOffset time)
    {
        int index = _log.FindLastIndex(entry => entry.Since <= time);
        return index < 0 ? null : _byId.GetValueOrDefault(_log[index].Id);
    }

    // A snapshot that only a branch has, or nothing any more, was never shown to readers.
    private List<IcebergSnapshot> OfMain(TableMetadata metadata)
    {
        HashSet<long> main = [.. Ancestors(metadata.Current?.View.Id).Select(s => s.View.Id), .. _log.Select(entry => entry.Id)];
        HashSet<long> others = [];
        foreach (TableReference branch in metadata.References.Where(r => r.IsBranch && r.Name != TableReference.Main))
            others.UnionWith(Ancestors(branch.SnapshotId).TakeWhile(s => !main.Contains(s.View.Id)).Select(s => s.View.Id));
        return [.. metadata.Snapshots.Where(s => main.Contains(s.View.Id)
            || !(others.Contains(s.View.Id) || s.View.Summary.ContainsKey(BranchKey) || (_log.Count > 0 && s.View.CommittedAt >= _log[0].Since)))];
    }

    private static List<(DateTimeOffset, long)> ReadLog(JsonElement root)
    {
        List<(DateTimeOffset, long)> log = [];
        if (root.TryGetProperty("snapshot-log", out JsonElement entries) && entries.ValueKind == JsonValueKind.Array)
            foreach (JsonElement entry in entries.EnumerateArray())
                if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("timestamp-ms", out JsonElement time) && entry.TryGetProperty("snapshot-id", out JsonElement id)
                    && time.ValueKind == JsonValueKind.Number && id.ValueKind == JsonValueKind.Number && time.TryGetInt64(out long ms) && id.TryGetInt64(out long snapshot) && ms is >= 0 and < 200_000_000_000_000)
                    log.Add((DateTimeOffset.FromUnixTimeMilliseconds(ms), snapshot));
        return log;
    }
}
