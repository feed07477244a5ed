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

    /// <summary>Reads Arrow record batches. Each batch belongs to the receiver, who disposes it.</summary>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read.</exception>
    /// <exception cref="DataMeshException">A column of the request does not exist, or stored data is damaged.</exception>
    IAsyncEnumerable<RecordBatch> ReadBatchesAsync(ReadRequest? request = null, CancellationToken cancellationToken = default);

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
}
