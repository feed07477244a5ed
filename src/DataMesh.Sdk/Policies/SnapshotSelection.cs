using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Finds the snapshot that somebody asks for.</summary>
internal static class SnapshotSelection
{
    /// <summary>The snapshot; null when the current one of an empty table is asked for.</summary>
    /// <param name="services">The services.</param>
    /// <param name="table">The table.</param>
    /// <param name="port">The port.</param>
    /// <param name="at">The snapshot; null: the current one.</param>
    /// <param name="seesBranches">True for the producer's side: what lies on branches only is nobody else's business, and to others not there.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: there is none, or it has expired.</exception>
    public static async ValueTask<TableSnapshot?> FindAsync(MeshServices services, TableState table, PortBinding port, SnapshotSelector? at, bool seesBranches, CancellationToken cancellationToken)
    {
        if (at is not { } selector)
            return table.Current;
        if (selector.Run is Guid run)
            return await FindAsync(services, table, port, run, cancellationToken).ConfigureAwait(false);
        if (selector.BranchName is { } branch)
            return ByName(table, branch, isBranch: true) is { } head && seesBranches ? head : throw NotFound(port, $"Cannot read the branch {selector} of '{port.Name}': there is no such branch, or it is not for this reader. Read what is published.");
        if (selector.TagName is { } tag)
            return ByName(table, tag, isBranch: false) ?? throw NotFound(port, $"Cannot read '{port.Name}' as of the tag {selector}: there is no such tag. ListSnapshotsAsync says which snapshot has which tags.");
        if (selector.Id is long id)
            return ById(table, id, seesBranches) ?? throw NotFound(port, $"Cannot read '{port.Name}' as of snapshot {selector}: there is no such snapshot. List those that exist with ListSnapshotsAsync.");
        return table.FindCurrentAt(selector.Time!.Value) ?? throw NotFound(port, table.Snapshots.Count == 0 ? $"Cannot read '{port.Name}' as of {selector}: nothing has been published yet."
            : $"Cannot read '{port.Name}' as of {selector}: its oldest snapshot is from {SnapshotSelector.At(table.Snapshots[0].CommittedAt)}. List those that exist with ListSnapshotsAsync.");
    }

    /// <summary>The tags of a snapshot.</summary>
    public static IReadOnlyList<string> TagsOf(TableState table, long snapshot) => ValueList.Create<string>([.. table.References.Where(r => !r.IsBranch && r.SnapshotId == snapshot).Select(r => r.Name)]);

    // The table alone does not say whether the other ports of the run have got their rows: the record does.
    private static async Task<TableSnapshot> FindAsync(MeshServices services, TableState table, PortBinding port, Guid run, CancellationToken cancellationToken)
    {
        string text = run.ToString("D");
        TableSnapshot found = table.Snapshots.LastOrDefault(s => s.Summary.GetValueOrDefault(SummaryKeys.RunId) == text)
            ?? throw NotFound(port, $"Cannot read '{port.Name}' as of {SnapshotSelector.OfRun(run)}: the run published nothing to it, or its snapshot has expired. List runs with ListRunsAsync.");
        if (!found.Summary.ContainsKey(SummaryKeys.RunPorts))
            return found;
        return await new ProductRunFiles(services, port.Name.Product).TryReadAsync(run, cancellationToken).ConfigureAwait(false) is { } record && record.Snapshots.TryGetValue(port.Reference, out long id) && id == found.Id ? found
            : throw NotFound(port, $"Cannot read '{port.Name}' as of {SnapshotSelector.OfRun(run)}: the run has not published to all of its ports yet, so that they do not belong together. Read as of a run that ListRunsAsync lists.");
    }

    private static TableSnapshot? ByName(TableState table, string name, bool isBranch) =>
        table.References.FirstOrDefault(r => r.IsBranch == isBranch && r.Name == name) is { } reference ? table.FindSnapshot(reference.SnapshotId) : null;

    private static TableSnapshot? ById(TableState table, long id, bool seesBranches) => table.Snapshots.FirstOrDefault(s => s.Id == id)
        ?? (seesBranches || table.References.Any(r => !r.IsBranch && r.SnapshotId == id) ? table.FindSnapshot(id) : null);

    private static DataMeshException NotFound(PortBinding port, string message) => new(DataMeshErrorKind.NotFound, message) { Product = port.Name.Product, Port = port.Name, Operation = "read" };
}
