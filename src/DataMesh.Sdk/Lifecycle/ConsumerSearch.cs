using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Finds who uses a port, from what products declare, what agreements say and what was read.</summary>
/// <remarks>
/// Descriptors and audit lines are written by others. A declared input counts only while the policy gives the port to that product, columns count only when the contract has them, and nothing found here
/// decides more than what is said to the provider, and whether a retirement must be forced.
/// </remarks>
internal sealed class ConsumerSearch(IReadOnlyList<ProductCatalog> catalogs, AuditFolder audit, DateTimeOffset now)
{
    /// <summary>How long after its last read somebody counts as a consumer.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    private const int MostRecords = 100_000;
    private const int LongestName = 200;

    private readonly SortedDictionary<string, ConsumerEvidence> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<ProductId, ProductRegistration> _products = [];

    public async Task<IReadOnlyList<PortConsumer>> FindAsync(PortBinding port, CancellationToken cancellationToken)
    {
        foreach (ProductCatalog catalog in catalogs)
            await foreach (ProductRegistration product in catalog.ListAsync(CatalogQuery.All, cancellationToken).ConfigureAwait(false))
                _products.TryAdd(product.Descriptor.Id, product);
        foreach (ProductRegistration product in _products.Values)
            AddInputs(port, product);
        foreach (AccessAgreement agreement in port.Product.Agreements)
            AddAgreement(port, agreement);
        await AddReadsAsync(port, cancellationToken).ConfigureAwait(false);
        return [.. _found.Select(f => f.Value.Conclude(f.Key, port.Contract.Schema))];
    }

    private void AddInputs(PortBinding port, ProductRegistration product)
    {
        foreach (InputPortDescriptor input in product.Descriptor.InputPorts)
            if (product.Descriptor.Id != port.Product.Descriptor.Id && Reads(port, product, input, now))
                Of(product.Descriptor.Name.ToString()).Declares(input.Columns);
    }

    /// <summary>True when an input of a product is a port, and the policy gives the port to it.</summary>
    public static bool Reads(PortBinding port, ProductRegistration product, InputPortDescriptor input, DateTimeOffset now) =>
        input.Source.Port == port.Name && Discovery.Candidates(port.Product, input.Source).FirstOrDefault()?.Reference == port.Reference
        && new PolicyEvaluation(port, MeshRuntime.ProductPrincipal(product), input.Purpose, region: null, now).IsGiven();

    private void AddAgreement(PortBinding port, AccessAgreement agreement)
    {
        if (agreement.Status == AgreementStatus.Approved && agreement.Port == port.Reference && !(agreement.End <= now))
            Of(NameOf(agreement.Consumer.Product, agreement.Consumer.Domain, agreement.Consumer.User)).Agreed(agreement.End ?? DateTimeOffset.MaxValue);
    }

    private async Task AddReadsAsync(PortBinding port, CancellationToken cancellationToken)
    {
        int records = 0;
        await foreach (AuditRecord record in audit.ListAsync(port.Name.Product, now - Recent, cancellationToken).ConfigureAwait(false))
        {
            if (++records > MostRecords)
                return;
            if (record.IsAllowed && record.Port == port.Reference && record.Product == port.Product.Descriptor.Id && !IsByProvider(port, record))
                Of(NameOf(ProductOf(record.Principal), record.Domain, record.Principal)).Reads(record.At, record.Columns);
        }
    }

    // The provider looks at its own data without a grant, whose name could be the same all the same.
    private static bool IsByProvider(PortBinding port, AuditRecord record) => record.Agreements.Count == 0
        && record.Rules is [AccessDecision.StewardRule or AccessDecision.OwnProductRule] && PolicyEvaluation.FindPolicy(port)?.Grants.Any(g => g.Name == record.Rules[0]) != true;

    private ConsumerEvidence Of(string name)
    {
        if (!_found.TryGetValue(name, out ConsumerEvidence? evidence))
            _found.Add(name, evidence = new ConsumerEvidence());
        return evidence;
    }

    private string NameOf(ProductId? product, DomainName domain, string? user) =>
        product is { } id && _products.TryGetValue(id, out ProductRegistration? known) ? known.Descriptor.Name.ToString()
        : domain != default ? domain.ToString()
        : user is { } name ? new string([.. name.Take(LongestName).Select(c => char.IsControl(c) ? ' ' : c)]) : "somebody who did not say who he is";

    private static ProductId? ProductOf(string? principal) => principal is not null && principal.StartsWith(MeshRuntime.ProductPrefix, StringComparison.Ordinal)
        && ProductId.TryParse(principal[MeshRuntime.ProductPrefix.Length..], CultureInfo.InvariantCulture, out ProductId id) ? id : default(ProductId?);
}
