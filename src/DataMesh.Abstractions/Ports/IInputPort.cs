using System.Linq.Expressions;
using Apache.Arrow;

namespace DataMesh;

/// <summary>The consumer's side of a port: another product's output port, read by one principal for one purpose.</summary>
/// <remarks>Thread-safe. Holds nothing and is not disposable. Not pinned: each read pins the snapshot that is current when it starts.</remarks>
public interface IInputPort
{
    /// <summary>The port that is read, with its major version.</summary>
    PortReference Source { get; }

    /// <summary>The contract, without the columns that the reader may not know of.</summary>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read.</exception>
    Task<DataContract> GetContractAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the snapshots that can still be read, oldest first.</summary>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read.</exception>
    IAsyncEnumerable<Snapshot> ListSnapshotsAsync(CancellationToken cancellationToken = default);

    /// <summary>The same port, pinned to a snapshot. Today's policy applies to every snapshot.</summary>
    IInputPort AsOf(SnapshotSelector at);

    /// <summary>Compares an earlier snapshot with the current one, or with the one that this handle is pinned to: how many rows differ, in which columns, and which.</summary>
    /// <remarks>
    /// What the reader could read of one against what it could read of the other, both under today's policy: hidden rows and masked values differ nowhere. Only files in which the snapshots differ are
    /// read, and the earlier one may be the later: then it is the way back. The rows that are no longer there are compared in memory, up to <see cref="MeshLimits.ChangeBytes"/>.
    /// </remarks>
    /// <param name="from">The snapshot to compare with.</param>
    /// <param name="options">How many keys to name; null: the defaults.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read one of the snapshots.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: there is no such snapshot, or it has expired. Kind <see cref="DataMeshErrorKind.LimitExceeded"/>: more than <see cref="MeshLimits.ChangeBytes"/> of rows differ.</exception>
    /// <exception cref="NotSupportedException">Another tool deleted rows in between without rewriting their files.</exception>
    Task<PortDifference> DiffAsync(SnapshotSelector from, DiffOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads Arrow record batches. Each batch belongs to the receiver, who disposes it.</summary>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read.</exception>
    /// <exception cref="DataMeshException">A column of the request does not exist, or stored data is damaged.</exception>
    IAsyncEnumerable<RecordBatch> ReadBatchesAsync(ReadRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Measures what the port promises, as far as the reader may know: from snapshots, recorded publishes and the rows that it sees. Empty when nothing is promised.</summary>
    /// <remarks>
    /// <see cref="ServiceLevel.CoversUpTo"/> reads the event-time column of rows that are late enough, and of all where there are none. Snapshots that have expired and publishes older than 30 days do not
    /// count. On a handle of <see cref="AsOf"/>, the snapshots up to that one count, at the time of the call.
    /// </remarks>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read.</exception>
    Task<IReadOnlyList<ServiceLevelIndicator>> CheckPromiseAsync(CancellationToken cancellationToken = default);

    /// <summary>Says what the principal sees and why. Never throws because access is denied.</summary>
    Task<AccessExplanation> ExplainAccessAsync(CancellationToken cancellationToken = default);
}

/// <summary>The typed consumer's side of a port.</summary>
/// <typeparam name="T">The consumer's own record: only the columns it uses.</typeparam>
public interface IInputPort<T> : IInputPort
    where T : IDataSchema<T>
{
    /// <summary>The same port, pinned to a snapshot. Today's policy applies to every snapshot.</summary>
    new IInputPort<T> AsOf(SnapshotSelector at);

    /// <summary>Reads all rows.</summary>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read.</exception>
    IAsyncEnumerable<T> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads the rows for which a condition holds; it runs where the data is.</summary>
    /// <exception cref="ArgumentException">The condition uses something that cannot run there; the message names it.</exception>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read.</exception>
    IAsyncEnumerable<T> ReadAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken = default);

    /// <summary>Reads a part of the port.</summary>
    /// <exception cref="ArgumentException">The request names columns: the record says which columns a typed read returns.</exception>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read.</exception>
    IAsyncEnumerable<T> ReadAsync(ReadRequest request, CancellationToken cancellationToken = default);

    /// <summary>Gives what has changed since a cursor, page by page, and ends with the current snapshot, or with the one that the port is pinned to.</summary>
    /// <remarks>
    /// A page is a part of the difference between what the reader would have read before and after one publish, under today's policy: rows that became hidden are deleted, changes of hidden rows and
    /// masked values are none, and neither is rewriting files. A condition of the policy that depends on the time alone, as retention does, changes nothing until a publish does. A page has at
    /// most <see cref="MeshLimits.BatchRows"/> changes.
    /// </remarks>
    /// <param name="since">Where the last page that was applied ended: <see cref="ChangeSet{T}.Next"/>, or <see cref="Cursor.Beginning"/>.</param>
    /// <param name="cancellationToken">Cancels the feed.</param>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read, or no longer.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: the cursor was changed, or is of another port.</exception>
    IAsyncEnumerable<ChangeSet<T>> ChangesAsync(Cursor since, CancellationToken cancellationToken = default);

    /// <summary>Gives what has changed since a cursor, and then what changes, for as long as it is read: at once after a publish of this process, within ten seconds after one of another.</summary>
    /// <param name="since">Where the last page that was applied ended: <see cref="ChangeSet{T}.Next"/>, or <see cref="Cursor.Beginning"/>.</param>
    /// <param name="cancellationToken">Ends the feed.</param>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read, or no longer: an open feed is cut within 30 seconds.</exception>
    /// <exception cref="DataMeshException">The cursor was changed or is of another port, or the store failed: follow again from the last page that was applied.</exception>
    IAsyncEnumerable<ChangeSet<T>> FollowAsync(Cursor since, CancellationToken cancellationToken = default);
}
