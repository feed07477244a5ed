using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Reads the agreements that a head pins. One that cannot be believed gives nothing and takes nothing from the others.</summary>
internal sealed class AgreementReader(DocumentFiles files)
{
    /// <summary>Reads every pinned agreement.</summary>
    /// <param name="head">The head.</param>
    /// <param name="headPath">Where the head lies.</param>
    /// <param name="known">What an earlier head said: a state that it pinned as well is proven already.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The agreements that hold, and why others do not.</returns>
    /// <exception cref="DataMeshException">The store failed: that says nothing about an agreement.</exception>
    public async Task<(Dictionary<PinnedAgreement, AccessAgreement> Agreements, List<string> Problems)> ReadAsync(
        ProductHead head, ObjectPath headPath, LoadedProduct? known, CancellationToken cancellationToken)
    {
        Dictionary<PinnedAgreement, AccessAgreement> agreements = [];
        List<string> problems = [];
        foreach (PinnedAgreement pinned in head.Agreements)
        {
            if (known?.Head.Product == head.Product && known.Agreements.TryGetValue(pinned, out AccessAgreement? proven))
            {
                agreements.Add(pinned, proven);
                continue;
            }
            try
            {
                agreements.Add(pinned, await ReadAsync(head, headPath, pinned, cancellationToken).ConfigureAwait(false));
            }
            catch (DataMeshException error) when (!error.IsTransient && error.Kind != DataMeshErrorKind.StorageUnavailable)
            {
                problems.Add(error.Message);
            }
        }
        return (agreements, problems);
    }

    private async Task<AccessAgreement> ReadAsync(ProductHead head, ObjectPath headPath, PinnedAgreement pinned, CancellationToken cancellationToken)
    {
        StoredFile file = await files.ReadPinnedAsync(MeshLayout.Product(head.Name) / pinned.Path, pinned.Sha256, headPath, cancellationToken).ConfigureAwait(false);
        YamlMapping document = file.Parse();
        AccessAgreement agreement = AgreementDocument.Read(document);
        if (agreement.Id != pinned.Id || agreement.Number != pinned.Number || agreement.Consumer.Domain != pinned.Consumer)
            throw document.Error($"the document is state {agreement.Number} of agreement '{agreement.Id}' with '{agreement.Consumer.Domain}', its head names state {pinned.Number} of '{pinned.Id}' with '{pinned.Consumer}'.");
        if (agreement.Provider != head.Product || agreement.Port.Port.Product != head.Name)
            throw document.Error($"the agreement is about '{agreement.Port}' of '{agreement.Provider}', its head is of '{head.Name}' ({head.Product}).");
        return agreement.Status != AgreementStatus.Requested ? agreement : throw document.Error("this is a request, which nobody has decided.");
    }
}
