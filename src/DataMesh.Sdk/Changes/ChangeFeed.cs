using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>The changes of a port as records: decides anew for every round, so that what ends the access ends the feed.</summary>
internal sealed class ChangeFeed<T>(InputPort<T> port)
    where T : IDataSchema<T>
{
    private RecordBatchDecoder<T>? _decoder;
    private Schema? _schema;

    public async IAsyncEnumerable<ChangeSet<T>> RunAsync(Cursor since, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MeshServices services = port.Runtime.Services;
        FollowPace pace = new(services.Time);
        CursorSeal? seal = null;
        CursorState? state = null;
        while (true)
        {
            EnforcementScan scan = await port.OpenScanAsync(snapshot: null, cancellationToken).ConfigureAwait(false);
            InputPort<T>.DemandFit(scan);
            if (seal is null)
            {
                seal = new CursorSeal(scan.Port.Reference, services.CursorKey);
                state = seal.Open(since);
            }
            TableSnapshot? target = await SnapshotSelection.FindAsync(services, scan.Table, scan.Port, port.At, seesBranches: scan.Decision.FullSight is not null, cancellationToken).ConfigureAwait(false);
            ChangeWalk walk = new(services, scan, InputPort<T>.ColumnsOf(scan), target, isPinned: port.At is not null);
            await foreach (ChangePage page in walk.RunAsync(state, cancellationToken).ConfigureAwait(false))
            {
                state = page.Next;
                pace.Reset();
                yield return ToRecords(page, scan, seal);
            }
            if (!follow || port.At is not null)
                yield break;
            await pace.WaitAsync(scan.Port.Location, cancellationToken).ConfigureAwait(false);
        }
    }

    private ChangeSet<T> ToRecords(ChangePage page, EnforcementScan scan, CursorSeal seal)
    {
        using (page)
        {
            T[] before = Decode(page.Before), after = Decode(page.After);
            return new ChangeSet<T>
            {
                Snapshot = page.Snapshot is null ? null : PortSnapshots.ForReader(page.Snapshot, scan.Plan.IsUnrestricted),
                Reset = page.Reset,
                Inserted = Decode(page.Inserted),
                Deleted = Decode(page.Deleted),
                Updated = [.. before.Zip(after, static (b, a) => new RowUpdate<T> { Before = b, After = a })],
                Next = seal.Seal(page.Next),
                IsComplete = page.Next.To is null,
            };
        }
    }

    private T[] Decode(RecordBatch? batch)
    {
        if (batch is null)
            return [];
        if (_schema is null || !BatchColumns.AreSame(_schema, batch.Schema))
        {
            _schema = batch.Schema;
            _decoder = T.CreateDecoder(batch.Schema);
        }
        T[] rows = new T[batch.Length];
        _decoder!.Decode(batch, rows);
        return rows;
    }
}
