using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Writes what a plan needs, up to the head. Keeps identity and tables over retries, so that a lost race makes them only once.</summary>
internal sealed class RegistrationAttempt(DocumentFiles files, Guid mesh, TimeProvider time)
{
    private readonly Dictionary<(string, int), (ObjectPath Path, Schema Schema)> _created = [];
    private readonly ProductId _newId = new(mesh, Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Writes everything but the head and returns the head to commit; null when what is stored says the same already.</summary>
    public async Task<ProductHead?> PrepareAsync(RegistrationPlan plan, CancellationToken cancellationToken)
    {
        ProductDefinition definition = plan.Definition;
        ProductHead? current = plan.Current?.Head;
        ProductId id = current?.Product ?? _newId;
        List<PinnedContract> contracts = await WriteContractsAsync(plan, cancellationToken).ConfigureAwait(false);
        await CreateTablesAsync(plan, cancellationToken).ConfigureAwait(false);
        await EvolveTablesAsync(plan, cancellationToken).ConfigureAwait(false);
        PinnedFile policy = await WritePolicyAsync(plan, id, cancellationToken).ConfigureAwait(false);
        PinnedFile descriptor = await WriteDescriptorAsync(plan, id, cancellationToken).ConfigureAwait(false);
        if (current is not null && descriptor == current.Descriptor && policy == current.Policy && contracts.ToHashSet().SetEquals(current.Contracts))
            return null;
        return new ProductHead
        {
            Number = (current?.Number ?? 0) + 1,
            Product = id,
            Name = definition.Name,
            Descriptor = descriptor,
            Contracts = contracts,
            Policy = policy,
            Agreements = current?.Agreements ?? [],
            Previous = plan.Current?.PinHead(),
        };
    }

    /// <summary>Commits a head; false when somebody else took its number.</summary>
    public async Task<bool> TryCommitAsync(ProductHead head, CancellationToken cancellationToken)
    {
        if (!await head.TryCreateAsync(files, cancellationToken).ConfigureAwait(false))
            return false;
        await head.CopyDescriptorAsync(files, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<List<PinnedContract>> WriteContractsAsync(RegistrationPlan plan, CancellationToken cancellationToken)
    {
        HashSet<(string, int)> declared = [.. plan.Definition.Ports.Select(p => p.Key)];
        List<PinnedContract> contracts = [.. plan.Current?.Head.Contracts.Where(c => !declared.Contains((c.Port, c.Version.Major))) ?? []];
        foreach (PortDefinition port in plan.Definition.Ports)
        {
            PinnedContract? stored = plan.Current?.Head.Contracts.FirstOrDefault(c => c.Port == port.Key.Port && c.Version == port.Contract.Version);
            contracts.Add(stored is null ? await WriteContractAsync(port, cancellationToken).ConfigureAwait(false)
                : plan.FindStoredContract(port) is { } said && said.Status == port.Contract.Status && said.Supplement == port.Contract.Supplement ? stored
                : await ContractFiles.RestateAsync(files, port.Contract, port.TableFormat, cancellationToken).ConfigureAwait(false));
        }
        contracts.Sort((a, b) => string.CompareOrdinal(a.Port, b.Port) is var byPort && byPort != 0 ? byPort : a.Version.CompareTo(b.Version));
        return contracts;
    }

    private async Task<PinnedContract> WriteContractAsync(PortDefinition port, CancellationToken cancellationToken)
    {
        DataContract contract = port.Contract;
        string relative = MeshLayout.Contract(contract.Port.Port, contract.Version);
        ObjectPath path = MeshLayout.Product(contract.Port.Product) / relative;
        byte[] content = YamlText.Write(path.ToString(), ContractYaml.Write(contract, port.TableFormat));
        if (await files.TryCreateAsync(path, content, cancellationToken).ConfigureAwait(false))
            return new PinnedContract(contract.Port.Port, contract.Version, relative, StoredFile.Digest(content));
        StoredFile stored = await files.TryReadAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new CommitConflictException($"Cannot register '{contract.Port}': '{path}' was there and is gone. Register again.") { Port = contract.Port };
        // Left by a registration that did not reach its head, or by one that is racing this one; the table format is known by what its server entry says.
        YamlMapping document = stored.Parse();
        string format = document.GetMappings("servers") is [YamlMapping server, ..] ? server.GetText("format") : port.TableFormat;
        DataContract left = ContractYaml.Read(document);
        RegistrationPlan.RefuseIfAny(port, ContractChange.InVersion(contract, left, port.TableFormat, format),
            $"No product uses '{path}' yet: another process registers it at this moment, or a registration of other code did not finish. Raise the version, or delete the file if nobody needs it.");
        return left.Status == contract.Status && left.Deprecation == contract.Deprecation && left.Supplement == contract.Supplement ? new PinnedContract(contract.Port.Port, contract.Version, relative, stored.Sha256)
            : await ContractFiles.RestateAsync(files, contract, port.TableFormat, cancellationToken).ConfigureAwait(false);
    }

    private async Task CreateTablesAsync(RegistrationPlan plan, CancellationToken cancellationToken)
    {
        foreach (PortDefinition port in plan.Definition.Ports)
        {
            if (plan.FindStored(port) is not null || _created.ContainsKey(port.Key))
                continue;
            Guid tableId = Guid.CreateVersion7(time.GetUtcNow());
            ObjectPath path = MeshLayout.Table(port.Contract.Port, port.Contract.Version.Major, tableId);
            _created.Add(port.Key, (path, await port.CreateTable(path, tableId, port.Contract, cancellationToken).ConfigureAwait(false)));
        }
    }

    // Before the policy, which binds columns by the field ids that they get here, and before the head: until it is there, nobody sees a column that the policy does not know.
    private static async Task EvolveTablesAsync(RegistrationPlan plan, CancellationToken cancellationToken)
    {
        foreach (PortDefinition port in plan.Definition.Ports)
            if (plan.FindStored(port) is { } stored && plan.FindStoredContract(port) is { } contract && ColumnEvolution.Plan(port.Contract, contract).IsChange)
                await port.EvolveTable(stored.TablePath, port.Contract, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PinnedFile> WritePolicyAsync(RegistrationPlan plan, ProductId id, CancellationToken cancellationToken)
    {
        if (plan.Current is { PolicyError: { Kind: DataMeshErrorKind.IncompatibleVersion } error })
            throw new DataMeshException(DataMeshErrorKind.IncompatibleVersion, $"Cannot register '{plan.Definition.Name}': its policy was written by a newer version of DataMesh and must not be replaced by an older form. {error.Message}", error);
        PolicyDocument? stored = plan.Current?.Registration.Policy;
        List<PortPolicy> ports = [];
        HashSet<(string, int)> declared = [.. plan.Definition.Ports.Select(p => p.Key)];
        ports.AddRange(stored?.Ports.Where(p => !declared.Contains((p.Port, p.Major))) ?? []);
        foreach (PortDefinition port in plan.Definition.Ports)
        {
            // A name may stand for another field in another version.
            bool sameColumns = plan.FindStored(port)?.Version == port.Contract.Version;
            ports.Add(await new PortPolicyBuilder(port, FindTable(plan, port)).BuildAsync(stored, sameColumns, cancellationToken).ConfigureAwait(false));
        }
        ports.Sort((a, b) => string.CompareOrdinal(a.Port, b.Port) is var byPort && byPort != 0 ? byPort : a.Major.CompareTo(b.Major));
        PolicyDocument policy = new()
        {
            Epoch = plan.Current?.Head.Policy.Number ?? 1,
            Product = id,
            Stewards = plan.Definition.Stewards,
            Purposes = plan.Definition.Purposes,
            Ports = ports,
        };
        if (stored is not null && YamlDifference.Find(PolicyDocumentYaml.Write(policy, withOrigins: false), PolicyDocumentYaml.Write(stored, withOrigins: false)).Count == 0)
            return plan.Current!.Head.Policy;
        return await files.CreateNumberedAsync(MeshLayout.Product(plan.Definition.Name), (plan.Current?.Head.Policy.Number ?? 0) + 1, MeshLayout.Policy,
            epoch => PolicyDocumentYaml.Write(policy with { Epoch = epoch }), cancellationToken).ConfigureAwait(false);
    }

    private Func<CancellationToken, Task<Schema>> FindTable(RegistrationPlan plan, PortDefinition port) =>
        plan.FindStored(port) is { } stored ? token => port.LoadTable(stored.TablePath, token) : _ => Task.FromResult(_created[port.Key].Schema);

    private async Task<PinnedFile> WriteDescriptorAsync(RegistrationPlan plan, ProductId id, CancellationToken cancellationToken)
    {
        YamlMapping document = ProductYaml.Write(Describe(plan, id));
        if (plan.Current is { } current && YamlDifference.Find(document, ProductYaml.Write(current.Registration.Descriptor)).Count == 0)
            return current.Head.Descriptor;
        return await files.CreateNumberedAsync(MeshLayout.Product(plan.Definition.Name), (plan.Current?.Head.Descriptor.Number ?? 0) + 1, MeshLayout.Descriptor, _ => document, cancellationToken).ConfigureAwait(false);
    }

    private DataProductDescriptor Describe(RegistrationPlan plan, ProductId id)
    {
        ProductDefinition definition = plan.Definition;
        HashSet<(string, int)> declared = [.. definition.Ports.Select(p => p.Key)];
        IEnumerable<OutputPortDescriptor> kept = plan.Current?.Registration.Descriptor.OutputPorts.Where(p => !declared.Contains((p.Name, p.Version.Major))) ?? [];
        IEnumerable<OutputPortDescriptor> ports = definition.Ports.Select(port => new OutputPortDescriptor
        {
            Name = port.Contract.Port.Port,
            Version = port.Contract.Version,
            Status = port.Contract.Status,
            Description = port.Contract.Schema.Description ?? port.Contract.Description,
            TablePath = plan.FindStored(port)?.TablePath ?? _created[port.Key].Path.ToString(),
            Format = port.TableFormat,
        });
        OutputPortDescriptor[] all = [.. kept.Concat(ports).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Version)];
        return new DataProductDescriptor
        {
            Id = id,
            Name = definition.Name,
            Description = definition.Description,
            Owner = definition.Owner,
            Status = LifecycleRules.OfProduct([.. all.Select(p => p.Status)]),
            Archetype = definition.Archetype,
            Tags = definition.Tags,
            InputPorts = definition.Inputs,
            OutputPorts = all,
        };
    }
}
