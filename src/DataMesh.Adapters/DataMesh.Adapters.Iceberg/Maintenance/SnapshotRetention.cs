using System.Text.Json;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Which snapshots a table keeps: decided from metadata alone.</summary>
/// <param name="Kept">The ids of the snapshots that stay.</param>
/// <param name="RemovedRefs">Branches and tags that are older than they say they may become.</param>
internal sealed record SnapshotRetention(IReadOnlySet<long> Kept, IReadOnlySet<string> RemovedRefs)
{
    private const string Main = "main";

    /// <summary>Keeps the current snapshot, tagged ones, those that were current since a time, and of each branch the newest; a branch may ask for more, never for less.</summary>
    public static SnapshotRetention Of(TableMetadata metadata, MaintenancePlan plan, DateTimeOffset expireBefore, DateTimeOffset now)
    {
        int keep = plan.ForgetHistory ? 1 : plan.KeepSnapshots;
        // A snapshot was current until the next one came: who began to read it then may still be at it.
        TableSnapshot[] young = [.. metadata.Snapshots.Select(s => s.View).Where(s => s.CommittedAt >= expireBefore)];
        HashSet<long> kept = [.. young.Select(s => s.Id), .. young.Select(s => s.ParentId).OfType<long>()];
        HashSet<string> removed = [];
        if (metadata.Current is { } current)
            KeepBranch(metadata, current, expireBefore, keep, kept);
        if (metadata.Root.TryGetProperty("refs", out JsonElement refs) && refs.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty reference in refs.EnumerateObject())
                if (metadata.Find(reference.Value.GetProperty("snapshot-id").GetInt64()) is { } head)
                {
                    if (reference.Name != Main && (plan.ForgetHistory || (Number(reference.Value, "max-ref-age-ms") is long age && head.View.CommittedAt < now - TimeSpan.FromMilliseconds(age))))
                        removed.Add(reference.Name);
                    else if (!plan.ForgetHistory)
                        Keep(metadata, reference.Value, head, expireBefore, keep, now, kept);
                }
        return new SnapshotRetention(kept, removed);
    }

    private static void Keep(TableMetadata metadata, JsonElement reference, IcebergSnapshot head, DateTimeOffset expireBefore, int keep, DateTimeOffset now, HashSet<long> kept)
    {
        kept.Add(head.View.Id);
        if (reference.TryGetProperty("type", out JsonElement type) && type.GetString() == "tag")
            return;
        DateTimeOffset own = Number(reference, "max-snapshot-age-ms") is long age ? now - TimeSpan.FromMilliseconds(age) : expireBefore;
        int least = (int)Math.Clamp(Number(reference, "min-snapshots-to-keep") ?? 0, keep, int.MaxValue);
        KeepBranch(metadata, head, own < expireBefore ? own : expireBefore, least, kept);
    }

    private static void KeepBranch(TableMetadata metadata, IcebergSnapshot head, DateTimeOffset before, int keep, HashSet<long> kept)
    {
        HashSet<long> seen = [];
        for (IcebergSnapshot? next = head; next is not null && seen.Add(next.View.Id); next = next.View.ParentId is long parent ? metadata.Find(parent) : null)
            if (seen.Count <= keep || next.View.CommittedAt >= before)
                kept.Add(next.View.Id);
    }

    // Ages that no calendar holds are as good as none.
    private static long? Number(JsonElement reference, string name) =>
        reference.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.GetInt64() is >= 0 and <= 3_155_760_000_000 and long number ? number : null;
}
