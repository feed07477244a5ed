using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The consumer's side of erasures: what it has to erase because others did, and how it says that it has.</summary>
internal sealed class ErasureDuties(MeshRuntime runtime, MeshPrincipal? principal)
{
    private const string Operation = "list obligations";
    private const int MaximumBytes = 1 << 14;

    private readonly DocumentFiles _files = new(runtime.Services.Store);
    private readonly AcknowledgementFiles _acknowledgements = new(runtime.Services.Store);

    /// <summary>Open ones first, soonest due first; then those that are acknowledged, latest due first.</summary>
    public async Task<IReadOnlyList<ErasureObligation>> ListAsync(CancellationToken cancellationToken)
    {
        List<ErasureObligation> found = [];
        HashSet<ProductName> declared = [.. runtime.DeclaredPorts.Select(p => p.Name.Product)];
        DomainName[] domains = principal is { Domain: var own } && own != default ? [own] : principal is null && declared.Count > 0 ? [.. declared.Select(p => p.Domain).Distinct()]
            : throw new DataMeshException(DataMeshErrorKind.InvalidRequest, "Cannot list what is to be erased: the process does not say for which domain it acts. Call RunAs on the builder, or mesh.As(…) with a principal of a domain.") { Operation = Operation };
        foreach (ProductCatalog catalog in await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false))
            await foreach (ProductRegistration provider in catalog.ListAsync(CatalogQuery.All, cancellationToken).ConfigureAwait(false))
                foreach (DomainName domain in domains)
                    await AddAsync(provider.Descriptor.Name, domain, found, cancellationToken).ConfigureAwait(false);
        return [.. found.Where(o => principal is not null || (o.Product is { } product && declared.Contains(product)))
            .OrderBy(o => o.Acknowledgement is not null).ThenBy(o => o.Acknowledgement is null ? o.Due.UtcTicks : -o.Due.UtcTicks).ThenBy(o => o.Id)];
    }

    /// <summary>Says that an obligation is fulfilled.</summary>
    public async Task<ErasureObligation> AcknowledgeAsync(Guid id, string proof, CancellationToken cancellationToken)
    {
        ErasureObligation obligation = (await ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(o => o.Id == id)
            ?? throw new DataMeshException(DataMeshErrorKind.NotFound, $"Cannot acknowledge obligation '{id}': there is no such obligation of this domain. List them with Access.ListObligationsAsync.") { Operation = "acknowledge" };
        if (obligation.Acknowledgement is not null)
            return obligation;
        string by = principal?.ToString() ?? $"{MeshRuntime.ProductPrefix}{obligation.Consumer.Product}";
        await _acknowledgements.WriteAsync(obligation, new() { Proof = proof, At = runtime.Services.Time.GetUtcNow(), By = by }, cancellationToken).ConfigureAwait(false);
        Log.ErasureAcknowledged(runtime.Services.Logger, id, obligation.Port.ToString(), obligation.Erasure);
        return await _acknowledgements.CompleteAsync(obligation, cancellationToken).ConfigureAwait(false);
    }

    // What a provider wrote counts only if it is about its own port and in the folder of the domain it names.
    private async Task AddAsync(ProductName provider, DomainName domain, List<ErasureObligation> found, CancellationToken cancellationToken)
    {
        ObjectPath folder = MeshLayout.Obligations(provider, domain);
        await foreach (string name in runtime.Services.Store.ListChildrenAsync(folder, cancellationToken).ConfigureAwait(false))
            if (await TryReadAsync(folder / name, cancellationToken).ConfigureAwait(false) is { } obligation && MeshLayout.Obligation(provider, domain, obligation.Id) == folder / name
                && obligation.Consumer.Domain == domain && obligation.Port.Port.Product == provider)
                found.Add(await _acknowledgements.CompleteAsync(obligation, cancellationToken).ConfigureAwait(false));
    }

    private async Task<ErasureObligation?> TryReadAsync(ObjectPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await _files.TryReadAsync(path, MaximumBytes, cancellationToken).ConfigureAwait(false) is { } file ? ObligationDocument.Read(file.Parse()) : null;
        }
        catch (DataMeshException error) when (error.Kind is DataMeshErrorKind.CorruptData or DataMeshErrorKind.IncompatibleVersion)
        {
            return null;
        }
    }
}
