using Apache.Arrow;

namespace DataMesh;

/// <summary>The application's door to the mesh: thread-safe, acts for one principal.</summary>
public interface IDataMesh
{
    /// <summary>The principal that reads go by; null when none was set, which denies every read but a product's own.</summary>
    MeshPrincipal? Principal { get; }

    /// <summary>Finds products the principal may know of.</summary>
    IMeshCatalog Catalog { get; }

    /// <summary>Asks for access, gives it, and shows who sees what.</summary>
    IMeshAccess Access { get; }

    /// <summary>Moves ports through their lives, and knows who uses them.</summary>
    IMeshLifecycle Lifecycle { get; }

    /// <summary>How far groups of this principal have followed ports: in its own prefix of the root, or where <c>UseChangeCursors</c> says.</summary>
    IChangeCursorStore Cursors { get; }

    /// <summary>The same mesh for another principal; cheap. Explicit, never ambient: <c>As(MeshPrincipal.From(http.User))</c>.</summary>
    IDataMesh As(MeshPrincipal principal);

    /// <summary>The producer's side of a port that this application declares.</summary>
    /// <exception cref="PortNotFoundException">The application declares no such port.</exception>
    /// <exception cref="ArgumentException">The port is declared with another record type.</exception>
    IOutputPort<T> Output<T>(PortName port)
        where T : IDataSchema<T>;

    /// <summary>Opens a port for reading, typed by the consumer's own record.</summary>
    /// <exception cref="PortNotFoundException">No visible port has the name.</exception>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read.</exception>
    /// <exception cref="ContractMismatchException">The record does not fit; every mismatch is listed.</exception>
    Task<IInputPort<T>> OpenAsync<T>(PortReference source, Purpose purpose = default, CancellationToken cancellationToken = default)
        where T : IDataSchema<T>;

    /// <summary>Opens a port for reading as Arrow.</summary>
    /// <exception cref="PortNotFoundException">No visible port has the name.</exception>
    /// <exception cref="PolicyDeniedException">The policy does not let the principal read.</exception>
    Task<IInputPort> OpenAsync(PortReference source, Purpose purpose = default, CancellationToken cancellationToken = default);

    /// <summary>Runs SQL over opened ports and maps the result by column name.</summary>
    /// <exception cref="DataMeshException">The statement is refused or failed.</exception>
    /// <exception cref="ContractMismatchException">The result does not fit the record.</exception>
    IAsyncEnumerable<T> QueryAsync<T>(SqlStatement sql, CancellationToken cancellationToken = default)
        where T : IDataSchema<T>;

    /// <summary>Runs SQL over opened ports. Each batch belongs to the receiver, who disposes it.</summary>
    /// <exception cref="DataMeshException">The statement is refused or failed.</exception>
    IAsyncEnumerable<RecordBatch> QueryBatchesAsync(SqlStatement sql, CancellationToken cancellationToken = default);

    /// <summary>Runs SQL that gives one row of one column and returns the value.</summary>
    /// <typeparam name="T">A type of the canonical columns: bool, int, long, float, double, decimal, string, Guid, DateOnly, TimeOnly, DateTime, DateTimeOffset, byte[], or a nullable one.</typeparam>
    /// <exception cref="DataMeshException">The statement is refused or failed, or its result is not one value of that type.</exception>
    Task<T> QueryScalarAsync<T>(SqlStatement sql, CancellationToken cancellationToken = default);

    /// <summary>Publishes to several output ports of one product, or to several major versions of one, under one run: all rows are written and pass the gates of all ports before any is visible.</summary>
    /// <remarks>
    /// Each port then changes by a commit of its own, one after the other; who reads without saying as of which run may see one port before and another after. Readers as of a run
    /// (<see cref="InputPortExtensions.AsOfRun(IInputPort, Guid)"/>) see it when all ports have their rows. A run that ended in between is completed by the same run again under the same key; the
    /// rows of ports that have theirs are not read then. Rules about another port of the run see that port as it was before.
    /// </remarks>
    /// <param name="ports">Says which rows go to which port.</param>
    /// <param name="options">The idempotency key and the reason.</param>
    /// <param name="cancellationToken">Cancels the run; after its first commit has begun it no longer does.</param>
    /// <exception cref="ArgumentException">The run names no port, one twice, a derived one, or ports of two products.</exception>
    /// <exception cref="ContractViolationException">Rows do not fulfil the contract of their port. Nothing was published.</exception>
    /// <exception cref="QualityGateException">The gate of a port is closed. Nothing was published.</exception>
    /// <exception cref="CommitConflictException">Another process upserted into or replaced one of the ports in between. The message says which ports have their rows; publish the run again under its key.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: the key was used for other ports. Other kinds: the store failed; the message says which ports have their rows.</exception>
    Task<RunResult> PublishRunAsync(Action<RunBuilder> ports, RunOptions options, CancellationToken cancellationToken = default);

