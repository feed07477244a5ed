using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Reads what heads pin, and believes only what the digests prove.</summary>
internal sealed class RegistrationReader(DocumentFiles files)
{
    /// <summary>The number of a product's newest head; null when the product does not exist.</summary>
    public async Task<long?> FindNewestHeadAsync(ProductName product, CancellationToken cancellationToken)
    {
        long newest = 0;
        await foreach (string child in files.Store.ListChildrenAsync(MeshLayout.Heads(product), cancellationToken).ConfigureAwait(false))
            if (MeshLayout.TryParseNumber(child) is long number)
                newest = Math.Max(newest, number);
        return newest > 0 ? newest : null;
    }

    /// <summary>True when a head of that number exists.</summary>
    public async Task<bool> ExistsAsync(ProductName product, long head, CancellationToken cancellationToken) =>
        await files.Store.FindAsync(MeshLayout.Head(product, head), cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Reads the newest head and what it pins; null when the product does not exist.</summary>
    public async Task<LoadedProduct?> LoadNewestAsync(ProductName product, LoadedProduct? known, CancellationToken cancellationToken) =>
        await FindNewestHeadAsync(product, cancellationToken).ConfigureAwait(false) is long number
            ? await LoadAsync(product, number, known, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Reads a head and what it pins; null when there is no such head.</summary>
    /// <param name="product">The product.</param>
    /// <param name="number">The number of the head.</param>
    /// <param name="known">What an earlier head said; agreements that it had are not read again.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.CorruptData"/> or <see cref="DataMeshErrorKind.IncompatibleVersion"/>; the message names the file.</exception>
    public async Task<LoadedProduct?> LoadAsync(ProductName product, long number, LoadedProduct? known, CancellationToken cancellationToken)
    {
        ObjectPath path = MeshLayout.Head(product, number);
        if (await files.TryReadAsync(path, cancellationToken).ConfigureAwait(false) is not { } file)
            return null;
        YamlMapping document = file.Parse();
        ProductHead head = ProductHead.Read(document);
        if (head.Number != number || head.Name != product || (head.Previous is null) != (number == 1) || head.Previous is { } p && p.Number != number - 1)
            throw document.Error($"the head does not belong here: it says head {head.Number} of '{head.Name}'. Restore the file.");
        ObjectPath folder = MeshLayout.Product(product);
        if (head.Previous is { } previous)
            await files.ReadPinnedAsync(folder / previous.Path, previous.Sha256, path, cancellationToken).ConfigureAwait(false);
        StoredFile descriptorFile = await files.ReadPinnedAsync(folder / head.Descriptor.Path, head.Descriptor.Sha256, path, cancellationToken).ConfigureAwait(false);
        YamlMapping descriptorDocument = descriptorFile.Parse();
        DataProductDescriptor descriptor = ProductYaml.Read(descriptorDocument);
        CheckDescriptor(descriptorDocument, descriptor, head);
        List<DataContract> contracts = await ReadContractsAsync(head, path, cancellationToken).ConfigureAwait(false);
        (PolicyDocument? policy, ObjectInfo? policyFile, DataMeshException? error) = await ReadPolicyAsync(head, path, cancellationToken).ConfigureAwait(false);
        (Dictionary<PinnedAgreement, AccessAgreement> agreements, List<string> problems) = await new AgreementReader(files).ReadAsync(head, path, known, cancellationToken).ConfigureAwait(false);
        return new LoadedProduct
        {
            Head = head,
            HeadSha256 = file.Sha256,
            PolicyFile = policyFile,
            PolicyError = error,
            Agreements = agreements,
            Registration = new ProductRegistration
            {
                Head = number,
                Descriptor = descriptor,
                Contracts = contracts,
                Policy = policy,
                PolicyProblem = error?.Message,
                Agreements = [.. head.Agreements.Where(agreements.ContainsKey).Select(a => agreements[a])],
                AgreementProblems = problems,
                Store = files.Store,
            },
        };
    }

    // A descriptor that points into another product would let readers of this one in there.
    private static void CheckDescriptor(YamlMapping document, DataProductDescriptor descriptor, ProductHead head)
    {
        if (descriptor.Id != head.Product || descriptor.Name != head.Name)
            throw document.Error($"the descriptor is of product '{descriptor.Name}' ({descriptor.Id}), its head '{MeshLayout.Head(head.Name, head.Number)}' is of '{head.Name}' ({head.Product}).");
        foreach (OutputPortDescriptor port in descriptor.OutputPorts)
            if (!ObjectPath.TryParse(port.TablePath, out ObjectPath table) || !table.IsUnder(MeshLayout.Product(head.Name) / "ports") || table.Name == "ports")
                throw document.Error($"the table of port '{port.Name}' does not lie below 'ports' of the product.");
        if (!descriptor.OutputPorts.All(p => head.Contracts.Any(c => IsOf(c, p))) || !head.Contracts.All(c => descriptor.OutputPorts.Any(p => IsOf(c, p))))
            throw document.Error($"the output ports are not those that the head '{MeshLayout.Head(head.Name, head.Number)}' has contracts for.");
    }

    private static bool IsOf(PinnedContract contract, OutputPortDescriptor port) => contract.Port == port.Name && contract.Version == port.Version;

    private async Task<List<DataContract>> ReadContractsAsync(ProductHead head, ObjectPath headPath, CancellationToken cancellationToken)
    {
        List<DataContract> contracts = [];
        foreach (PinnedContract pinned in head.Contracts)
        {
            StoredFile file = await files.ReadPinnedAsync(MeshLayout.Product(head.Name) / pinned.Path, pinned.Sha256, headPath, cancellationToken).ConfigureAwait(false);
            YamlMapping document = file.Parse();
            DataContract contract = ContractYaml.Read(document);
            if (contract.Port != new PortName(head.Name, pinned.Port) || contract.Version != pinned.Version)
                throw document.Error($"the contract is of port '{contract.Port}' {contract.Version}, its head names port '{pinned.Port}' {pinned.Version}.");
            contracts.Add(contract);
        }
        return contracts;
    }

    // Whatever is wrong with a policy denies; it must not make the product look damaged to its owner.
    private async Task<(PolicyDocument? Policy, ObjectInfo? File, DataMeshException? Error)> ReadPolicyAsync(ProductHead head, ObjectPath headPath, CancellationToken cancellationToken)
    {
        StoredFile? file = null;
        try
        {
            ObjectPath path = MeshLayout.Product(head.Name) / head.Policy.Path;
            file = await files.ReadPinnedAsync(path, head.Policy.Sha256, headPath, cancellationToken).ConfigureAwait(false);
            YamlMapping document = file.Parse();
            PolicyDocument policy = PolicyDocumentYaml.Read(document);
            return policy.Product == head.Product && policy.Epoch == head.Policy.Number ? (policy, file.Info, null)
                : throw document.Error($"the policy is epoch {policy.Epoch} of '{policy.Product}', its head names epoch {head.Policy.Number} of '{head.Product}'.");
        }
        catch (DataMeshException error) when (!error.IsTransient && error.Kind != DataMeshErrorKind.StorageUnavailable)
        {
            return (null, file?.Info, error);
        }
    }
}
