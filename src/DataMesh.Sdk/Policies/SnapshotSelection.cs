using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Finds the snapshot that a reader asks for.</summary>
internal static class SnapshotSelection
{
    public static TableSnapshot? Find(TableState table, PortName port, SnapshotSelector? at)
    {
        if (at is not { } selector)
            return table.Current;
        TableSnapshot? found = selector.Id is long id
            ? table.Snapshots.FirstOrDefault(s => s.Id == id)
            : table.Snapshots.LastOrDefault(s => s.CommittedAt <= selector.Time);
        return found ?? throw new DataMeshException(DataMeshErrorKind.NotFound, selector.Id is not null
            ? $"Cannot read '{port}' as of snapshot {selector}: there is no such snapshot. List those that exist with ListSnapshotsAsync."
            : table.Snapshots.Count == 0 ? $"Cannot read '{port}' as of {selector}: nothing has been published yet."
            : $"Cannot read '{port}' as of {selector}: its oldest snapshot is from {SnapshotSelector.At(table.Snapshots[0].CommittedAt)}. List those that exist with ListSnapshotsAsync.")
        {
            Product = port.Product,
            Port = port,
            Operation = "read",
        };
    }
}
