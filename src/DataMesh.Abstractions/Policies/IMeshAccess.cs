using Apache.Arrow;

namespace DataMesh;

/// <summary>Asking for access, giving it, and knowing who sees what. Thread-safe; acts for the principal of the mesh it belongs to.</summary>
/// <remarks>
/// What a provider does is open to the product itself (in the process that declares it) and to its stewards; anybody else gets a <see cref="PolicyDeniedException"/>, also for
/// products that do not exist.
/// </remarks>
public interface IMeshAccess
{
    /// <summary>Asks for access to a port. The request lies in the consumer's own prefix and gives nothing until the provider decides.</summary>
    /// <remarks>Asking the same again while it waits gives the same request. Without a principal, a product that this application declares asks for itself: name it in <see cref="AccessRequest.Product"/>.</remarks>
    /// <exception cref="PortNotFoundException">No port that the principal may know has the name.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: nothing is offered for the purpose, the principal has no domain, or the consuming product is not one of its domain.</exception>
    Task<AccessAgreement> RequestAsync(PortReference port, AccessRequest request, CancellationToken cancellationToken = default);

    /// <summary>What the principal's own domain has asked for, each in its newest state, newest first.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: the principal has no domain.</exception>
    IAsyncEnumerable<AccessAgreement> ListOwnAsync(CancellationToken cancellationToken = default);

    /// <summary>What the principal's own domain has to erase because it was erased where it was read: open ones first, soonest due first.</summary>
    /// <remarks>
    /// Without a principal, what the products that this application declares have to erase. An obligation does not say which rows: what a copy has and the port has no longer. It is the provider's word,
    /// found in a folder of each product of the mesh, so it takes as long as the mesh is large.
    /// </remarks>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: the principal has no domain, and the application declares no product.</exception>
    IAsyncEnumerable<ErasureObligation> ListObligationsAsync(CancellationToken cancellationToken = default);

    /// <summary>Says that the rows of an obligation are erased, or were never held. The first acknowledgement stays; the provider sees it in <see cref="IOutputPort.ListErasuresAsync"/>.</summary>
    /// <param name="obligation">The obligation, as in <see cref="ErasureObligation.Id"/>.</param>
    /// <param name="proof">What shows it: the own erasure, or why there was nothing to erase. Without personal data itself.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The obligation with what is acknowledged.</returns>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NotFound"/>: the principal's domain has no such obligation.</exception>
    Task<ErasureObligation> AcknowledgeAsync(Guid obligation, string proof, CancellationToken cancellationToken = default);

    /// <summary>The provider's view: requests that wait, newest first; then agreements that end within 30 days, soonest first; then all others, newest first.</summary>
    /// <remarks>
    /// What a request says is its consumer's claim. Finding requests lists the prefixes of all domains, so it takes as long as the mesh is large; they are read one by one as they are
    /// taken. A request whose file changes after it was listed here is not approved by this process until it was listed again.
    /// </remarks>
    IAsyncEnumerable<AccessAgreement> ListAsync(ProductName product, CancellationToken cancellationToken = default);

    /// <summary>Approves a request, as provider. From its start on, the principals of the consumer see what the offer gives, until the end.</summary>
    /// <exception cref="DataMeshException">
    /// Kind <see cref="DataMeshErrorKind.NotFound"/>: there is no such request. Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: it is decided already, no offer fits, or the end
    /// is past or behind the offer's longest term. Kind <see cref="DataMeshErrorKind.LimitExceeded"/>: more than <see cref="PolicyDocument.MaximumApplicableGrants"/> grants and
    /// agreements could apply to one reader.
    /// </exception>
    Task<AccessAgreement> ApproveAsync(ProductName product, Guid agreement, AccessApproval? approval = null, CancellationToken cancellationToken = default);

    /// <summary>Rejects a request, as provider.</summary>
    /// <exception cref="DataMeshException">There is no such request, or it is decided already.</exception>
    Task<AccessAgreement> RejectAsync(ProductName product, Guid agreement, string reason, CancellationToken cancellationToken = default);

    /// <summary>Moves the end of an approved agreement, as provider. It keeps its offer and purpose.</summary>
    /// <remarks>The offer's longest term counts from the renewal. What has ended is not renewed: the consumer asks again.</remarks>
    /// <exception cref="DataMeshException">There is no such agreement in force or to come, or the offer's longest term ends before.</exception>
    Task<AccessAgreement> RenewAsync(ProductName product, Guid agreement, DateTimeOffset until, CancellationToken cancellationToken = default);

    /// <summary>Ends an approved agreement now, as provider. It holds on the next read of this process, within seconds in others, and cuts open streams.</summary>
    /// <exception cref="DataMeshException">There is no such agreement in force or to come.</exception>
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

    /// <summary>The recorded decisions about a product, newest first, as provider.</summary>
    IAsyncEnumerable<AuditRecord> ListAuditAsync(ProductName product, DateTimeOffset? since = null, CancellationToken cancellationToken = default);

    /// <summary>Who has read a snapshot, and which derived products contain it, as provider.</summary>
    Task<Recall> RecallAsync(PortReference port, long snapshot, CancellationToken cancellationToken = default);

    /// <summary>Changes the classification of a column by a new policy epoch, as provider, without a release: it holds at once, also for old snapshots.</summary>
    /// <remarks>
    /// What is stricter than the code declares stays so when code is registered. Making a column laxer again takes the application that declares the product, in the registered version,
    /// and stops at what its code says: change the code to go below.
    /// </remarks>
    /// <param name="port">The port.</param>
    /// <param name="column">The column.</param>
    /// <param name="level">The new level.</param>
    /// <param name="categories">The new categories, all of them. Personal and special ones make the column at least confidential.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="DataMeshException">There is no such column, or it would become laxer than the declaring code says, or than it is where the code is not at hand.</exception>
    Task ClassifyAsync(PortReference port, string column, Classification level, Category categories, string reason, CancellationToken cancellationToken = default);
}
