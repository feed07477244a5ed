namespace DataMesh;

/// <summary>Where a provider decides about agreements. A decision is a new numbered file and a head that pins it: nothing else counts.</summary>
internal sealed class AgreementDesk(MeshRuntime runtime, ProviderSide side)
{
    private readonly RequestFiles _requests = new(runtime.Services.Store);

    /// <summary>Decides about an agreement.</summary>
    /// <param name="product">The product that provides.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="operation">What messages call it.</param>
    /// <param name="decide">Gives the next state, or refuses. Asked again when somebody else changed the product in between.</param>
    /// <param name="cancellationToken">Cancels the decision.</param>
    public async Task<AccessAgreement> DecideAsync(ProductName product, Guid id, string operation, Func<AgreementCase, AccessAgreement> decide, CancellationToken cancellationToken)
    {
        await runtime.RegisterAsync(cancellationToken).ConfigureAwait(false);
        ProductAmendment amendment = new(runtime.Services.Store);
        AccessAgreement? result = null;
        await amendment.RunAsync(product, operation, async (current, token) =>
        {
            MeshPrincipal decider = side.Demand(product, current?.Registration, operation);
            AgreementCase given = new() { Product = current!, Agreement = await FindAsync(current!, id, operation, token).ConfigureAwait(false), Decider = decider, Now = runtime.Services.Time.GetUtcNow() };
            AccessAgreement next = decide(given);
            (ProductHead head, result) = await WriteAsync(amendment.Files, current!, next, operation, token).ConfigureAwait(false);
            return head;
        }, cancellationToken).ConfigureAwait(false);
        await runtime.ReloadAsync(product, cancellationToken).ConfigureAwait(false);
        Log.AgreementDecided(runtime.Services.Logger, operation, result!.Id, result.Port.ToString(), result.Consumer.Domain.ToString(), result.DecidedBy!);
        return result;
    }

    private static async Task<(ProductHead Head, AccessAgreement Stored)> WriteAsync(DocumentFiles files, LoadedProduct current, AccessAgreement next, string operation, CancellationToken cancellationToken)
    {
        DomainName consumer = next.Consumer.Domain;
        PinnedFile file = await files.CreateNumberedAsync(MeshLayout.Product(current.Head.Name), next.Number + 1, number => MeshLayout.Agreement(consumer, next.Id, number),
            number => AgreementDocument.Write(next with { Number = number }), cancellationToken).ConfigureAwait(false);
        PinnedAgreement pinned = new(next.Id, consumer, file.Number, file.Path, file.Sha256);
        HeadChange change = new(next.DecidedBy!, next.DecidedAt!.Value, $"{operation} agreement {next.Id:D}");
        return (current.Head with { Change = change, Agreements = [.. current.Head.Agreements.Where(a => a.Id != next.Id).Append(pinned).OrderBy(a => a.Id)] }, next with { Number = file.Number });
    }

    // What the head pins is decided; only what it does not pin may still be a request, whatever a consumer writes under the same id.
    private async Task<AccessAgreement> FindAsync(LoadedProduct product, Guid id, string operation, CancellationToken cancellationToken)
    {
        if (product.Head.Agreements.FirstOrDefault(a => a.Id == id) is { } pinned)
            return product.Agreements.TryGetValue(pinned, out AccessAgreement? agreement) ? agreement
                : throw Invalid(product, operation, DataMeshErrorKind.CorruptData, $"agreement '{id}': '{pinned.Path}' cannot be read. Restore the file, or have the consumer ask again with RequestAsync.");
        List<StoredRequest> found = [];
        await foreach (RequestFolder folder in _requests.ListFoldersAsync(default, cancellationToken).ConfigureAwait(false))
            if (await _requests.TryReadAsync(folder, id, cancellationToken).ConfigureAwait(false) is { } request
                && await new RequestCheck(runtime.Services.Store).IsForAsync(request, folder, product.Registration, cancellationToken).ConfigureAwait(false))
                found.Add(request);
        return found switch
        {
            [StoredRequest one] when runtime.Shown.IsAsShown(one) => one.Content,
            [StoredRequest] => throw Invalid(product, operation, DataMeshErrorKind.InvalidRequest, $"request '{id}': its file was changed after it was listed. Look at it again with Access.ListAsync."),
            [] => throw Invalid(product, operation, DataMeshErrorKind.NotFound, $"agreement '{id}': there is no such request or agreement. List them with Access.ListAsync."),
            _ => throw Invalid(product, operation, DataMeshErrorKind.InvalidRequest, $"request '{id}': {found.Count} consumers have a request of that id ('{string.Join("', '", found.Select(f => f.Requests))}'). Have the right one ask again with RequestAsync."),
        };
    }

    private static DataMeshException Invalid(LoadedProduct product, string operation, DataMeshErrorKind kind, string problem) =>
        new(kind, $"Cannot {operation} {problem}") { Product = product.Head.Name, Operation = operation };
}
