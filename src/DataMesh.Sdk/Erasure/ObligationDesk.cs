using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Says who has to erase rows too that a port has erased, and puts it where they find it.</summary>
internal sealed class ObligationDesk(MeshServices services, IReadOnlyList<ProductCatalog> catalogs, PortBinding port)
{
    private readonly DocumentFiles _files = new(services.Store);

    /// <summary>Obliges whoever has the rows by an agreement, whatever became of it, and the products that declare the port as an input.</summary>
    /// <param name="erasure">The erasure.</param>
    /// <param name="options">The case and how long they are given.</param>
    /// <param name="hasErased">False when no row was found any more: then nobody is obliged twice for one case.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<IReadOnlyList<ErasureObligation>> ObligeAsync(Guid erasure, EraseOptions options, bool hasErased, CancellationToken cancellationToken)
    {
        IReadOnlyList<ErasureObligation> earlier = hasErased ? [] : await FindEarlierAsync(options.Reference, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = services.Time.GetUtcNow();
        long? snapshot = (await services.Tables.LoadAsync(port.Location, cancellationToken).ConfigureAwait(false))?.Current?.Id;
        List<ErasureObligation> obligations = [];
        foreach ((AgreementConsumer consumer, ProductName? product, Guid? agreement) in await FindConsumersAsync(now, cancellationToken).ConfigureAwait(false))
        {
            if (earlier.FirstOrDefault(o => o.Consumer == consumer && o.Agreement == agreement) is { } known)
            {
                obligations.Add(known);
                continue;
            }
            ErasureObligation obligation = new() { Id = Guid.CreateVersion7(now), Erasure = erasure, Port = port.Reference, Snapshot = snapshot, Consumer = consumer, Product = product, Agreement = agreement, Due = now + options.Deadline };
            ObjectPath path = MeshLayout.Obligation(port.Name.Product, consumer.Domain, obligation.Id);
            await _files.TryCreateAsync(path, YamlText.Write(path.ToString(), ObligationDocument.Write(obligation)), cancellationToken).ConfigureAwait(false);
            obligations.Add(obligation);
        }
        return obligations;
    }

    private async Task<List<(AgreementConsumer Consumer, ProductName? Product, Guid? Agreement)>> FindConsumersAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<ProductRegistration> products = [];
        foreach (ProductCatalog catalog in catalogs)
            await foreach (ProductRegistration product in catalog.ListAsync(CatalogQuery.All, cancellationToken).ConfigureAwait(false))
                products.Add(product);
        List<(AgreementConsumer Consumer, ProductName? Product, Guid? Agreement)> found = [];
        foreach (AccessAgreement agreement in port.Product.Agreements.Where(a => a.Port == port.Reference && a.Status != AgreementStatus.Rejected).OrderBy(a => a.Id))
            found.Add((agreement.Consumer, products.FirstOrDefault(p => p.Descriptor.Id == agreement.Consumer.Product)?.Descriptor.Name, agreement.Id));
        foreach (ProductRegistration product in products.Where(p => p.Descriptor.InputPorts.Any(i => ConsumerSearch.Reads(port, p, i, now)) && found.TrueForAll(f => f.Consumer.Product != p.Descriptor.Id)))
            found.Add((new AgreementConsumer { Domain = product.Descriptor.Name.Domain, Product = product.Descriptor.Id }, product.Descriptor.Name, null));
        return found;
    }

    private async Task<IReadOnlyList<ErasureObligation>> FindEarlierAsync(string reference, CancellationToken cancellationToken)
    {
        List<ErasureObligation> earlier = [];
        await foreach (ErasureProof proof in new ErasureHistory(services, port).ListAsync(cancellationToken).ConfigureAwait(false))
            if (proof.Reference == reference)
                earlier.AddRange(proof.Result?.Obligations ?? []);
        return earlier;
    }
}
