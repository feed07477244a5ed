using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>A page of changes as columns. Belongs to the receiver, who disposes it.</summary>
internal sealed class ChangePage : IDisposable
{
    public TableSnapshot? Snapshot { get; init; }

    public ChangeReset? Reset { get; init; }

    public RecordBatch? Inserted { get; init; }

    public RecordBatch? Deleted { get; init; }

    public RecordBatch? Before { get; init; }

    public RecordBatch? After { get; init; }

    public required CursorState Next { get; init; }

    public int Length => (Inserted?.Length ?? 0) + (Deleted?.Length ?? 0) + (After?.Length ?? 0);

    public void Dispose()
    {
        Inserted?.Dispose();
        Deleted?.Dispose();
        Before?.Dispose();
        After?.Dispose();
    }
}
