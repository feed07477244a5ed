using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Where a provider moves ports through their lives: the contract is said again with another status, descriptor and head follow, all in one head.</summary>
internal sealed class LifecycleDesk(MeshRuntime runtime, ProviderSide side)
{
    /// <summary>Moves a port.</summary>
    /// <param name="port">The port.</param>
    /// <param name="operation">What messages call the move.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="move">Gives the contract after the move, or refuses. Asked again when somebody else changed the product in between.</param>
    /// <param name="cancellationToken">Cancels the move.</param>
    public async Task<DataContract> MoveAsync(PortReference port, string operation, string? reason, Func<PortBinding, CancellationToken, Task<DataContract>> move, CancellationToken cancellationToken)
    {
        await runtime.RegisterAsync(cancellationToken).ConfigureAwait(false);
        ProductAmendment amendment = new(runtime.Services.Store);
        DataContract? result = null;
        string by = "";
        ProductHead? written = null;
        bool changed = await amendment.RunAsync(port.Port.Product, operation, async (current, token) =>
        {
            by = side.Demand(port.Port.Product, current?.Registration, operation).Name;
            PortBinding binding = Find(current!.Registration, port, operation);
            result = await move(binding, token).ConfigureAwait(false);
            if (result.Status == binding.Contract.Status && result.Deprecation == binding.Contract.Deprecation)
                return null;
            return written = await WriteAsync(amendment.Files, current, binding, result, new HeadChange(by, runtime.Services.Time.GetUtcNow(), $"{operation} {binding.Reference}{(reason is null ? "" : $": {reason}")}"), token).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        if (!changed)
            return result!;
        await written!.CopyDescriptorAsync(amendment.Files, cancellationToken).ConfigureAwait(false);
        await runtime.ReloadAsync(port.Port.Product, cancellationToken).ConfigureAwait(false);
        Log.PortMoved(runtime.Services.Logger, new PortReference(result!.Port, result.Version.Major).ToString(), result.Status, by);
        return result;
    }

    /// <summary>The port of a provider, with who acts for it.</summary>
    public async Task<PortBinding> DemandAsync(PortReference port, string operation, CancellationToken cancellationToken)
    {
        ProductRegistration? found = null;
        foreach (ProductCatalog catalog in await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false))
            found ??= await catalog.FindAsync(port.Port.Product, cancellationToken).ConfigureAwait(false);
        side.Demand(port.Port.Product, found, operation);
        return Find(found!, port, operation);
    }

    // What a move ends must be named: the newest major version is the one that nobody means to end.
    private static PortBinding Find(ProductRegistration product, PortReference port, string operation)
    {
        PortBinding[] found = [.. Discovery.Candidates(product, port)];
        return found switch
        {
            [PortBinding one] => one,
            [] => throw LifecycleRules.Invalid(port, operation, "the product has no such port.", DataMeshErrorKind.NotFound),
            _ => throw LifecycleRules.Invalid(port, operation, $"it has {found.Length} major versions. Name one, for example '{found[^1].Reference}'."),
        };
    }

    private static async Task<ProductHead> WriteAsync(DocumentFiles files, LoadedProduct current, PortBinding port, DataContract contract, HeadChange change, CancellationToken cancellationToken)
    {
        ProductHead head = current.Head;
        PinnedContract pinned = await ContractFiles.RestateAsync(files, contract, port.Output.Format, cancellationToken).ConfigureAwait(false);
        OutputPortDescriptor[] ports = [.. current.Registration.Descriptor.OutputPorts.Select(p => p == port.Output ? p with { Status = contract.Status } : p)];
        YamlMapping descriptor = ProductYaml.Write(current.Registration.Descriptor with { OutputPorts = ports, Status = LifecycleRules.OfProduct([.. ports.Select(p => p.Status)]) });
        PinnedFile file = await files.CreateNumberedAsync(MeshLayout.Product(head.Name), head.Descriptor.Number + 1, MeshLayout.Descriptor, _ => descriptor, cancellationToken).ConfigureAwait(false);
        return head with
        {
            Contracts = [.. head.Contracts.Select(c => c.Port == pinned.Port && c.Version == pinned.Version ? pinned : c)],
            Descriptor = file,
            Change = change,
        };
    }
}