    /// <summary>Lists the runs over several ports of a product that are complete, newest first, with the snapshots of the ports that the principal may read.</summary>
    /// <param name="product">The product. Of one that does not exist, or of which nothing may be read, nothing is listed.</param>
    /// <param name="purpose">Why the ports would be read.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    IAsyncEnumerable<ProductRun> ListRunsAsync(ProductName product, Purpose purpose = default, CancellationToken cancellationToken = default);

    /// <summary>Rebuilds a derived port that this application declares, from its inputs as they are now.</summary>
    /// <exception cref="PortNotFoundException">The application declares no such port.</exception>
    /// <exception cref="InvalidOperationException">The port is not derived.</exception>
    Task<PublishResult> RefreshAsync(PortName derived, CancellationToken cancellationToken = default);

    /// <summary>Rebuilds a derived port as <see cref="RefreshAsync"/> does, unless nothing that its rows follow from has changed: to be called often, from every replica.</summary>
    /// <remarks>
    /// Rows follow from the inputs' snapshots, what the product may see of them, the contract version and the definition: the text of the SQL, or the build of the code. Where a condition on
    /// an input moves with the time, every call rebuilds. Of several replicas that call at once, one publishes. What looks at anything else, as at a clock, is rebuilt with <see cref="RefreshAsync"/>.
    /// </remarks>
    /// <returns>The refresh; with <see cref="PublishResult.WasAlreadyPublished"/>, the earlier one that still holds.</returns>
    /// <exception cref="PortNotFoundException">The application declares no such port.</exception>
    /// <exception cref="InvalidOperationException">The port is not derived.</exception>
    Task<PublishResult> RefreshIfChangedAsync(PortName derived, CancellationToken cancellationToken = default);

    /// <summary>Makes partitions of a derived port anew that were not touched, for example because what its code looks at beside the inputs was corrected; with them those that changes of the inputs have touched since the last refresh.</summary>
    /// <remarks>The port is as after <see cref="RefreshIfChangedAsync"/>: all of it follows from the inputs as they are now. Where touched partitions cannot be told, everything is made anew.</remarks>
    /// <param name="derived">The port; it says with <see cref="OutputPortBuilder{T}.RebuildBy"/> how its partitions are made.</param>
    /// <param name="partitions">Values of the column that the port is partitioned by, one of each partition: of a partition by month any day of it.</param>
    /// <param name="cancellationToken">Cancels it; after the commit has begun it no longer does.</param>
    /// <exception cref="PortNotFoundException">The application declares no such port.</exception>
    /// <exception cref="InvalidOperationException">The port is not derived, or says nothing of its partitions.</exception>
    /// <exception cref="ArgumentException">No partition is named, more than 1,000 are, or a value is not of the column's type.</exception>
    Task<PublishResult> BackfillAsync(PortName derived, IReadOnlyCollection<ScalarValue> partitions, CancellationToken cancellationToken = default);

    /// <summary>Lists the runs of a derived port that this application declares, newest first: those that published or failed, in whichever process, up to about the last hundred.</summary>
    /// <exception cref="PortNotFoundException">The application declares no such port.</exception>
    IAsyncEnumerable<RefreshRun> ListRefreshesAsync(PortName derived, CancellationToken cancellationToken = default);

    /// <summary>Registers every product this application declares, as publishing would; does nothing where nothing changed.</summary>
    /// <remarks>Publishing, opening and searching do this first, once per process. A host calls it at start, in the background.</remarks>
    /// <exception cref="DataMeshException">A definition contradicts what is stored, or the store failed.</exception>
    Task RegisterAsync(CancellationToken cancellationToken = default);
}
