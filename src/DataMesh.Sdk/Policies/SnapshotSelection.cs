using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Finds the snapshot that a reader asks for.</summary>
internal static class SnapshotSelection
{
    /// <param name="table">The table.</param>
    /// <param name="port">The port, for messages.</param>
    /// <param name="at">The snapshot; null: the current one.</param>
    /// <param name="seesBranches">True for the producer's side: what lies on branches only is nobody else's business, and to others not there.</param>
    public static TableSnapshot? Find(TableState table, PortName port, SnapshotSelector? at, bool seesBranches)
    {
        if (at is not { } selector)
            return table.Current;
        if (selector.BranchName is { } branch)
            return ByName(table, branch, isBranch: true) is { } head && seesBranches ? head : throw NotFound(port, $"Cannot read the branch {selector} of '{port}': there is no such branch, or it is not for this reader. Read what is published.");
        if (selector.TagName is { } tag)
            return ByName(table, tag, isBranch: false) ?? throw NotFound(port, $"Cannot read '{port}' as of the tag {selector}: there is no such tag. ListSnapshotsAsync says which snapshot has which tags.");
        if (selector.Id is long id)
            return ById(table, id, seesBranches) ?? throw NotFound(port, $"Cannot read '{port}' as of snapshot {selector}: there is no such snapshot. List those that exist with ListSnapshotsAsync.");
        return table.FindCurrentAt(selector.Time!.Value) ?? throw NotFound(port, table.Snapshots.Count == 0 ? $"Cannot read '{port}' as of {selector}: nothing has been published yet."
            : $"Cannot read '{port}' as of {selector}: its oldest snapshot is from {SnapshotSelector.At(table.Snapshots[0].CommittedAt)}. List those that exist with ListSnapshotsAsync.");
    }

    /// <summary>The tags of a snapshot.</summary>
    public static IReadOnlyList<string> TagsOf(TableState table, long snapshot) => ValueList.Create<string>([.. table.References.Where(r => !r.IsBranch && r.SnapshotId == snapshot).Select(r => r.Name)]);

    private static TableSnapshot? ByName(TableState table, string name, bool isBranch) =>
        table.References.FirstOrDefault(r => r.IsBranch == isBranch && r.Name == name) is { } reference ? table.FindSnapshot(reference.SnapshotId) : null;

    private static TableSnapshot? ById(TableState table, long id, bool seesBranches) => table.Snapshots.FirstOrDefault(s => s.Id == id)
        ?? (seesBranches || table.References.Any(r => !r.IsBranch && r.SnapshotId == id) ? table.FindSnapshot(id) : null);

    private static DataMeshException NotFound(PortName port, string message) => new(DataMeshErrorKind.NotFound, message) { Product = port.Product, Port = port, Operation = "read" };
}
