using System.Runtime.CompilerServices;
using Apache.Arrow;

namespace DataMesh;

/// <summary>Access as one principal asks for it and gives it.</summary>
internal sealed class MeshAccess(MeshRuntime runtime, MeshPrincipal? principal) : IMeshAccess
{
    private const int LongestText = 4_000;

    private AgreementDesk Desk => new(runtime, Side);

    private ProviderSide Side => new(runtime, principal);

    public Task<AccessAgreement> RequestAsync(PortReference port, AccessRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Purpose.IsNone)
            throw new ArgumentException("A request for access states a purpose: set AccessRequest.Purpose.", nameof(request));
        DemandShort(request.Justification, nameof(request));
        return new AccessRequester(runtime, principal).RequestAsync(port, request, cancellationToken);
    }

    public IAsyncEnumerable<AccessAgreement> ListOwnAsync(CancellationToken cancellationToken = default) => new AccessRequester(runtime, principal).ListAsync(cancellationToken);

    public async IAsyncEnumerable<ErasureObligation> ListObligationsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ErasureObligation obligation in await new ErasureDuties(runtime, principal).ListAsync(cancellationToken).ConfigureAwait(false))
            yield return obligation;
    }

    public Task<ErasureObligation> AcknowledgeAsync(Guid obligation, string proof, CancellationToken cancellationToken = default)
    {
        DemandReason(proof);
        return new ErasureDuties(runtime, principal).AcknowledgeAsync(obligation, proof, cancellationToken);
    }

    public IAsyncEnumerable<AccessAgreement> ListAsync(ProductName product, CancellationToken cancellationToken = default)
    {
        DemandNamed(product);
        return new AccessInbox(runtime, Side).ListAsync(product, cancellationToken);
    }

    public Task<AccessAgreement> ApproveAsync(ProductName product, Guid agreement, AccessApproval? approval = null, CancellationToken cancellationToken = default)
    {
        DemandNamed(product);
        DemandShort(approval?.Comment, nameof(approval));
        return Desk.DecideAsync(product, agreement, "approve", given => AgreementRules.Approve(given, approval ?? new AccessApproval()), cancellationToken);
    }

    public Task<AccessAgreement> RejectAsync(ProductName product, Guid agreement, string reason, CancellationToken cancellationToken = default)
    {
        DemandNamed(product);
        DemandReason(reason);
        return Desk.DecideAsync(product, agreement, "reject", given => AgreementRules.Reject(given, reason), cancellationToken);
    }

    public Task<AccessAgreement> RenewAsync(ProductName product, Guid agreement, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        DemandNamed(product);
        return Desk.DecideAsync(product, agreement, "renew", given => AgreementRules.Renew(given, until), cancellationToken);
    }

    public Task<AccessAgreement> RevokeAsync(ProductName product, Guid agreement, string reason, CancellationToken cancellationToken = default)
    {
        DemandNamed(product);
        DemandReason(reason);
        return Desk.DecideAsync(product, agreement, "revoke", given => AgreementRules.Revoke(given, reason), cancellationToken);
    }

    public Task<AccessExplanation> WhatWouldSeeAsync(PortReference port, MeshPrincipal principal, Purpose purpose = default, string? offer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return new AccessPreview(runtime, Side, principal, purpose, offer).ExplainAsync(port, cancellationToken);
    }

    public IAsyncEnumerable<RecordBatch> PreviewAsync(PortReference port, MeshPrincipal principal, Purpose purpose = default, string? offer = null, ReadRequest? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return new AccessPreview(runtime, Side, principal, purpose, offer).ReadAsync(port, request, cancellationToken);
    }

    public IAsyncEnumerable<AuditRecord> ListAuditAsync(ProductName product, DateTimeOffset? since = null, CancellationToken cancellationToken = default)
    {
        DemandNamed(product);
        return new AuditDesk(runtime, Side).ListAsync(product, since, cancellationToken);
    }

    public Task<Recall> RecallAsync(PortReference port, long snapshot, CancellationToken cancellationToken = default)
    {
        DemandNamed(port.Port.Product, nameof(port));
        return new AuditDesk(runtime, Side).RecallAsync(port, snapshot, cancellationToken);
    }

    public Task ClassifyAsync(PortReference port, string column, Classification level, Category categories, string reason, CancellationToken cancellationToken = default)
    {
        DemandNamed(port.Port.Product, nameof(port));
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        if (!Enum.IsDefined(level))
            throw new ArgumentOutOfRangeException(nameof(level));
        DemandReason(reason);
        return new ColumnClassifier(runtime, Side).ClassifyAsync(port, column, level, categories, reason, cancellationToken);
    }

    private static void DemandNamed(ProductName product, [CallerArgumentExpression(nameof(product))] string? parameter = null)
    {
        if (product == default)
            throw new ArgumentException("The default value names no product.", parameter);
    }

    private static void DemandReason(string reason, [CallerArgumentExpression(nameof(reason))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason, parameter);
        DemandShort(reason, parameter!);
    }

    private static void DemandShort(string? text, string parameter)
    {
        if (text?.Length > LongestText)
            throw new ArgumentException($"The text has {text.Length} characters, at most {LongestText} are stored with an agreement.", parameter);
    }
}
