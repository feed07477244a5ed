using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Shows a provider who has read its product, and follows a snapshot to everything that was made from it.</summary>
internal sealed class AuditDesk(MeshRuntime runtime, ProviderSide side)
{
    public async IAsyncEnumerable<AuditRecord> ListAsync(ProductName product, DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await DemandAsync(product, "list reads", cancellationToken).ConfigureAwait(false);
        await runtime.Services.Audit.FlushAsync(cancellationToken).ConfigureAwait(false);
        await foreach (AuditRecord record in runtime.Services.Audit.ListAsync(product, since, cancellationToken).ConfigureAwait(false))
            yield return record;
    }

    public async Task<Recall> RecallAsync(PortReference port, long snapshot, CancellationToken cancellationToken)
    {
        ProductRegistration registration = await DemandAsync(port.Port.Product, "recall a snapshot", cancellationToken).ConfigureAwait(false);
        PortBinding binding = PortBinding.Find(registration, port)
            ?? throw new PortNotFoundException($"Cannot recall a snapshot of '{port}': the product has no such port. Name one of its output ports, with its major version.") { Product = port.Port.Product, Port = port.Port, Operation = "recall" };
        List<AuditRecord> reads = [];
        await foreach (AuditRecord record in ListAsync(port.Port.Product, since: null, cancellationToken).ConfigureAwait(false))
            if (record.IsAllowed && record.Snapshot == snapshot && record.Port == binding.Reference)
                reads.Add(record);
        reads.Reverse();
        RecallSearch search = new(runtime.Services, await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false));
        return new Recall { Port = binding.Reference, Snapshot = snapshot, Reads = reads, Derived = await search.FindAsync(binding.Reference, snapshot, cancellationToken).ConfigureAwait(false) };
    }

    private async Task<ProductRegistration> DemandAsync(ProductName product, string operation, CancellationToken cancellationToken)
    {
        ProductRegistration? found = null;
        foreach (ProductCatalog catalog in await runtime.GetCatalogsAsync(cancellationToken).ConfigureAwait(false))
            found ??= await catalog.FindAsync(product, cancellationToken).ConfigureAwait(false);
        side.Demand(product, found, operation);
        return found!;
    }
}
