using Apache.Arrow;

namespace DataMesh;

/// <summary>Asking for access, giving it, and knowing who sees what. Thread-safe; acts for the principal of the mesh it belongs to.</summary>
/// <remarks>
/// What a provider does is open to the product itself (in the process that declares it) and to its stewards; anybody else gets a <see cref="PolicyDeniedException"/>, also for
/// products that do not exist.
/// </remarks>
public interface IMeshAccess
{
    /// <summary>Asks for access to a port. The request lies in the consumer's own prefix until the provider decides.</summary>
    /// <exception cref="PortNotFoundException">No visible port has the name.</exception>
    /// <exception cref="DataMeshException">Nothing is offered for the purpose, or the principal has no domain.</exception>
    Task<AccessAgreement> RequestAsync(PortReference port, AccessRequest request, CancellationToken cancellationToken = default);

    /// <summary>The requests and agreements of the principal's own domain, newest first.</summary>
    IAsyncEnumerable<AccessAgreement> ListOwnAsync(CancellationToken cancellationToken = default);

    /// <summary>The provider's view: requests that wait for a decision, and all agreements, newest first.</summary>
    IAsyncEnumerable<AccessAgreement> ListAsync(ProductName product, CancellationToken cancellationToken = default);

    /// <summary>Approves a request, as provider. From then on the principals of the consumer see what the offer gives, until the end.</summary>
    /// <exception cref="DataMeshException">There is no such request, it is decided already, or no offer fits.</exception>
    Task<AccessAgreement> ApproveAsync(ProductName product, Guid agreement, AccessApproval? approval = null, CancellationToken cancellationToken = default);

    /// <summary>Rejects a request, as provider.</summary>
    /// <exception cref="DataMeshException">There is no such request, or it is decided already.</exception>
    Task<AccessAgreement> RejectAsync(ProductName product, Guid agreement, string reason, CancellationToken cancellationToken = default);

    /// <summary>Moves the end of an approved agreement, as provider. It keeps its offer and purpose.</summary>
    /// <exception cref="DataMeshException">There is no such agreement in force, or the offer's longest term ends before.</exception>
    Task<AccessAgreement> RenewAsync(ProductName product, Guid agreement, DateTimeOffset until, CancellationToken cancellationToken = default);

    /// <summary>Ends an approved agreement now, as provider. It holds on the next read of this process, within seconds in others, and cuts open streams.</summary>
    /// <exception cref="DataMeshException">There is no such agreement in force.</exception>
    Task<AccessAgreement> RevokeAsync(ProductName product, Guid agreement, string reason, CancellationToken cancellationToken = default);

    /// <summary>What a principal would see of a port for a purpose, with filters and places of the rules, as provider.</summary>
    /// <param name="port">The port.</param>
    /// <param name="principal">Who would read.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="offer">Pretends that an agreement gives this offer; null: what holds now.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AccessExplanation> WhatWouldSeeAsync(PortReference port, MeshPrincipal principal, Purpose purpose = default, string? offer = null, CancellationToken cancellationToken = default);

    /// <summary>The first rows as a principal would see them, through the same scan as its own read, as provider. Each batch belongs to the receiver.</summary>
    /// <param name="port">The port.</param>
    /// <param name="principal">Who would read.</param>
    /// <param name="purpose">Why.</param>
    /// <param name="offer">Pretends that an agreement gives this offer; null: what holds now.</param>
    /// <param name="request">Columns, filter and number of rows; null: the first 20 rows.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    IAsyncEnumerable<RecordBatch> PreviewAsync(PortReference port, MeshPrincipal principal, Purpose purpose = default, string? offer = null, ReadRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>Changes the classification of columns by a new policy epoch, as provider, without a release: it holds at once, also for old snapshots.</summary>
    /// <param name="port">The port.</param>
    /// <param name="column">The column.</param>
    /// <param name="level">The new level.</param>
    /// <param name="categories">The new categories.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="DataMeshException">There is no such column, or the level is lower and the declaring code asks for it still.</exception>
    Task ClassifyAsync(PortReference port, string column, Classification level, Category categories, string reason, CancellationToken cancellationToken = default);
}
