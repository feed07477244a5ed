namespace DataMesh;

/// <summary>Moves ports through their lives, and knows who uses them, as provider. Thread-safe; acts for the principal of the mesh it belongs to.</summary>
/// <remarks>
/// Open to the product itself (in the process that declares it) and to its stewards; anybody else gets a <see cref="PolicyDeniedException"/>, also for products that do not exist.
/// A move is recorded with who made it, when and why; it holds at once in this process and within seconds in others. Doing the same again changes nothing.
/// The declaring code says whether a port is proposed, a draft or active; what was moved further here stays so when code is registered.
/// </remarks>
public interface IMeshLifecycle
{
    /// <summary>Says that a port is in use and supported: one that was proposed or a draft, or one whose deprecation is taken back.</summary>
    /// <param name="port">The port; with its major version when it has several.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The contract as it is now.</returns>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: the product has no such port. Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: the port is retired.</exception>
    Task<DataContract> ActivateAsync(PortReference port, string reason, CancellationToken cancellationToken = default);

    /// <summary>Announces that a port will end. It is served as before; each process that opens it logs one warning with the successor and the dates.</summary>
    /// <param name="port">The port; with its major version when it has several.</param>
    /// <param name="deprecation">What comes instead, and until when the port is there. Called again, it replaces what was announced before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The contract as it is now.</returns>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: the product has no such port. Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: the port is not active, the successor is no port of this mesh that is served, or the dates contradict each other.</exception>
    Task<DataContract> DeprecateAsync(PortReference port, Deprecation deprecation, CancellationToken cancellationToken = default);

    /// <summary>Ends a port for good: nobody but the product and its stewards reads it any more, nobody publishes to it, and whoever opens it is told of the successor. Its rows stay where they are.</summary>
    /// <param name="port">The port; with its major version when it has several.</param>
    /// <param name="retirement">Why, and whether it is forced.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The contract as it is now.</returns>
    /// <exception cref="DataMeshException">
    /// Kind <see cref="DataMeshErrorKind.NotFound"/>: the product has no such port. Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: it is in use (the message says by whom) or active, and
    /// <see cref="Retirement.Force"/> is not set.
    /// </exception>
    Task<DataContract> RetireAsync(PortReference port, Retirement retirement, CancellationToken cancellationToken = default);

    /// <summary>Who uses a port: products that declare it as an input, whoever has an agreement in force or to come, and whoever has read it within 30 days; ordered by name.</summary>
    /// <remarks>
    /// What others say of themselves counts only while the policy gives them the port. Finding products that declare an input reads the descriptors of the whole mesh. Nobody being listed does not prove
    /// that nobody reads: whoever holds the files can open them without this library.
    /// </remarks>
    /// <param name="port">The port; with its major version when it has several.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    IAsyncEnumerable<PortConsumer> ListConsumersAsync(PortReference port, CancellationToken cancellationToken = default);
}
